"""What follows a contribution: replies, revised texts, withdrawals, taking a change back."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Server
from tests.web.acting import fields, send
from wgec_living.domain.standing import Status
from wgec_living.services import taking_back

WORDS = "The second paragraph"
NEW = "The second paragraph says what must be done."


def status(server: Server, number: int = 1) -> str:
    return server.site.index.register.summary(number).status.value


def events(server: Server, number: int = 1) -> int:
    return len(server.site.index.register.thread(number).events)


def test_a_reply_from_the_contributions_page(server: Server) -> None:
    server.comment(server.ana, WORDS)
    boris = server.signed_in(server.boris)
    answer = send(boris, "/contributions/1", "/contributions/1/replies", body="I *agree*.")
    assert answer.status_code == 303
    assert answer.location.startswith("/contributions/1#e-")
    page = boris.get("/contributions/1").text
    assert "I <em>agree</em>." in page
    assert "Your reply is on record." in page


def test_the_same_reply_sent_twice_stands_once(server: Server) -> None:
    server.comment(server.ana, WORDS)
    boris = server.signed_in(server.boris)
    data = fields(boris.get("/contributions/1/replies").text) | {"body": "Once."}
    assert [boris.post("/contributions/1/replies", data=data).status_code for _ in range(2)] == [303, 303]
    assert events(server) == 2


@pytest.mark.parametrize(("body", "extra"), [(" ", {}), ("Kept words", {"in_reply_to": "x"})])
def test_a_reply_that_cannot_be_taken_is_kept(server: Server, body: str, extra: dict[str, str]) -> None:
    server.comment(server.ana, WORDS)
    answer = send(server.signed_in(server.boris), "/contributions/1/replies", body=body, **extra)
    assert answer.status_code == 422
    assert fields(answer.text)["body"] == body
    assert events(server) == 1


def test_withdrawing_asks_once(server: Server) -> None:
    server.propose(server.ana, WORDS, NEW)
    ana = server.signed_in(server.ana)
    page = ana.get("/contributions/1/withdrawal")
    assert "cannot be undone" in page.text
    assert status(server) == Status.OPEN
    answer = send(ana, "/contributions/1/withdrawal", body="I changed my mind.")
    assert answer.status_code == 303
    assert status(server) == Status.WITHDRAWN
    assert "I changed my mind." in server.visitor().get("/contributions/1").text
    assert ana.get("/contributions/1/withdrawal").status_code == 403


@pytest.mark.parametrize("act", ["withdrawal", "revised-text"])
def test_only_its_author_withdraws_and_revises(server: Server, act: str) -> None:
    server.propose(server.ana, WORDS, NEW)
    for person in (server.boris, server.cora):
        client = server.signed_in(person)
        assert client.get(f"/contributions/1/{act}").status_code == 403
        token = fields(client.get("/contributions/1/replies").text)["csrf_token"]
        data = {"csrf_token": token, "body": "x", "replacement": "y", "action": "send"}
        data["base"] = server.site.index.texts.document("short").commit  # type: ignore[arg-type]
        assert client.post(f"/contributions/1/{act}", data=data).status_code in (403, 422)
    assert (status(server), events(server)) == ("open", 1)


def test_a_revised_text_is_checked_then_sent(server: Server) -> None:
    server.propose(server.ana, WORDS, NEW)
    ana = server.signed_in(server.ana)
    form = "/contributions/1/revised-text"
    page = ana.get(form)
    assert fields(page.text)["replacement"] == NEW
    checked = send(ana, form, replacement=NEW + " Soon.", body="Also *when*.")
    assert checked.status_code == 200
    assert "Soon." in checked.text
    assert "<em>when</em>" in checked.text
    assert events(server) == 1
    edited = ana.post(form, data={**fields(checked.text, form), "action": "edit"})
    assert fields(edited.text)["replacement"] == NEW + " Soon."
    data = {**fields(checked.text, form), "action": "send"}
    assert [ana.post(form, data=data).status_code for _ in range(2)] == [303, 303]
    assert events(server) == 2
    server.dispose(server.cora, 1, "accepted", "")
    assert "must be done. Soon." in server.visitor().get("/documents/short").text


@pytest.mark.parametrize("action", ["check", "send"])
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"body": "Kept words"}, "the text already proposed"),
        ({"replacement": "x", "body": ""}, "Please write something here."),
        ({"replacement": "x", "body": "Kept words", "base": "1" * 40}, "not a revision"),
    ],
)
def test_a_revised_text_that_cannot_be_taken_is_kept(
    server: Server, typed: dict[str, str], told: str, action: str
) -> None:
    server.propose(server.ana, WORDS, NEW)
    answer = send(server.signed_in(server.ana), "/contributions/1/revised-text", action=action, **typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert fields(answer.text)["body"] == typed["body"]
    assert fields(answer.text)["replacement"] == typed.get("replacement", NEW)
    assert events(server) == 1


def test_a_comment_has_no_text_to_revise(server: Server) -> None:
    server.comment(server.ana, WORDS)
    assert server.signed_in(server.ana).get("/contributions/1/revised-text").status_code == 404


def test_a_proposal_whose_paragraph_is_gone_is_revised_as_a_whole(server: Server) -> None:
    server.propose(server.ana, WORDS, NEW)
    text = server.site.record.blob(server.site.index.texts.document("short").blob).decode()  # type: ignore[arg-type]
    gone = text.replace("The second paragraph says what could be done.\n\n", "")
    server.comment(server.boris, "The first", "Take the second one out.")
    server.dispose(server.cora, 2, "accepted-with-changes", "As asked.", gone)
    ana = server.signed_in(server.ana)
    page = ana.get("/contributions/1/revised-text").text
    assert "here is the whole text" in page
    data = fields(page)
    assert "The first paragraph" in str(data["text"])
    data["text"] = str(data["text"]).replace("where we stand", "where we stood")
    data |= {"body": "On the first one then.", "action": "send"}
    assert ana.post("/contributions/1/revised-text", data=data).status_code == 303
    assert events(server) == 2


def test_taking_back_shows_the_change_and_makes_a_proposal(server: Server) -> None:
    server.propose(server.ana, WORDS, NEW)
    boris = server.signed_in(server.boris)
    assert boris.get("/contributions/1/undo").status_code == 403
    server.dispose(server.cora, 1, "accepted", "")
    page = boris.get("/contributions/1/undo").text
    assert "could" in page
    assert "1 paragraph changed" in page
    answer = send(boris, "/contributions/1/undo", body="It went too far.")
    assert (answer.status_code, answer.location) == (303, "/contributions/2/receipt")
    assert server.site.index.register.summary(2).takes_back == 1
    assert NEW in server.visitor().get("/documents/short").text
    assert "Proposes to take back the change" in server.visitor().get("/contributions/2").text
    server.dispose(server.cora, 2, "accepted", "")
    assert NEW not in server.visitor().get("/documents/short").text
    assert "Took back the change" in server.visitor().get("/contributions/2").text


def test_taking_back_words_that_moved_on_says_so_and_keeps_the_reason(server: Server) -> None:
    server.propose(server.ana, WORDS, NEW)
    server.dispose(server.cora, 1, "accepted", "")
    boris = server.signed_in(server.boris)
    data = fields(boris.get("/contributions/1/undo").text) | {"body": "Kept words"}
    server.propose(server.ana, WORDS, "The second paragraph says it otherwise now.")
    server.dispose(server.cora, 2, "accepted", "")
    answer = boris.post("/contributions/1/undo", data=data)
    assert answer.status_code == 409
    assert "changed again since" in answer.text
    assert "Kept words" in answer.text
    assert "changed again since" in boris.get("/contributions/1/undo").text


def test_what_was_taken_back_says_so_everywhere_until_it_comes_again(server: Server) -> None:
    block = server.block("The second paragraph")
    server.propose(server.ana, "The second paragraph", "The second paragraph says what must be done.")
    server.dispose(server.cora, 1, "accepted", "")
    by = taking_back.take_back(server.site, server.boris, 1).number
    ana = server.signed_in(server.ana)
    page = ana.get("/contributions/1").text
    assert "Taking this change back was proposed in" in page and "/contributions/1/undo" in page
    assert "Taken back" not in ana.get("/mine").text
    server.dispose(server.cora, by, "accepted", "")
    page = ana.get("/contributions/1").text
    assert re.search(r"Taken back</strong> by <a [^>]*>contribution 2</a>, in <a [^>]*>revision 3</a>", page)
    assert "was proposed in" not in page and "/contributions/1/undo" not in page
    assert "Taken back later by" in ana.get("/mine").text
    assert "Taken back by" in ana.get(f"/documents/short/blocks/{block}").text
    again = taking_back.take_back(server.site, server.boris, by).number
    server.dispose(server.cora, again, "accepted", "")
    page = ana.get("/contributions/1").text
    assert "Taken back" not in page and "/contributions/1/undo" in page


@pytest.mark.parametrize("act", ["replies", "withdrawal", "revised-text", "undo", "disposition", "receipt"])
def test_unknown_numbers_are_not_found(server: Server, act: str) -> None:
    assert server.signed_in(server.cora).get(f"/contributions/99/{act}").status_code == 404


def test_withdrawing_twice_says_what_is_so_and_leads_back(server: Server) -> None:
    server.propose(server.ana, WORDS, NEW)
    ana = server.signed_in(server.ana)
    data = fields(ana.get("/contributions/1/withdrawal").text)
    assert ana.post("/contributions/1/withdrawal", data=data).status_code == 303
    again = ana.get("/contributions/1/withdrawal")
    assert again.status_code == 403
    assert "This is not possible now" in again.text
    assert "withdrawn already" in again.text
    assert '<a href="/contributions/1">Go back to contribution 1</a>' in again.text
    late = ana.get("/contributions/1/revised-text").text
    assert "too late to revise its text" in late
