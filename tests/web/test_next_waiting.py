"""After a decision a coordinator is led to what follows on the desk."""

from __future__ import annotations

import re

from tests.conftest import Server
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import contributing

SECOND = "The second paragraph"


def following(server: Server, number: int) -> str:
    """Return the number of the contribution that a coordinator is led to from another one; empty: to none."""
    page = server.signed_in(server.cora).get(f"/contributions/{number}").text
    found = re.search(r'<a href="/contributions/(\d+)/disposition">the next that waits, \1</a>', page)
    return found[1] if found else ""


def test_a_coordinator_goes_on_in_the_order_of_the_desk(server: Server) -> None:
    server.comment(server.ana, "The last paragraph")
    server.comment(server.ana, "\u0627\u0644\u0641\u0642\u0631\u0629", path="arabic")
    server.comment(server.boris, "The first paragraph")
    server.propose(server.ana, SECOND, "In other words.")
    assert following(server, 3) == "", "nothing is decided on it yet"
    server.dispose(server.cora, 3, "noted")
    assert following(server, 3) == "4", "not the oldest one"
    assert "the next that waits" not in server.signed_in(server.ana).get("/contributions/3").text
    server.dispose(server.cora, 4, "accepted")
    assert following(server, 4) == "1"
    server.dispose(server.cora, 1, "deferred")
    assert following(server, 1) == "2", "after the last comes the first; what is put off still waits"
    server.dispose(server.cora, 2, "noted")
    assert following(server, 2) == "1"
    server.dispose(server.cora, 1, "noted")
    assert following(server, 1) == ""


def test_a_decision_that_takes_a_passage_out_leads_to_what_stood_below(server: Server) -> None:
    server.comment(server.ana, "The first paragraph")
    document = server.site.index.texts.document(DocumentPath("short"))
    out = contributing.Submission(
        Kind.PROPOSAL, document.path, document.commit, "Not needed.", (server.block(SECOND),), remove=True
    )
    contributing.submit(server.site, server.boris, out)
    server.comment(server.ana, "The last paragraph")
    server.dispose(server.cora, 2, "accepted")
    assert following(server, 2) == "3"
