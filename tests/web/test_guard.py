"""Forms that cannot be taken just now: refused when they come from elsewhere, handed back with every word."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server
from tests.web.acting import fields, send, token


def form_of(server: Server) -> str:
    return f"/documents/short/contributions/comment?block={server.block('The second paragraph')}"


def count(server: Server) -> int:
    return server.site.index.register.newest_number()


def test_an_ended_session_keeps_the_words_and_sends_them_later(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form_of(server)).text
    address = "/documents/short/contributions/comment"
    data = {**fields(page, address), "body": "Words of an hour", "action": "send"}
    server.clock.now += 13 * 3600
    refused = ana.post(address, data=data)
    assert refused.status_code == 401
    kept = fields(refused.text, address)
    assert kept["body"] == "Words of an hour"
    assert 'href="/sign-in"' in refused.text
    again = server.signed_in(server.ana)  # signs in in another window of the same browser:
    cookie = again.get_cookie("session")
    assert cookie is not None
    ana.set_cookie("session", cookie.value)
    once_more = ana.post(address, data=kept)
    assert once_more.status_code == 403
    assert "in the name of" in once_more.text
    sent = ana.post(address, data=fields(once_more.text, address))
    assert (sent.status_code, count(server)) == (303, 1)
    assert server.site.index.register.thread(1).events[0].event.body.strip() == "Words of an hour"  # type: ignore[union-attr]


def test_no_cookie_at_all_keeps_the_words(server: Server) -> None:
    answer = server.visitor().post(
        "/documents/short/contributions/comment", data={"body": "Words", "action": "send"}
    )
    assert answer.status_code == 401
    assert fields(answer.text)["body"] == "Words"
    assert count(server) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_forms_of_other_sites_are_refused_with_the_words(
    server: Server, ana: FlaskClient, headers: dict[str, str]
) -> None:
    answer = send(ana, form_of(server), body="Words", action="send", headers=headers)
    assert answer.status_code == 403
    assert "Words" in answer.text
    assert count(server) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "X-Forwarded-Host": "evil.example"},
    ],
)
def test_forms_of_this_site_are_taken(server: Server, ana: FlaskClient, headers: dict[str, str]) -> None:
    answer = send(ana, form_of(server), body="Words", action="send", headers=headers)
    assert (answer.status_code, count(server)) == (303, 1)


def test_a_form_without_its_token_is_handed_back(server: Server, ana: FlaskClient) -> None:
    other = token(server.signed_in(server.boris))
    address = "/documents/short/contributions/comment"
    for wrong in ({}, {"csrf_token": "x"}, {"csrf_token": other}):
        base = fields(ana.get(form_of(server)).text, address)["base"]
        answer = ana.post(address, data={"body": "Words", "base": base, "action": "send", **wrong})
        assert answer.status_code == 403
        assert fields(answer.text, address)["body"] == "Words"
    assert count(server) == 0


def test_too_much_at_once_is_handed_back_with_the_time_to_wait(make_server: object) -> None:
    server: Server = make_server(write_limit="2 per minute")  # type: ignore[operator]
    ana, boris = server.signed_in(server.ana), server.signed_in(server.boris)
    form = form_of(server)
    answers = [send(ana, form, body=f"Words {n}", action="send") for n in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert fields(answers[2].text)["body"] == "Words 2"
    assert count(server) == 2
    assert send(boris, form, body="Of Boris", action="send").status_code == 303
    assert send(ana, form, body="x", action="preview", part="preview").status_code == 200
