"""After a decision a coordinator is led to the next contribution that waits."""

from __future__ import annotations

from tests.conftest import Server

NEXT = '<a href="/contributions/3/disposition">the next that waits, 3</a>'


def test_a_coordinator_goes_on_from_a_decision_to_the_next(server: Server) -> None:
    server.comment(server.ana, "privacy")
    server.comment(server.ana, "\u0627\u0644\u0641\u0642\u0631\u0629", path="arabic")
    server.comment(server.boris, "first paragraph")
    cora = server.signed_in(server.cora)
    assert NEXT not in cora.get("/contributions/1").text
    server.dispose(server.cora, 1, "noted")
    assert NEXT in cora.get("/contributions/1").text
    assert NEXT not in server.signed_in(server.ana).get("/contributions/1").text
    server.dispose(server.cora, 3, "noted")
    assert "the next that waits, 2</a>" in cora.get("/contributions/3").text
    server.dispose(server.cora, 2, "noted")
    assert "the next that waits" not in cora.get("/contributions/2").text
