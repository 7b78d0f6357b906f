"""Replies, positions, revised texts and withdrawals by the API."""

from __future__ import annotations

from tests.api.conftest import Circle, is_problem, keeps_promise
from tests.conftest import Server
from wgec_living.web.api import answers_thread

WORDS = "The second paragraph"
BETTER = "The second paragraph says what must be done."


def _proposed(circle: Circle) -> int:
    return circle.server.propose(circle.server.ana, WORDS, BETTER).number


def test_anybody_of_the_group_replies(circle: Circle) -> None:
    number = _proposed(circle)
    answer = circle.boris.post(f"/contributions/{number}/replies", {"body": "Who must?"})
    reply = keeps_promise(answer, answers_thread.EventReceipt, 201)
    assert (reply["number"], reply["kind"], reply["body"]) == (number, "reply", "Who must?")
    assert reply["author"]["delegation"] == "Samplestan"
    again = circle.ana.post(
        f"/contributions/{number}/replies", {"body": "All of us.", "in_reply_to": reply["commit"]}
    )
    assert again.get_json()["in_reply_to"] == reply["commit"]
    one = circle.vera.get(f"/contributions/{number}").get_json()
    assert [event["kind"] for event in one["events"]] == ["proposal", "reply", "reply"]
    assert one["replies"] == 2
    is_problem(
        circle.ana.post(f"/contributions/{number}/replies", {"body": "x", "in_reply_to": "HEAD"}),
        422,
        "in_reply_to",
    )
    is_problem(circle.ana.post(f"/contributions/{number}/replies", {"body": ""}), 422, "body")
    is_problem(circle.ana.post("/contributions/99/replies", {"body": "Hello?"}), 404)


def test_a_position_is_taken_on_a_contribution(circle: Circle) -> None:
    number = _proposed(circle)
    sent = {"position": "can-live-with", "body": "It will do."}
    event = keeps_promise(
        circle.boris.post(f"/contributions/{number}/positions", sent), answers_thread.EventReceipt, 201
    )
    assert (event["kind"], event["position"], event["number"]) == ("position", "can-live-with", number)
    assert [each["kind"] for each in circle.vera.get(f"/contributions/{number}").get_json()["events"]] == [
        "proposal",
        "position",
    ]
    assert circle.boris.post(f"/contributions/{number}/positions", {"position": "support"}).status_code == 201
    is_problem(circle.boris.post(f"/contributions/{number}/positions", {"position": "object"}), 422, "body")
    wrong = {"position": "maybe", "body": "x"}
    is_problem(circle.boris.post(f"/contributions/{number}/positions", wrong), 422, "position")
    is_problem(circle.boris.post("/contributions/9/positions", {"position": "object", "body": "x"}), 404)
    circle.server.dispose(circle.server.cora, number, "declined")
    is_problem(circle.boris.post(f"/contributions/{number}/positions", sent), 403)


def test_a_contribution_is_confirmed_or_moved_when_its_text_changed(circle: Circle) -> None:
    sent = circle.comment(WORDS)
    sent["target"]["quotation"] = "could be done"
    circle.ana.post("/documents/short/contributions", sent)
    change = circle.server.propose(
        circle.server.boris, WORDS, "The second paragraph says what might be done."
    )
    circle.server.dispose(circle.server.cora, change.number, "accepted")
    target = circle.vera.get("/contributions/1").get_json()["target"]
    assert (target["place"], target["changed_in"], target["changed_by"]) == ("text changed", 2, change.number)
    base = circle.document()["commit"]
    is_problem(circle.boris.post("/contributions/1/anchors", {"base": base}), 403)
    event = keeps_promise(
        circle.ana.post("/contributions/1/anchors", {"base": base}), answers_thread.EventReceipt, 201
    )
    assert (event["kind"], event["title"]) == ("anchor", "It is still valid")
    target = circle.vera.get("/contributions/1").get_json()["target"]
    assert (target["place"], target["stated_in"]) == ("exact", 2)
    first = circle.document()["blocks"][1]["id"]
    moved = {"base": base, "target": {"blocks": [first]}, "body": "It belongs to the first."}
    assert circle.cora.post("/contributions/1/anchors", moved).status_code == 201
    target = circle.vera.get("/contributions/1").get_json()["target"]
    assert [block["id"] for block in target["present"]] == [first]
    unknown = {"base": base, "target": {"blocks": ["77-1"]}}
    is_problem(circle.ana.post("/contributions/1/anchors", unknown), 422, "block")
    is_problem(circle.ana.post("/contributions/1/anchors", {"base": "main"}), 422, "base")


def test_a_position_stays_possible_when_the_text_has_moved_on(circle: Circle) -> None:
    number = _proposed(circle)
    other = circle.server.propose(circle.server.boris, WORDS, "Nothing of the kind any more.").number
    circle.server.dispose(circle.server.cora, other, "accepted")
    answer = circle.boris.post(
        f"/contributions/{number}/positions", {"position": "object", "body": "Too late."}
    )
    assert answer.status_code == 201


def test_only_its_author_revises_or_withdraws_a_proposal(circle: Circle) -> None:
    number = _proposed(circle)
    sent = {"base": circle.document()["commit"], "body": "Softer.", "replacement": f"{BETTER} Soon."}
    for other in (circle.boris, circle.cora):
        is_problem(other.post(f"/contributions/{number}/revised-text", sent), 403)
        is_problem(other.post(f"/contributions/{number}/withdrawal", {}), 403)
    event = keeps_promise(
        circle.ana.post(f"/contributions/{number}/revised-text", sent), answers_thread.EventReceipt, 201
    )
    assert event["kind"] == "revised-text"
    assert event["redline"][0]["kind"] == "edited"
    assert "Soon." in circle.vera.get(f"/contributions/{number}/preview").get_json()["text"]
    is_problem(circle.ana.post(f"/contributions/{number}/revised-text", sent), 422, "replacement")
    is_problem(
        circle.ana.post(f"/contributions/{number}/revised-text", {**sent, "base": "main"}), 422, "base"
    )
    is_problem(
        circle.ana.post(f"/contributions/{number}/revised-text", {**sent, "text": "x"}), 422, "replacement"
    )
    gone = circle.ana.client.post(
        f"/api/v1/contributions/{number}/withdrawal", headers={"Authorization": f"Bearer {circle.ana.token}"}
    )
    assert keeps_promise(gone, answers_thread.EventReceipt, 201)["kind"] == "withdrawal"
    assert circle.vera.get(f"/contributions/{number}").get_json()["status"] == "withdrawn"
    is_problem(circle.ana.post(f"/contributions/{number}/withdrawal", {}), 403)


def test_a_visitor_reads_but_does_not_write(server: Server, circle: Circle) -> None:
    number = _proposed(circle)
    before = server.site.record.tip("refs/heads/main")
    for path, body in (
        ("/documents/short/contributions", circle.comment(WORDS)),
        (f"/contributions/{number}/replies", {"body": "Hello."}),
        (f"/contributions/{number}/positions", {"position": "object", "body": "No."}),
        (f"/contributions/{number}/revised-text", {"base": before, "body": "x", "replacement": "y"}),
        (f"/contributions/{number}/withdrawal", {}),
        (f"/contributions/{number}/disposition", {"disposition": "noted"}),
    ):
        answer = circle.vera.post(path, body)
        is_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    one = circle.vera.get(f"/contributions/{number}").get_json()
    assert (one["status"], len(one["events"])) == ("open", 1)
    assert circle.number_of_contributions() == 1
