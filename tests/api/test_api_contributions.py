"""Sending contributions by the API, and reading them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Circle, is_problem, keeps_promise
from wgec_living.web.api import answers_thread

WORDS = "The second paragraph"
BETTER = "The second paragraph says what must be done."


def test_a_proposal_is_put_on_record(circle: Circle) -> None:
    sent = circle.proposal(WORDS, BETTER, title="Say must", type="editorial")
    answer = circle.ana.post("/documents/short/contributions", sent)
    receipt = keeps_promise(answer, answers_thread.Receipt, 201)
    assert (receipt["number"], receipt["status"], receipt["dry_run"]) == (1, "open", "clean")
    assert circle.vera.client.get(receipt["url"]).status_code == 200
    there = circle.vera.client.get(answer.headers["Location"]).get_json()
    assert (there["title"], there["type"], there["kind"]) == ("Say must", "editorial", "proposal")
    assert there["author"]["handle"] == "ana-example"
    assert there["commits"] == [receipt["commit"]]
    assert there["events"][0]["redline"][0]["kind"] == "edited"


def test_a_comment_quotes_words_and_a_position_takes_sides(circle: Circle) -> None:
    sent = circle.comment(WORDS)
    sent["target"] |= {"quotation": "could be done", "prefix": "what "}
    receipt = keeps_promise(
        circle.boris.post("/documents/short/contributions", sent), answers_thread.Receipt, 201
    )
    assert receipt["dry_run"] is None
    target = circle.vera.get("/contributions/1").get_json()["target"]
    assert (target["quotation"], target["place"]) == ("could be done", "exact")
    block = target["blocks"][0]
    assert block["text"][target["start"] : target["end"]] == "could be done"
    sent = {**circle.comment(WORDS), "kind": "position", "position": "object"}
    assert circle.boris.post("/documents/short/contributions", sent).status_code == 201
    assert circle.vera.get("/contributions/2").get_json()["position"] == "object"


def test_a_comment_may_be_about_the_whole_document(circle: Circle) -> None:
    sent = {**circle.comment(WORDS), "target": {"document": True}}
    assert circle.ana.post("/documents/short/contributions", sent).status_code == 201
    one = keeps_promise(circle.vera.get("/contributions/1"), answers_thread.Contribution)
    assert (one["blocks"], one["target"]["blocks"], one["target"]["place"]) == ([], [], "exact")


def test_a_section_is_named_by_its_heading(circle: Circle) -> None:
    blocks = circle.document()["blocks"]
    at = next(place for place, block in enumerate(blocks) if block["text"].startswith("## A table"))
    target = {"section": blocks[at]["id"]}
    sent = {**circle.comment(WORDS), "target": target}
    assert circle.ana.post("/documents/short/contributions", sent).status_code == 201
    one = circle.vera.get("/contributions/1").get_json()
    assert one["blocks"] == [block["id"] for block in blocks[at:]]
    for wrong in ({"section": blocks[at + 2]["id"]}, {"section": "9-9"}, {"section": "x"}):
        answer = circle.ana.post("/documents/short/contributions", {**sent, "target": wrong})
        is_problem(answer, 422, "target.section")
    both = {**target, "blocks": [blocks[at]["id"]]}
    assert circle.ana.post("/documents/short/contributions", {**sent, "target": both}).status_code == 422
    moved = {"base": sent["base"], "target": target}
    assert circle.ana.post("/contributions/1/anchors", moved).status_code == 201
    wrong = {**moved, "target": {"section": "9-9"}}
    is_problem(circle.ana.post("/contributions/1/anchors", wrong), 422, "target.section")
    assert circle.ana.post("/contributions/9/anchors", moved).status_code == 404


def test_a_whole_new_text_may_be_proposed(circle: Circle) -> None:
    text = circle.document()["source"].replace("what could be done", "what must be done")
    sent = circle.proposal(WORDS, "")
    del sent["replacement"]
    answer = circle.ana.post("/documents/short/contributions", {**sent, "text": text})
    assert answer.status_code == 201, answer.text
    assert circle.vera.get("/contributions/1/preview").get_json()["text"] == text


def test_the_register_is_narrowed_and_paged(circle: Circle) -> None:
    circle.ana.post("/documents/short/contributions", circle.proposal(WORDS, BETTER))
    circle.boris.post("/documents/short/contributions", circle.comment("The last paragraph"))
    circle.boris.post("/documents/short/contributions", circle.comment(WORDS))

    def numbers(**wanted: str) -> list[int]:
        page = keeps_promise(
            circle.vera.get("/contributions", query_string=wanted), answers_thread.ContributionList
        )
        assert page["total"] == len(page["items"])
        return [row["number"] for row in page["items"]]

    assert numbers() == [3, 2, 1]
    assert numbers(kind="proposal") == [1]
    assert numbers(kind="comment", handle="boris-example") == [3, 2]
    assert numbers(group="civil-society") == numbers(group="Civil society") == [1]
    assert numbers(document="arabic") == numbers(document="no-such") == []
    assert numbers(block=circle.block(WORDS), document="short") == [3, 1]
    assert numbers(block="--output=x") == []
    assert numbers(status="accepted") == []
    is_problem(circle.vera.get("/contributions?kind=poem"), 422, "kind")
    is_problem(circle.vera.get("/contributions?status=lost"), 422, "status")

    seen, following = [], "/api/v1/contributions?per_page=1&handle=boris-example"
    while following:
        page = circle.vera.client.get(following).get_json()
        seen += [row["number"] for row in page["items"]]
        following = page["next"]
    assert seen == [3, 2]


def test_the_place_of_a_target_follows_the_text(circle: Circle) -> None:
    for words in (WORDS, "The last paragraph", "The first paragraph"):
        circle.boris.post("/documents/short/contributions", circle.comment(words))
    gone = circle.server.propose(circle.server.ana, WORDS, "Something else.\n\nAnd more of that.").number
    circle.server.dispose(circle.server.cora, gone, "accepted")
    changed = circle.server.propose(
        circle.server.ana, "The first paragraph", "The first paragraph says where we are."
    ).number
    circle.server.dispose(circle.server.cora, changed, "accepted")
    targets = [circle.vera.get(f"/contributions/{number}").get_json()["target"] for number in (1, 2, 3)]
    assert [target["place"] for target in targets] == ["text gone", "moved", "text changed"]
    assert targets[0]["present"] == []
    assert targets[1]["present"][0]["first_line"] == targets[1]["blocks"][0]["first_line"] + 2
    assert targets[2]["present"][0]["text"] == "The first paragraph says where we are."
    assert {target["present_revision"] for target in targets} == {3}


WRONG: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({"kind": "poem"}, ("kind",)),
    ({"kind": None}, ("kind",)),
    ({"status": "accepted"}, ("status",)),
    ({"number": 7, "author": "cora-example"}, ("number", "author")),
    ({"body": 5}, ("body",)),
    ({"body": "   "}, ("body",)),
    ({"body": "a\x00b"}, ("body",)),
    ({"body": "\ud800"}, ("body",)),
    ({"title": "t" * 201}, ("title",)),
    ({"replacement": ""}, ("replacement",)),
    ({"text": "Both."}, ("replacement",)),
    ({"type": "huge"}, ("type",)),
    ({"position": "support"}, ("position",)),
    ({"base": "HEAD"}, ("base",)),
    ({"base": "0" * 40}, ("base",)),
    ({"base": 1}, ("base",)),
    ({"supersedes": 99}, ("supersedes",)),
    ({"supersedes": "1"}, ("supersedes",)),
    ({"target": {}}, ("target",)),
    ({"target": "short"}, ("target",)),
    ({"target": {"document": False}}, ("target.document",)),
    ({"target": {"blocks": []}}, ("target.blocks",)),
    ({"target": {"blocks": ["1-999"]}}, ("target.blocks",)),
    ({"target": {"blocks": ["--help"]}}, ("target.blocks",)),
    ({"target": {"blocks": [["1-3"]]}}, ("target.blocks.0",)),
    ({"target": {"blocks": ["1-10"], "document": True}}, ("target",)),
    ({"target": {"blocks": ["1-10"], "quotation": "not there"}}, ("quotation",)),
    ({"target": {"blocks": ["1-10"], "quotation": "q" * 1001}}, ("target.quotation",)),
    ({"target": {"blocks": ["1-10"], "start": True}}, ("target.start",)),
    ({"target": {"blocks": ["1-10"], "lines": [1, 2]}}, ("target.lines",)),
]


def test_what_cannot_be_taken_is_named_by_its_field(circle: Circle) -> None:
    good = circle.proposal(WORDS, BETTER)
    for more, fields in WRONG:
        is_problem(circle.ana.post("/documents/short/contributions", good | more), 422, *fields)
    is_problem(circle.ana.post("/documents/short/contributions", {}), 422, "kind", "base", "target", "body")
    comment = circle.comment(WORDS, text="New.", position="object", type="editorial")
    is_problem(circle.ana.post("/documents/short/contributions", comment), 422, "text", "position", "type")
    is_problem(
        circle.ana.post("/documents/short/contributions", circle.comment(WORDS, kind="position")),
        422,
        "position",
    )
    assert circle.number_of_contributions() == 0
    assert circle.ana.post("/documents/short/contributions", good).status_code == 201


def test_a_proposal_that_changes_nothing_is_refused(circle: Circle) -> None:
    same = "The second paragraph says what could be done."
    answer = circle.ana.post("/documents/short/contributions", circle.proposal(WORDS, same))
    is_problem(answer, 422, "replacement")


@pytest.mark.parametrize("path", ["no-such", "history", "Short", "annex/none"])
def test_nothing_is_sent_on_an_unknown_document(circle: Circle, path: str) -> None:
    is_problem(circle.ana.post(f"/documents/{path}/contributions", circle.comment(WORDS)), 404)


def test_the_same_contribution_may_be_reopened_under_a_new_number(circle: Circle) -> None:
    circle.ana.post("/documents/short/contributions", circle.comment(WORDS))
    assert (
        circle.ana.post("/documents/short/contributions", circle.comment(WORDS, supersedes=1)).status_code
        == 201
    )
    assert circle.vera.get("/contributions/1").get_json()["superseded_by"] == [2]
