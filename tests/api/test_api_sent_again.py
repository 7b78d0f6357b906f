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
    assert [answer.get_json()["number"] for answer in positions] == [3, 3]
    assert len(circle.vera.get("/contributions/1").get_json()["events"]) == 2
    withdrawals = [circle.ana.post("/contributions/1/withdrawal", {}, key="k") for _ in range(2)]
    assert withdrawals[0].status_code == 201
    assert withdrawals[0].data == withdrawals[1].data


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
