"""A proposal for one paragraph, accepted with wholly other words, leaves the paragraph the same: the record says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import TEXT, Server
from tests.index.test_index_grown import fingerprint
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.places import Place
from wgec_living.index import ahead
from wgec_living.services import contributing, revising, taking_back
from wgec_living.services.contributing import Submission
from wgec_living.services.life import life
from wgec_living.services.one_passage import passage

SHORT = DocumentPath("short")
OTHERS = "Colours may differ between printed copies."
FIRST = "The first paragraph says where we stand."


def accept(server: Server, words: str, replacement: str) -> int:
    """Have a proposal for the block that holds some words accepted; return its number."""
    number = server.propose(server.boris, words, replacement).number or 0
    server.dispose(server.cora, number, "accepted")
    return number


def test_the_paragraph_and_what_was_said_on_it_stay(server: Server) -> None:
    block = server.block(FIRST)
    server.comment(server.ana, FIRST)
    number = accept(server, FIRST, OTHERS)
    assert server.block(OTHERS) == block
    assert [one.number for one in passage(server.site, SHORT, block).said] == [number, 1]
    revision = server.site.index.texts.revision(SHORT, 2)
    assert (revision.changed, revision.added, revision.removed) == (1, 0, 0)
    visitor = server.visitor()
    assert "no longer in the text" not in visitor.get("/contributions").text
    page = " ".join(visitor.get(f"/contributions/{number}").text.split())
    assert "What it proposed is in the text in force, in <a" in page
    page = " ".join(visitor.get("/contributions/1").text.split())
    assert "The text under it changed in <a" in page
    assert f"contribution {number}</a>); it is now <a" in page
    steps = life(server.site, SHORT, block, 1).items
    assert [(step.fate, len(step.changes)) for step in steps] == [("edited", 1), ("first", 0)]


def test_it_stays_through_a_taking_back_and_a_text_written_whole(server: Server) -> None:
    block = server.block(FIRST)
    server.comment(server.ana, FIRST)
    number = accept(server, FIRST, OTHERS)
    back = taking_back.take_back(server.site, server.ana, number).number or 0
    server.dispose(server.cora, back, "accepted")
    assert server.block(FIRST) == block
    assert server.site.index.anchors.newest([1])[1].changed_in is None
    number = accept(server, FIRST, OTHERS)
    server.comment(server.ana, "access")
    server.dispose(server.cora, number + 1, "accepted-with-changes", text=TEXT)
    assert server.block(FIRST) == block
    assert server.site.index.texts.last_revision_with(SHORT, block) is None


def test_the_target_is_followed_from_the_text_it_was_named_in(server: Server) -> None:
    block = server.block(FIRST)
    old = server.propose(server.ana, FIRST, "It will be revised.").number or 0
    late = server.propose(server.boris, FIRST, OTHERS).number or 0
    accept(server, "# A short text", "# A short text on\n\nA new beginning with words of its own.")
    accept(server, FIRST, "The first paragraph says where we all stand.")
    text = server.site.record.text(server.site.record.tip(), SHORT) or ""
    server.dispose(
        server.cora,
        late,
        "accepted-with-changes",
        text=text.replace("The first paragraph says where we all stand.", OTHERS),
    )
    assert server.block(OTHERS) == block
    base = server.site.record.tip()
    revising.revise(server.site, server.ana, old, base=base, body="Newer.", replacement="Everybody agrees.")
    accept(server, "A new beginning", "Lines shift.\n\nA new beginning with words of its own.")
    server.dispose(server.cora, old, "accepted")
    assert server.block("Everybody agrees.") == block


def test_what_was_sent_about_the_former_words_comes_to_the_same_paragraph(
    server: Server, tmp_path: Path
) -> None:
    block, base = server.block(FIRST), server.site.record.tip()
    accept(server, FIRST, OTHERS)
    accept(server, OTHERS, "Everybody agrees.")
    late = Submission(Kind.COMMENT, SHORT, base, "Sent from an older page.", (block,))
    number = contributing.submit(server.site, server.ana, late).number or 0
    placed = server.site.index.anchors.newest([number])[number]
    assert (placed.place, placed.changed_in, placed.stands) == (Place.CHANGED, 3, True)
    assert fingerprint(tmp_path / "anew.sqlite", server) == server.site.index.database.fingerprint()


def test_it_is_the_same_when_it_is_read_ahead(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = server.block(FIRST)
    waits = server.propose(server.ana, FIRST, "Everybody agrees.").number or 0
    accept(server, FIRST, OTHERS)
    text = server.site.record.text(server.site.record.tip(), SHORT) or ""
    server.dispose(
        server.cora, waits, "accepted-with-changes", text=text.replace(OTHERS, "Everybody agrees.")
    )
    assert server.block("Everybody agrees.") == block
    monkeypatch.setattr(ahead, "ENOUGH", 1)
    assert fingerprint(tmp_path / "anew.sqlite", server) == server.site.index.database.fingerprint()
