"""A position is stated; it is owed no decision and is not counted among what waits."""

from __future__ import annotations

from tests.conftest import Server
from wgec_living.domain.events import Kind, Stance
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import contributing


def test_a_position_is_stated_and_waits_for_nothing(server: Server) -> None:
    document = server.site.index.texts.document(DocumentPath("short"))
    stance = contributing.Submission(
        Kind.POSITION, document.path, document.commit, "We agree.", stance=Stance.SUPPORT
    )
    number = contributing.submit(server.site, server.ana, stance).number
    server.comment(server.ana, "privacy")
    reader = server.visitor()
    assert "Stated" in reader.get("/contributions").text
    assert "1 contribution fits" in reader.get("/contributions?status=open").text
    assert (
        '<a href="/contributions?status=open">Open</a></th><td class="amount">1</td>' in reader.get("/").text
    )
    assert "2 contributions</a>, 1 open" in reader.get("/documents").text
    assert "This waits for a decision" not in reader.get(f"/contributions/{number}").text
    assert "We agree." not in server.signed_in(server.cora).get("/desk").text
    mine = server.signed_in(server.ana).get("/mine").text
    assert "We agree." in mine.partition("Answered, stated or withdrawn")[2]
