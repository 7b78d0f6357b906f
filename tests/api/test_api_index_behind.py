"""Calls that write while the index cannot follow: what is on record is answered as on record."""

from __future__ import annotations

import pytest

from tests.api.conftest import Circle, keeps_promise
from tests.reliability.stuck_index import stuck
from wgec_living.index import catching_up
from wgec_living.web.api import answers_thread

WORDS = "The second paragraph"
NEW = "The second paragraph says what must be done."


@pytest.fixture(autouse=True)
def every_look_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "LOOK_EVERY", 0.0)


def on_record(circle: Circle, commit: str, branch: str) -> bool:
    return circle.server.site.record.refs.get(f"refs/heads/{branch}") == commit


def test_contributions_are_answered_with_number_and_commit(circle: Circle) -> None:
    for number, sent in enumerate((circle.comment(WORDS), circle.proposal(WORDS, NEW)), 1):
        with stuck(circle.server):
            answer = circle.ana.post("/documents/short/contributions", sent, key=f"k{number}")
        receipt = keeps_promise(answer, answers_thread.Receipt, 201)
        assert (receipt["number"], receipt["status"]) == (number, "open")
        assert receipt["dry_run"] == (None if number == 1 else "clean")
        assert on_record(circle, receipt["commit"], f"contributions/{number:04d}")
        again = circle.ana.post("/documents/short/contributions", sent, key=f"k{number}")
        assert again.get_json() == receipt
        assert circle.number_of_contributions() == number


@pytest.mark.parametrize("call", ["replies", "revised-text", "withdrawal"])
def test_what_follows_is_answered_with_its_event(circle: Circle, call: str) -> None:
    number = circle.server.propose(circle.server.ana, WORDS, NEW).number
    body = {"body": "Because."}
    if call == "revised-text":
        body |= {"base": circle.document()["commit"], "replacement": "Other words."}
    with stuck(circle.server):
        answer = circle.ana.post(f"/contributions/{number}/{call}", body, key="k")
    event = keeps_promise(answer, answers_thread.EventReceipt, 201)
    assert on_record(circle, event["commit"], "contributions/0001")
    assert circle.ana.post(f"/contributions/{number}/{call}", body, key="k").get_json() == event
    events = circle.vera.get(f"/contributions/{number}").get_json()["events"]
    assert {name: event[name] for name in events[-1]} == events[-1]


def test_a_position_on_a_contribution_is_answered(circle: Circle) -> None:
    circle.server.comment(circle.server.ana, WORDS)
    with stuck(circle.server):
        answer = circle.boris.post("/contributions/1/positions", {"position": "support", "body": "Yes."})
    event = keeps_promise(answer, answers_thread.EventReceipt, 201)
    assert (event["number"], event["position"]) == (1, "support")
    assert on_record(circle, event["commit"], "contributions/0001")


@pytest.mark.parametrize(("disposition", "revision"), [("accepted", 2), ("declined", None)])
def test_a_decision_is_answered_with_its_commit_and_revision(
    circle: Circle, disposition: str, revision: int | None
) -> None:
    number = circle.server.propose(circle.server.ana, WORDS, NEW).number
    seen = circle.cora.get(f"/contributions/{number}/preview").get_json()
    body = {"disposition": disposition, "reason": "Good.", **{n: seen[n] for n in ("seen_main", "seen_tip")}}
    with stuck(circle.server):
        answer = circle.cora.post(f"/contributions/{number}/disposition", body, key="k")
    outcome = keeps_promise(answer, answers_thread.Outcome, 201)
    assert outcome["revision"] == revision
    assert on_record(circle, outcome["commit"], "main")
    again = circle.cora.post(f"/contributions/{number}/disposition", body, key="k")
    assert again.get_json() == outcome


def test_meanwhile_reading_goes_on_and_the_next_to_write_is_asked_to_wait(circle: Circle) -> None:
    sent = circle.comment(WORDS)
    with stuck(circle.server):
        assert circle.ana.post("/documents/short/contributions", sent).status_code == 201
        refused = circle.boris.post("/documents/short/contributions", sent)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        assert circle.number_of_contributions() == 0
        assert circle.vera.get("/documents/short").status_code == 200
        assert circle.server.visitor().get("/healthz").status_code == 503
    assert circle.number_of_contributions() == 1
    assert circle.boris.post("/documents/short/contributions", sent).get_json()["number"] == 2
