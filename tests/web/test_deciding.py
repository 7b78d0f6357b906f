"""Deciding: accept, accept with changes, note, decline, defer; what moved meanwhile is never overwritten."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server
from tests.web.acting import fields, send, text
from wgec_living.domain.identifiers import DocumentPath

WORDS = "The second paragraph"
NEW = "The second paragraph says what must be done."
OTHER = "The second paragraph says what might be done."
FORM = "/contributions/1/disposition"


def status(server: Server, number: int = 1) -> str:
    return server.site.index.register.summary(number).status.value


def test_accepting_brings_the_words_into_force(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, NEW)
    page = cora.get(FORM).text
    assert "Merges cleanly" in page
    assert "1 paragraph changed" in page
    answer = send(cora, FORM, disposition="accepted")
    assert (answer.status_code, answer.location) == (303, "/contributions/1")
    assert NEW in text(server)
    assert "the decision is on record" in cora.get("/contributions/1").text
    assert cora.get(FORM).status_code == 403


@pytest.mark.parametrize("disposition", ["noted", "declined", "deferred"])
def test_other_decisions_need_a_reason_and_leave_the_text(
    server: Server, cora: FlaskClient, disposition: str
) -> None:
    server.propose(server.ana, WORDS, NEW)
    before = text(server)
    refused = send(cora, FORM, disposition=disposition, reason=" ")
    assert refused.status_code == 422
    assert "Please say why" in refused.text
    assert f'value="{disposition}" checked' in refused.text
    assert status(server) == "open"
    assert send(cora, FORM, disposition=disposition, reason="Since **so**.").status_code == 303
    assert (status(server), text(server)) == (disposition, before)
    page = server.visitor().get("/contributions/1").text
    assert "Since so." in page and "Since <strong>so</strong>." in page


def test_a_saved_phrase_begins_the_reason(server: Server, cora: FlaskClient) -> None:
    server.comment(server.ana, WORDS)
    assert send(cora, FORM, disposition="noted", phrase="covered", reason="See below.").status_code == 303
    page = server.visitor().get("/contributions/1").text
    assert "The text covers this point elsewhere." in page
    assert "See below." in page


def test_a_saved_phrase_alone_is_shown_before_it_is_public(server: Server, cora: FlaskClient) -> None:
    server.comment(server.ana, WORDS)
    shown = send(cora, FORM, disposition="declined", phrase="covered", reason=" ")
    assert (shown.status_code, status(server)) == (422, "open")
    assert "This would be your whole public reason." in shown.text
    again = fields(shown.text, FORM)
    assert again["reason"] == "The text covers this point elsewhere."
    assert cora.post(FORM, data=again).status_code == 303
    assert status(server) == "declined"


def test_accepting_with_changes_takes_the_coordinators_text(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, NEW)
    mine = text(server).replace("what could be done", "what shall be done")
    looked = send(cora, FORM, text=mine, disposition="accepted-with-changes", reason="Kept", action="preview")
    assert looked.status_code == 200
    assert "What your text would change" in looked.text
    assert fields(looked.text)["text"] == mine
    assert fields(looked.text)["reason"] == "Kept"
    assert status(server) == "open"
    answer = send(cora, FORM, text=mine, disposition="accepted-with-changes", reason="Clearer.")
    assert answer.status_code == 303
    assert "what shall be done" in text(server)


def test_a_comment_may_lead_to_a_text(server: Server, cora: FlaskClient) -> None:
    server.comment(server.ana, WORDS)
    page = cora.get(FORM).text
    assert "No text proposed" in page
    assert "Accept as proposed" not in page
    mine = text(server).replace("what could be done", "what shall be done")
    answer = send(cora, FORM, text=mine, disposition="accepted-with-changes", reason="Good point.")
    assert answer.status_code == 303
    assert "what shall be done" in text(server)


def test_a_clash_shows_both_and_takes_a_third(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, NEW)
    server.propose(server.boris, WORDS, OTHER)
    server.dispose(server.cora, 2, "accepted", "")
    page = cora.get(FORM).text
    assert "Clashes" in page
    assert (
        page.index("both changed the same words")
        < page.index("Words in force")
        < page.index("Words proposed")
    )
    assert "Accept as proposed" not in page
    forced = send(cora, FORM, disposition="accepted")
    assert forced.status_code == 422
    assert status(server) == "open"
    third = text(server).replace("might", "must, where it can,")
    answer = send(cora, FORM, text=third, disposition="accepted-with-changes", reason="Both.")
    assert answer.status_code == 303
    assert "must, where it can," in text(server)


def test_an_edited_text_is_never_dropped_in_silence(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, NEW)
    answer = send(cora, FORM, disposition="accepted", text=text(server) + "\nMine.\n")
    assert answer.status_code == 422
    assert "You changed the text" in answer.text
    assert "Mine." in str(fields(answer.text)["text"])
    assert status(server) == "open"


def test_what_moved_is_shown_afresh_with_the_reason_kept(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, NEW)
    server.propose(server.boris, "The first", "The first paragraph has moved on.")
    page = cora.get(FORM).text
    server.dispose(server.cora, 2, "accepted", "")
    data = {**fields(page, FORM), "disposition": "accepted", "reason": "Kept reason"}
    answer = cora.post(FORM, data=data)
    assert answer.status_code == 409
    assert "The text in force changed meanwhile." in answer.text
    assert "your reason is kept" in answer.text
    assert "your own text" not in answer.text
    again = fields(answer.text, FORM)
    assert again["reason"] == "Kept reason"
    assert again["disposition"] == "accepted"
    assert "has moved on" in str(again["text"])
    assert cora.post(FORM, data=again).status_code == 303
    assert NEW in text(server)
    assert "has moved on" in text(server)


def test_a_text_of_ones_own_never_undoes_what_came_between(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, NEW)
    server.propose(server.boris, "The first", "The first paragraph has moved on.")
    page = cora.get(FORM).text
    mine = text(server).replace("what could be done", "what shall be done")
    server.dispose(server.cora, 2, "accepted", "")
    typed = {"text": mine, "disposition": "accepted-with-changes", "reason": ""}
    refused = cora.post(FORM, data={**fields(page, FORM), **typed})
    assert refused.status_code == 422
    typed["reason"] = "Now with a reason."
    outdated = cora.post(FORM, data={**fields(refused.text, FORM), **typed})
    assert outdated.status_code == 409
    assert "Your reason and your own text are kept" in outdated.text
    assert fields(outdated.text, FORM)["text"] == mine
    assert "What your text would change" in outdated.text
    assert "has moved on" in outdated.text
    assert status(server) == "open"


def test_a_revised_text_is_noticed(server: Server, cora: FlaskClient) -> None:
    from wgec_living.services import revising

    server.propose(server.ana, WORDS, NEW)
    page = cora.get(FORM).text
    base = server.site.index.texts.document(DocumentPath("short")).commit
    revising.revise(server.site, server.ana, 1, base=base, body="Better.", replacement=NEW + " Soon.")
    answer = cora.post(FORM, data={**fields(page, FORM), "disposition": "accepted"})
    assert answer.status_code == 409
    assert "revised text" in answer.text
    assert "Soon." in answer.text


def test_a_decision_made_by_somebody_else_keeps_the_words(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, NEW)
    page = cora.get(FORM).text
    server.dispose(server.cora, 1, "declined", "No.")
    data = {**fields(page, FORM), "disposition": "noted", "reason": "My long reason"}
    answer = cora.post(FORM, data=data)
    assert answer.status_code == 409
    assert "declined meanwhile" in answer.text
    assert "My long reason" in answer.text
    assert "Merges cleanly" not in answer.text


def test_the_same_decision_sent_twice_is_made_once(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, NEW)
    data = {**fields(cora.get(FORM).text, FORM), "disposition": "deferred", "reason": "Later."}
    assert [cora.post(FORM, data=data).status_code for _ in range(2)] == [303, 303]
    assert len(server.site.index.register.thread(1).events) == 2


@pytest.mark.parametrize(
    "typed",
    [
        {"disposition": ""},
        {"disposition": "merged"},
        {"disposition": "noted", "reason": "x", "seen_main": "main"},
        {"disposition": "accepted-with-changes", "reason": "x", "text": " "},
    ],
)
def test_what_is_wrong_is_told(server: Server, cora: FlaskClient, typed: dict[str, str]) -> None:
    server.propose(server.ana, WORDS, NEW)
    answer = send(cora, FORM, **typed)
    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert status(server) == "open"


def test_unknown_commits_are_outdated(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, NEW)
    for name in ("seen_main", "seen_tip"):
        answer = send(cora, FORM, disposition="noted", reason="Kept words", **{name: "0" * 40})
        assert answer.status_code == 409
        assert "Kept words" in answer.text
    assert status(server) == "open"


@pytest.mark.parametrize("who", ["ana", "boris"])
def test_contributors_do_not_decide(server: Server, who: str) -> None:
    server.propose(server.ana, WORDS, NEW)
    client = server.signed_in(getattr(server, who))
    assert client.get(FORM).status_code == 403
    token = fields(client.get("/contributions/1/replies").text)["csrf_token"]
    data = {"csrf_token": token, "disposition": "declined", "reason": "No."}
    assert client.post(FORM, data=data).status_code == 403
    assert status(server) == "open"


def test_a_text_of_the_coordinators_own_keeps_title_and_language(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, NEW)
    whole = text(server)
    bare = whole.split("---\n", 2)[2].lstrip()
    answer = send(cora, FORM, disposition="accepted-with-changes", reason="Shorter.", text=bare)
    assert answer.status_code == 422
    assert "put “title: A short text” back there" in answer.text
    assert status(server) == "open"
    french = whole.replace("language: en", "language: fr")
    shown = send(cora, FORM, disposition="accepted-with-changes", text=french, action="preview")
    assert "The language of the document would change from “en” to “fr”" in shown.text
    assert "would change from" not in cora.get(FORM).text
