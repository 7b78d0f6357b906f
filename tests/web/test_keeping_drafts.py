"""Drafts of what is not sent: kept at every step, brought back, listed, discarded, gone once sent."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server
from tests.web.acting import fields, token

ADDRESS = "/documents/short/contributions/proposal"
NEW = "The second paragraph says what must be done."


def form(server: Server) -> str:
    return f"{ADDRESS}?block={server.block('The second')}"


def keep(client: FlaskClient, place: str, version: int = 0, **typed: str) -> tuple[int, dict[str, object]]:
    data = {**fields(client.get(place).text, ADDRESS), **typed, "place": place, "version": str(version)}
    answer = client.post("/mine/drafts", data=data)
    return answer.status_code, answer.get_json()


def test_what_is_typed_is_kept_and_comes_back(server: Server, ana: FlaskClient) -> None:
    assert keep(ana, form(server), replacement=NEW, body="Because") == (200, {"version": 1})
    again = server.signed_in(server.ana).get(form(server)).text
    assert NEW in again
    assert "have not sent" in again
    assert 'data-version="1"' in again
    assert "have not sent" not in server.signed_in(server.boris).get(form(server)).text


def test_a_draft_names_its_paragraph_and_the_text_hints_at_it(server: Server, ana: FlaskClient) -> None:
    keep(ana, form(server), replacement=NEW, body="Because")
    assert "Paragraph 2, last changed" in ana.get("/mine").text
    assert "Begun and not sent" in ana.get("/documents/short").text
    assert ">proposal, Paragraph 2</a>" in ana.get("/documents/short").text
    assert "Begun and not sent" not in ana.get("/documents/short?revision=1").text
    assert "Begun and not sent" not in server.visitor().get("/documents/short").text


def test_another_window_is_not_overwritten(server: Server, ana: FlaskClient) -> None:
    keep(ana, form(server), body="one")
    assert keep(ana, form(server), 1, body="two") == (200, {"version": 2})
    status, answer = keep(ana, form(server), 1, body="three")
    assert status == 409
    assert "another window" in str(answer["error"])
    assert ">\ntwo</textarea>" in ana.get(form(server)).text


def test_checking_and_sending_leave_the_draft_of_another_window(server: Server, ana: FlaskClient) -> None:
    mine = {**fields(ana.get(form(server)).text, ADDRESS), "replacement": NEW, "body": "Because"}
    keep(ana, form(server), body="From the other window")
    checked = ana.post(ADDRESS, data={**mine, "action": "check"})
    assert "data-forget-later" in checked.text, "the browser still has to keep these words"
    going_on = ana.post(ADDRESS, data={**fields(checked.text, ADDRESS), "action": "edit"})
    assert 'data-version="0"' in going_on.text
    sent = ana.post(ADDRESS, data={**fields(checked.text, ADDRESS), "action": "send"})
    assert sent.status_code == 303
    assert "From the other window" in ana.get(form(server)).text


def test_what_stands_on_record_is_not_kept_as_a_draft(server: Server, ana: FlaskClient) -> None:
    data = {**fields(ana.get(form(server)).text, ADDRESS), "replacement": NEW, "body": "Because"}
    assert ana.post(ADDRESS, data={**data, "action": "send"}).status_code == 303
    answer = ana.post("/mine/drafts", data={**data, "place": form(server), "version": "0"}).get_json()
    assert answer["sent"] == 1 and answer["at"].startswith("/contributions/1#e-")
    ana.post(ADDRESS, data={**data, "action": "check"})
    assert "Begun and not sent" not in ana.get("/mine").text
    fresh = {**data, "idempotency_key": answer["key"], "place": form(server), "version": "0"}
    assert ana.post("/mine/drafts", data=fresh).get_json() == {"version": 1}


def test_a_draft_left_from_a_form_that_was_sent_says_so_and_can_be_sent(
    server: Server, ana: FlaskClient
) -> None:
    data = {**fields(ana.get(form(server)).text, ADDRESS), "replacement": NEW, "body": "Because"}
    ana.post("/mine/drafts", data={**data, "place": form(server), "version": "0"})
    # The same words from another place, such as a page kept open since: the draft stays behind.
    sending = {**data, "quotation": "second paragraph", "action": "send"}
    assert ana.post(ADDRESS, data=sending).status_code == 303
    page = ana.get(form(server)).text
    assert "The form it stood in was sent: see" in page and "have not sent" not in page
    assert fields(page, ADDRESS)["idempotency_key"] != data["idempotency_key"]


def test_an_address_that_grows_when_written_anew_is_measured_as_it_is_kept(
    server: Server, ana: FlaskClient
) -> None:
    assert keep(ana, form(server) + "&words=" + "/" * 100, body="one")[0] == 200
    data = {**fields(ana.get(form(server)).text, ADDRESS), "body": "two", "version": "0"}
    data["place"] = form(server) + "&words=" + "/" * 300
    assert ana.post("/mine/drafts", data=data).status_code == 422


def test_without_scripts_checking_keeps_the_draft_and_sending_ends_it(
    server: Server, ana: FlaskClient
) -> None:
    data = {**fields(ana.get(form(server)).text, ADDRESS), "replacement": NEW, "body": "Because"}
    checked = ana.post(ADDRESS, data={**data, "action": "check"})
    assert "Because" in ana.get("/mine").text
    sent = ana.post(ADDRESS, data={**fields(checked.text, ADDRESS), "action": "send"})
    assert sent.status_code == 303
    assert "Begun and not sent" not in ana.get("/mine").text
    assert NEW not in ana.get(form(server)).text.split('id="field-replacement"')[1]


def test_a_refused_text_is_kept_too(server: Server, ana: FlaskClient) -> None:
    data = {**fields(ana.get(form(server)).text, ADDRESS), "replacement": NEW, "body": ""}
    assert ana.post(ADDRESS, data={**data, "action": "check"}).status_code == 422
    assert NEW in ana.get(form(server)).text


def test_a_draft_is_listed_and_discarded(server: Server, ana: FlaskClient) -> None:
    keep(ana, form(server), body="Words of a draft")
    page = ana.get("/mine").text
    assert "Begun and not sent" in page and "Words of a draft" in page
    place = form(server)
    data = {"csrf_token": token(ana), "place": place, "back": "mine"}
    answer = ana.post("/mine/drafts/discard", data=data)
    assert (answer.status_code, answer.location) == (303, "/mine")
    assert "Words of a draft" not in ana.get("/mine").text
    assert ana.post("/mine/drafts/discard", data={**data, "back": ""}).location == place


@pytest.mark.parametrize(
    "place",
    ["", "https://elsewhere.example/", "//elsewhere.example", "/static/x", "/" + "a" * 600, "/no-page"],
)
def test_a_place_that_is_no_form_of_ours_is_refused(server: Server, ana: FlaskClient, place: str) -> None:
    data = {"csrf_token": token(ana), "place": place, "body": "x"}
    assert ana.post("/mine/drafts", data=data).status_code == 422
    assert ana.post("/mine/drafts/discard", data=data).location == "/mine"


def test_a_draft_about_selected_words_is_another_one(server: Server, ana: FlaskClient) -> None:
    quoting = f"{form(server)}&quotation=second+paragraph".replace("proposal", "comment")
    address = ADDRESS.replace("proposal", "comment")
    data = {**fields(ana.get(quoting).text, address), "body": "On these words"}
    assert ana.post(address, data={**data, "action": "preview"}).status_code == 200
    assert "On these words" in ana.get(quoting).text
    assert "On these words" not in ana.get(form(server).replace("proposal", "comment")).text
    listed = ana.get("/mine").text
    place = listed.split('class="entry-title"><a href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    assert "second paragraph</q>" in ana.get(place).text


def test_a_revised_text_has_a_draft_too(server: Server, ana: FlaskClient) -> None:
    number = server.propose(server.ana, "The second", NEW).number
    address = f"/contributions/{number}/revised-text"
    data = {**fields(ana.get(address).text, address), "replacement": "Other words.", "body": "Better"}
    checked = ana.post(address, data={**data, "action": "check"})
    assert "Other words." in ana.get(address).text
    assert ana.post(address, data={**fields(checked.text, address), "action": "send"}).status_code == 303
    assert "have not sent" not in ana.get(address).text


def test_no_draft_ever_enters_the_record(server: Server, ana: FlaskClient) -> None:
    tip = server.site.record.tip("refs/heads/main")
    keep(ana, form(server), body="private words")
    assert server.site.record.tip("refs/heads/main") == tip
    assert server.site.index.register.newest_number() == 0
