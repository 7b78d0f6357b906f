"""Previews and decisions by the API."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import Circle, is_problem, keeps_promise
from wgec_living.web.api import answers_problem, answers_thread

WORDS = "The second paragraph"
BETTER = "The second paragraph says what must be done."


def _proposed(circle: Circle, better: str = BETTER) -> int:
    return circle.server.propose(circle.server.ana, WORDS, better).number


def _decision(circle: Circle, number: int, disposition: str, **more: Any) -> dict[str, Any]:
    preview = keeps_promise(circle.vera.get(f"/contributions/{number}/preview"), answers_thread.Preview)
    seen = {name: preview[name] for name in ("seen_main", "seen_tip")}
    return {"disposition": disposition, **seen, **more}


def test_a_preview_shows_what_acceptance_would_do_and_writes_nothing(circle: Circle) -> None:
    number = _proposed(circle)
    preview = keeps_promise(circle.vera.get(f"/contributions/{number}/preview"), answers_thread.Preview)
    assert (preview["result"], preview["conflicts"]) == ("clean", [])
    assert BETTER in preview["text"]
    assert preview["redline"][0]["kind"] == "edited"
    assert circle.document()["revision"] == 1
    comment = circle.server.comment(circle.server.boris, WORDS).number
    assert circle.vera.get(f"/contributions/{comment}/preview").get_json()["result"] == "none"


def test_a_coordinator_accepts_and_the_text_changes(circle: Circle) -> None:
    number = _proposed(circle)
    answer = circle.cora.post(f"/contributions/{number}/disposition", _decision(circle, number, "accepted"))
    outcome = keeps_promise(answer, answers_thread.Outcome, 201)
    assert (outcome["disposition"], outcome["revision"]) == ("accepted", 2)
    document = circle.document()
    assert (document["revision"], document["commit"]) == (2, outcome["commit"])
    assert BETTER in document["source"]
    one = keeps_promise(circle.vera.get(f"/contributions/{number}"), answers_thread.Contribution)
    assert one["status"] == "accepted"
    assert one["disposition"]["decided_by"]["handle"] == "cora-example"
    assert (one["disposition"]["commit"], one["disposition"]["revision"]) == (outcome["commit"], 2)
    assert outcome["commit"] in one["commits"]


def test_every_other_decision_needs_its_reason(circle: Circle) -> None:
    for disposition in ("noted", "declined", "deferred"):
        number = circle.server.comment(circle.server.boris, WORDS).number
        without = _decision(circle, number, disposition)
        is_problem(circle.cora.post(f"/contributions/{number}/disposition", without), 422, "reason")
        with_reason = {**without, "reason": "We have said so."}
        answer = circle.cora.post(f"/contributions/{number}/disposition", with_reason)
        assert keeps_promise(answer, answers_thread.Outcome, 201)["revision"] is None
        assert circle.vera.get(f"/contributions/{number}").get_json()["status"] == disposition
    assert circle.document()["revision"] == 1


def test_accepting_with_changes_needs_the_text(circle: Circle) -> None:
    number = _proposed(circle)
    sent = _decision(circle, number, "accepted-with-changes", reason="Shorter.")
    is_problem(circle.cora.post(f"/contributions/{number}/disposition", sent), 422, "text")
    text = circle.document()["source"].replace("says what could be done", "ends here")
    is_problem(
        circle.cora.post(
            f"/contributions/{number}/disposition", {**sent, "disposition": "accepted", "text": text}
        ),
        422,
        "text",
    )
    answer = circle.cora.post(f"/contributions/{number}/disposition", {**sent, "text": text})
    assert keeps_promise(answer, answers_thread.Outcome, 201)["revision"] == 2
    assert "ends here" in circle.document()["source"]


def test_contributors_do_not_decide(circle: Circle) -> None:
    number = _proposed(circle)
    for who in (circle.ana, circle.boris):
        sent = _decision(circle, number, "accepted")
        is_problem(who.post(f"/contributions/{number}/disposition", sent), 403)
    assert circle.document()["revision"] == 1


def test_a_decision_on_what_moved_is_answered_with_a_fresh_preview(circle: Circle) -> None:
    first = _proposed(circle)
    second = _proposed(circle, "The second paragraph says what should be done.")
    stale = _decision(circle, second, "accepted")
    circle.cora.post(f"/contributions/{first}/disposition", _decision(circle, first, "accepted"))
    answer = circle.cora.post(f"/contributions/{second}/disposition", stale)
    problem = is_problem(answer, 409)
    assert answers_problem.Problem().validate(problem) == {}
    fresh = circle.vera.get(f"/contributions/{second}/preview").get_json()
    assert problem["preview"] == fresh
    assert fresh["result"] == "clashes"
    assert fresh["conflicts"][0]["block"] == circle.block("The second")
    assert fresh["conflicts"][0]["ours"] == BETTER
    is_problem(
        circle.cora.post(f"/contributions/{second}/disposition", _decision(circle, second, "accepted")),
        422,
        "disposition",
    )


def test_what_was_seen_must_be_known(circle: Circle) -> None:
    number = _proposed(circle)
    good = _decision(circle, number, "accepted")
    unknown = circle.cora.post(f"/contributions/{number}/disposition", {**good, "seen_main": "0" * 40})
    for word in ("HEAD", "--output=x", "", "main"):
        for name in ("seen_main", "seen_tip"):
            answer = circle.cora.post(f"/contributions/{number}/disposition", {**good, name: word})
            problem = is_problem(answer, 409)
            if name == "seen_main":
                assert problem == unknown.get_json()
    is_problem(circle.cora.post("/contributions/99/disposition", good), 404)
    is_problem(
        circle.cora.post(f"/contributions/{number}/disposition", {**good, "disposition": "loved"}),
        422,
        "disposition",
    )
    assert circle.document()["revision"] == 1


def test_a_decision_sent_twice_with_one_key_is_made_once(circle: Circle) -> None:
    number = _proposed(circle)
    sent = _decision(circle, number, "accepted")
    answers = [circle.cora.post(f"/contributions/{number}/disposition", sent, key="once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].get_json() == answers[1].get_json()
    assert circle.document()["revision"] == 2
    is_problem(circle.cora.post(f"/contributions/{number}/disposition", sent), 409)
