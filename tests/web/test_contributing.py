"""Commenting and proposing in the browser: form, preview, check page, sending, and everything refused."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server
from tests.web.acting import fields, send

WORDS = "The second paragraph"
OLD = "The second paragraph says what could be done."
NEW = "The second paragraph says what must be done."


def form_of(server: Server, kind: str = "proposal", words: str | None = WORDS) -> str:
    query = f"?block={server.block(words)}" if words else ""
    return f"/documents/short/contributions/{kind}{query}"


def count(server: Server) -> int:
    return server.site.index.register.newest_number()


def test_a_proposal_is_checked_then_sent(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form_of(server))
    assert "Propose a change to Paragraph 2" in page.text
    assert "The second paragraph says what could be done." in page.text
    typed = {"replacement": NEW, "body": "It *must*.", "change_type": "editorial"}
    address = "/documents/short/contributions/proposal"
    checked = ana.post(address, data={**fields(page.text, address), **typed, "action": "check"})
    assert checked.status_code == 200
    assert count(server) == 0
    for words in (
        "for ever",
        "Ana Example",
        "Network for Open Access",
        "<em>must</em>",
        "1 paragraph changed",
    ):
        assert words in checked.text
    sent = ana.post(address, data={**fields(checked.text, address), "action": "send"})
    assert (sent.status_code, sent.location) == (303, "/contributions/1/receipt")
    summary = server.site.index.register.summary(1)
    assert (summary.kind, summary.change_type, summary.speaker.handle) == (
        "proposal",
        "editorial",
        "ana-example",
    )
    assert summary.blocks == (server.block(WORDS),)
    receipt = ana.get(sent.location).text
    assert server.site.index.register.thread(1).events[0].commit in receipt
    assert "http://localhost/contributions/1" in receipt
    assert "you cannot delete it" in receipt.replace("\n", " ")


def test_a_comment_is_checked_then_sent(server: Server, ana: FlaskClient) -> None:
    checked = send(ana, form_of(server, "comment"), body="Which **one**?", action="check")
    assert checked.status_code == 200
    assert "Which <strong>one</strong>?" in checked.text
    address = "/documents/short/contributions/comment"
    assert ana.post(address, data={**fields(checked.text, address), "action": "send"}).status_code == 303
    assert server.site.index.register.summary(1).kind == "comment"


def test_going_on_editing_keeps_everything(server: Server, ana: FlaskClient) -> None:
    checked = send(ana, form_of(server), replacement=NEW, body="My <i>reason</i>", change_type="editorial")
    address = "/documents/short/contributions/proposal"
    before = fields(checked.text, address)
    page = ana.post(address, data={**before, "action": "edit"})
    assert page.status_code == 200
    after = fields(page.text, address)
    for name in ("replacement", "body", "change_type", "base", "block", "idempotency_key"):
        assert after[name] == before[name]


def test_sending_twice_makes_one_contribution(server: Server, ana: FlaskClient) -> None:
    checked = send(ana, form_of(server), replacement=NEW, body="Why.")
    address = "/documents/short/contributions/proposal"
    data = {**fields(checked.text, address), "action": "send"}
    answers = [ana.post(address, data=data) for _ in range(3)]
    assert {answer.location for answer in answers} == {"/contributions/1/receipt"}
    assert count(server) == 1


def test_a_preview_by_button_and_by_script(server: Server, ana: FlaskClient) -> None:
    whole = send(ana, form_of(server), replacement=NEW, body="", action="preview")
    assert whole.status_code == 200
    assert "1 paragraph changed" in whole.text
    assert fields(whole.text)["replacement"] == NEW
    part = send(ana, form_of(server), replacement=NEW, body="*Why*", action="preview", part="preview")
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "<em>Why</em>" in part.text
    same = send(ana, form_of(server), replacement=OLD, action="preview", part="preview")
    assert "This is the text as it stands" in same.text
    assert count(server) == 0


def test_a_paragraph_may_be_taken_out(server: Server, ana: FlaskClient) -> None:
    assert send(ana, form_of(server), remove="yes", body="Not needed.", action="send").status_code == 303
    server.dispose(server.cora, 1, "accepted", "")
    assert WORDS not in server.visitor().get("/documents/short").text


def test_the_whole_text_may_be_changed(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form_of(server, words=None))
    address = "/documents/short/contributions/proposal"
    data = fields(page.text, address)
    assert "title: A short text" in str(data["text"])
    data["text"] = str(data["text"]) + "\nA new paragraph at the end.\n"
    assert ana.post(address, data={**data, "body": "Missing.", "action": "send"}).status_code == 303
    server.dispose(server.cora, 1, "accepted", "")
    assert "A new paragraph at the end." in server.visitor().get("/documents/short").text


def test_several_paragraphs_at_once(server: Server, ana: FlaskClient) -> None:
    blocks = [server.block("The first"), server.block(WORDS)]
    form = f"/documents/short/contributions/proposal?block={blocks[0]}&block={blocks[1]}"
    page = ana.get(form)
    assert "Paragraph 1, Paragraph 2" in page.text
    address = form.partition("?")[0]
    data = fields(page.text, address)
    assert data["block"] == blocks
    sent = ana.post(
        address, data={**data, "replacement": "One instead of two.", "body": "Y", "action": "send"}
    )
    assert sent.status_code == 303
    assert server.site.index.register.summary(1).blocks == tuple(blocks)


def test_pending_proposals_are_shown_first(server: Server, ana: FlaskClient) -> None:
    server.propose(server.boris, WORDS, "Other words.", "A reason of Boris.")
    page = ana.get(form_of(server)).text
    assert page.index("Proposed already for this passage") < page.index("The text as it should read")
    assert "A reason of Boris." in page
    assert "Proposed already" not in ana.get(form_of(server, words="The first")).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"replacement": NEW, "body": " "}, "Please write something here."),
        ({"replacement": "", "body": "A reason I typed"}, "Please write the text as it should read."),
        ({"body": "A reason I typed"}, "This is the text as it stands."),
        ({"replacement": NEW, "body": "A reason I typed\x00"}, "control character"),
        ({"replacement": NEW, "body": "A reason I typed", "change_type": "other"}, "choose substantive"),
        ({"replacement": NEW, "body": "A reason I typed", "base": "0" * 40}, "not a revision"),
        ({"replacement": NEW, "body": "A reason I typed", "base": "main"}, "look at the text again"),
        ({"replacement": NEW, "body": "A reason I typed" + "x" * 1_000_001}, "at most 1,000,000"),
    ],
)
@pytest.mark.parametrize("action", ["check", "send"])
def test_what_is_wrong_is_told_and_kept(
    server: Server, ana: FlaskClient, typed: dict[str, str], told: str, action: str
) -> None:
    answer = send(ana, form_of(server), action=action, **typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert 'id="errors"' in answer.text
    kept = fields(answer.text)
    if len(typed["body"]) < 1000:
        assert str(kept["body"]).strip("\n") == typed["body"].strip("\n")
    assert kept["replacement"] == typed.get("replacement", "The second paragraph says what could be done.")
    assert count(server) == 0


def test_an_older_revision_is_a_good_base_and_said(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form_of(server))
    server.propose(server.boris, "The first", "The first paragraph moved on.")
    server.dispose(server.cora, 1, "accepted", "")
    address = "/documents/short/contributions/proposal"
    checked = ana.post(
        address, data={**fields(page.text, address), "replacement": NEW, "body": "Y", "action": "edit"}
    )
    assert "The text has moved on since" in checked.text
    sent = ana.post(address, data={**fields(checked.text, address), "action": "send"})
    assert sent.status_code == 303
    assert server.site.index.register.summary(2).base_revision == 1


@pytest.mark.parametrize("block", ["9-9", "1-2-3", "x", ""])
def test_unknown_paragraphs_are_not_found_and_keep_the_text(
    server: Server, ana: FlaskClient, block: str
) -> None:
    address = "/documents/short/contributions/comment"
    assert ana.get(f"{address}?block={block}").status_code == 404
    data = fields(ana.get(form_of(server, "comment")).text, address) | {"block": block, "body": "Typed words"}
    answer = ana.post(address, data=data)
    assert answer.status_code == 404
    assert "Typed words" in answer.text


@pytest.mark.parametrize("path", ["unknown", "short/history", "..", "Short"])
def test_unknown_texts_are_not_found(server: Server, ana: FlaskClient, path: str) -> None:
    assert ana.get(f"/documents/{path}/contributions/comment").status_code == 404


def test_a_visitor_is_led_to_sign_in(server: Server) -> None:
    assert server.visitor().get(form_of(server)).location == "/sign-in"


def test_the_receipt_is_for_its_author(server: Server, ana: FlaskClient) -> None:
    server.comment(server.boris, WORDS)
    assert ana.get("/contributions/1/receipt").location == "/contributions/1"
    assert ana.get("/contributions/2/receipt").status_code == 404


def test_what_looks_like_markup_stays_words(server: Server, ana: FlaskClient) -> None:
    checked = send(
        ana, form_of(server), replacement="<script>alert(1)</script>", body="<img onerror=x> {{7*7}}"
    )
    assert checked.status_code == 200
    assert "<script>alert" not in checked.text
    assert "<img onerror" not in checked.text
    assert "{{7*7}}" in checked.text


def test_line_ends_of_browsers_do_not_count_as_a_change(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form_of(server, words=None)).text
    address = "/documents/short/contributions/proposal"
    data = fields(page, address)
    data["text"] = str(data["text"]).replace("\n", "\r\n")
    answer = ana.post(address, data={**data, "body": "Nothing", "action": "send"})
    assert answer.status_code == 422
    assert "Nothing was changed." in answer.text


def test_all_that_is_missing_is_said_at_once(server: Server, ana: FlaskClient) -> None:
    answer = send(ana, form_of(server), replacement=" ", body=" ", action="check")
    assert answer.status_code == 422
    assert 'href="#field-body"' in answer.text
    assert 'href="#field-replacement"' in answer.text
