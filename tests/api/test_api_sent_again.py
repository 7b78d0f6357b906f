"""Sending the same again: one key, one answer, one contribution."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.api.conftest import Circle, is_problem

WORDS = "The second paragraph"


def test_the_same_key_gives_the_same_answer(circle: Circle) -> None:
    sent = circle.proposal(WORDS, "The second paragraph says what must be done.")
    first = circle.ana.post("/documents/short/contributions", sent, key="k")
    again = circle.ana.post("/documents/short/contributions", sent, key="k")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert again.headers["Location"] == first.headers["Location"]
    assert circle.number_of_contributions() == 1
    assert circle.ana.post("/documents/short/contributions", sent).get_json()["number"] == 2


def test_a_key_belongs_to_its_person(circle: Circle) -> None:
    sent = circle.comment(WORDS)
    assert circle.ana.post("/documents/short/contributions", sent, key="k").get_json()["number"] == 1
    assert circle.boris.post("/documents/short/contributions", sent, key="k").get_json()["number"] == 2


def test_a_key_belongs_to_what_was_done_with_it(circle: Circle) -> None:
    circle.ana.post("/documents/short/contributions", circle.comment(WORDS), key="k")
    circle.ana.post("/documents/short/contributions", circle.comment(WORDS), key="other")
    replies = [
        circle.ana.post(f"/contributions/{number}/replies", {"body": "More."}, key="k")
        for number in (1, 2, 1)
    ]
    assert [answer.get_json()["number"] for answer in replies] == [1, 2, 1]
    assert replies[0].data == replies[2].data
    position = {"position": "support", "body": "Yes."}
    positions = [circle.ana.post("/contributions/1/positions", position, key="k") for _ in range(2)]
    assert positions[0].status_code == 201 and positions[0].data == positions[1].data
    assert len(circle.vera.get("/contributions/1").get_json()["events"]) == 3
    withdrawals = [circle.ana.post("/contributions/1/withdrawal", {}, key="k") for _ in range(2)]
    assert withdrawals[0].status_code == 201
    assert withdrawals[0].data == withdrawals[1].data


def test_the_answer_stays_the_same_whatever_happened_since(circle: Circle) -> None:
    sent = circle.proposal(WORDS, "The second paragraph says what must be done.")
    clashing = circle.proposal(WORDS, "The second paragraph is another.")
    first = circle.ana.post("/documents/short/contributions", sent, key="k")
    other = circle.boris.post("/documents/short/contributions", clashing, key="k").get_json()
    decided = circle.server.dispose(circle.server.cora, other["number"], "accepted")
    late = circle.ana.post("/documents/short/contributions", {**clashing, "base": decided.commit}, key="late")
    assert late.status_code == 422, "the text already reads so"
    body = {"base": clashing["base"], "body": "Better.", "replacement": "Something else."}
    assert circle.ana.post("/contributions/1/revised-text", body).status_code == 201
    circle.server.dispose(circle.server.cora, 1, "declined")
    again = circle.ana.post("/documents/short/contributions", sent, key="k")
    assert (again.status_code, again.data) == (201, first.data)
    assert (again.get_json()["status"], again.get_json()["dry_run"]) == ("open", "clean")


def test_a_key_is_not_taken_for_something_else(circle: Circle) -> None:
    sent = circle.proposal(WORDS, "The second paragraph says what must be done.")
    assert circle.ana.post("/documents/short/contributions", sent, key="k").status_code == 201
    arabic = circle.document("arabic")
    elsewhere = {"kind": "comment", "base": arabic["commit"], "target": {"document": True}, "body": "Other."}
    refused = is_problem(
        circle.ana.post("/documents/arabic/contributions", elsewhere, key="k"), 422, "idempotency_key"
    )
    assert "at contribution 1" in refused["detail"]
    for other in (
        circle.proposal(WORDS, "The second paragraph says something else."),
        {**sent, "body": "Another reason."},
        {**sent, "type": "editorial"},
        {**sent, "title": "A title"},
        {**sent, "target": {**sent["target"], "quotation": "what could be done"}},
        circle.proposal("The first paragraph", sent["replacement"]),
        circle.comment(WORDS),
    ):
        is_problem(circle.ana.post("/documents/short/contributions", other, key="k"), 422, "idempotency_key")
    assert circle.number_of_contributions() == 1


def test_a_key_of_what_follows_is_not_taken_for_something_else(circle: Circle) -> None:
    number = circle.server.propose(circle.server.ana, WORDS, "Words.").number
    base = circle.document()["commit"]
    revised = {"base": base, "body": "Better.", "replacement": "Better words."}
    seen = circle.vera.get(f"/contributions/{number}/preview").get_json()
    for call, body, other in (
        ("replies", {"body": "Yes."}, {"body": "No."}),
        ("replies", {"body": "Yes."}, {"body": "Yes.", "in_reply_to": seen["seen_tip"]}),
        ("revised-text", revised, {**revised, "replacement": "Best words."}),
        ("positions", {"position": "support", "body": "Yes."}, {"position": "object", "body": "Yes."}),
    ):
        key = f"{call} {other}"[:200]
        address = f"/contributions/{number}/{call}"
        first = circle.ana.post(address, body, key=key)
        is_problem(circle.ana.post(address, other, key=key), 422, "idempotency_key")
        assert circle.ana.post(address, body, key=key).data == first.data
    seen = circle.vera.get(f"/contributions/{number}/preview").get_json()
    decision = {"disposition": "declined", "reason": "No.", **{n: seen[n] for n in ("seen_main", "seen_tip")}}
    address = f"/contributions/{number}/disposition"
    first = circle.cora.post(address, decision, key="d")
    is_problem(circle.cora.post(address, {**decision, "reason": "Never."}, key="d"), 422, "idempotency_key")
    is_problem(
        circle.cora.post(address, {**decision, "disposition": "noted"}, key="d"), 422, "idempotency_key"
    )
    assert circle.cora.post(address, decision, key="d").data == first.data


def test_a_key_that_is_too_long_is_refused(circle: Circle) -> None:
    sent = circle.comment(WORDS)
    is_problem(circle.ana.post("/documents/short/contributions", sent, key="k" * 201), 422, "idempotency_key")
    assert circle.ana.post("/documents/short/contributions", sent, key="k" * 200).status_code == 201
    reply = circle.ana.post("/contributions/1/replies", {"body": "x"}, key="k" * 201)
    is_problem(reply, 422, "idempotency_key")
    assert circle.ana.post("/contributions/1/replies", {"body": "x"}, key="k" * 200).status_code == 201


def test_twenty_at_once_with_one_key_make_one_contribution(circle: Circle) -> None:
    sent = circle.proposal(WORDS, "The second paragraph says what must be done.")
    headers = {"Authorization": f"Bearer {circle.ana.token}", "Idempotency-Key": "k"}

    def send(_: int) -> tuple[int, bytes]:
        client = circle.server.visitor()
        answer = client.post("/api/v1/documents/short/contributions", json=sent, headers=headers)
        return answer.status_code, answer.data

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(send, range(20)))
    assert len(answers) == 1
    assert answers.pop()[0] == 201
    assert circle.number_of_contributions() == 1
