"""Signing in and out: links, passwords, sessions, where one is led afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests import corpora
from tests.conftest import Server, csrf
from tests.web.acting import send, token
from wgec_living.services import inviting, signing_in
from wgec_living.settings import Settings
from wgec_living.web.headed import own_page
from wgec_living.web.signing import masked

PASSWORD = "seven quiet herons by the river"


def link_for(server: Server, word: str) -> str:
    with server.app.app_context():
        link = inviting.fresh_link(server.site, None, f"{word}@people.example")
    return link.removeprefix("http://localhost")


def set_password(server: Server, client: FlaskClient) -> None:
    answer = send(client, "/account", "/account/password", password=PASSWORD, again=PASSWORD)
    assert answer.status_code == 303, answer.text


def test_a_link_is_not_used_up_by_looking(server: Server) -> None:
    link = link_for(server, "ana")
    for _ in range(3):
        answer = server.visitor().get(link)
        assert (answer.status_code, answer.location) == (303, "/sign-in/confirm")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    client = server.visitor()
    page = client.get(link, follow_redirects=True)
    assert "a…a@people.example" in page.text
    assert "ana@people.example" not in page.text
    assert link.rpartition("/")[2] not in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"
    answer = client.post("/sign-in/confirm", data={"csrf_token": csrf(page.text)})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Ana Example" in client.get("/").text


def test_a_link_works_once(server: Server) -> None:
    link = link_for(server, "ana")
    first, second = server.visitor(), server.visitor()
    pages = [client.get(link, follow_redirects=True).text for client in (first, second)]
    assert first.post("/sign-in/confirm", data={"csrf_token": csrf(pages[0])}).status_code == 303
    late = second.post("/sign-in/confirm", data={"csrf_token": csrf(pages[1])})
    assert late.status_code == 410
    assert second.get(link, follow_redirects=True).status_code == 410
    assert second.get("/account").status_code == 303


def test_a_used_link_tells_who_is_signed_in_that_all_is_well(server: Server) -> None:
    link, client = link_for(server, "ana"), server.visitor()
    page = client.get(link, follow_redirects=True)
    client.post("/sign-in/confirm", data={"csrf_token": csrf(page.text)})
    again = client.get(link, follow_redirects=True)
    assert again.status_code == 200
    assert "You are signed in already" in again.text and "Ana Example</bdi>" in again.text


@pytest.mark.parametrize("secret", ["x", "confirm-", "a" * 199, "a" * 5000, "%00", "…"])
def test_what_is_no_link_says_so(server: Server, secret: str) -> None:
    answer = server.visitor().get(f"/sign-in/{secret}", follow_redirects=True)
    assert answer.status_code == 410
    assert "ask a coordinator" in answer.text or "not one of ours" in answer.text


def test_the_page_behind_a_link_leads_on_without_one(server: Server) -> None:
    answer = server.visitor().get("/sign-in/confirm")
    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_signing_in_needs_the_form(server: Server) -> None:
    client = server.visitor()
    client.get(link_for(server, "ana"), follow_redirects=True)
    assert client.post("/sign-in/confirm").status_code == 403
    assert client.get("/account").status_code == 303


def test_a_link_of_somebody_else_replaces_and_ends_the_session(server: Server) -> None:
    client = server.signed_in(server.ana)
    copied = client.get_cookie("session")
    assert copied is not None
    page = client.get(link_for(server, "boris"), follow_redirects=True).text
    assert "Ana Example" in page
    assert client.post("/sign-in/confirm", data={"csrf_token": csrf(page)}).status_code == 303
    assert "Boris Example" in client.get("/account").text
    other = server.visitor()
    other.set_cookie("session", copied.value)
    assert other.get("/account").status_code == 303


def test_a_cookie_copied_before_signing_out_is_refused_after(server: Server) -> None:
    client = server.signed_in(server.ana)
    copied = client.get_cookie("session")
    assert copied is not None
    thief = server.visitor()
    thief.set_cookie("session", copied.value)
    assert thief.get("/account").status_code == 200
    answer = client.post("/sign-out", data={"csrf_token": csrf(client.get("/account").text)})
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/account").status_code == 303
    assert thief.get("/account").status_code == 303


def test_signing_out_needs_a_form_of_this_session(server: Server) -> None:
    client, other = server.signed_in(server.ana), server.signed_in(server.boris)
    strange = csrf(other.get("/account").text)
    assert client.post("/sign-out").status_code == 403
    assert client.post("/sign-out", data={"csrf_token": strange}).status_code == 403
    assert client.get("/sign-out").status_code == 405
    assert client.get("/account").status_code == 200


def test_a_session_ends_by_itself(server: Server) -> None:
    client = server.signed_in(server.ana)
    server.clock.now += 12 * 3600 - 60
    assert client.get("/account").status_code == 200
    server.clock.now += 12 * 3600 + 60
    assert client.get("/account").status_code == 303


def test_the_session_is_a_new_one_at_each_sign_in(server: Server) -> None:
    client = server.visitor()
    token(client)
    before = client.get_cookie("session")
    page = client.get(link_for(server, "ana"), follow_redirects=True).text
    client.post("/sign-in/confirm", data={"csrf_token": csrf(page)})
    after = client.get_cookie("session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert client.post("/account/sessions", data={"csrf_token": csrf(page)}).status_code == 403


def test_a_password_signs_in(server: Server) -> None:
    set_password(server, server.signed_in(server.ana))
    answer = send(server.visitor(), "/sign-in", address="ana@people.example", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize(
    ("address", "password"),
    [
        ("ana@people.example", "wrong"),
        ("nobody@people.example", PASSWORD),
        ("boris@people.example", ""),
        ("no address", "x" * 5000),
    ],
)
def test_every_wrong_pair_has_one_answer(server: Server, address: str, password: str) -> None:
    set_password(server, server.signed_in(server.ana))
    answer = send(server.visitor(), "/sign-in", address=address, password=password)
    assert answer.status_code == 422
    assert "Address or password is not right." in answer.text
    assert f'value="{address}"' in answer.text
    assert "x" * 5000 not in answer.text
    assert PASSWORD not in answer.text


def test_too_many_tries_are_refused_by_account_and_by_place(server: Server, make_server: object) -> None:
    limited = make_server(sign_in_limit="3 per minute")  # type: ignore[operator]
    client = limited.visitor()
    answers = [
        send(client, "/sign-in", address="Ana@people.example ", password="wrong").status_code
        for _ in range(4)
    ]
    assert answers == [422, 422, 422, 429]
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    page = client.get("/sign-in", environ_base=elsewhere).text
    answer = client.post(
        "/sign-in",
        data={"csrf_token": csrf(page), "address": "ana@people.example", "password": "wrong"},
        environ_base=elsewhere,
        headers={"X-Forwarded-For": "198.51.100.1"},
    )
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    link = link_for(limited, "ana")
    page = client.get(link, follow_redirects=True, environ_base={"REMOTE_ADDR": "192.0.2.8"}).text
    signed = client.post(
        "/sign-in/confirm", data={"csrf_token": csrf(page)}, environ_base={"REMOTE_ADDR": "192.0.2.8"}
    )
    assert signed.status_code == 303


def test_afterwards_one_comes_to_the_page_one_was_headed_for(server: Server) -> None:
    client = server.visitor()
    wanted = f"/documents/short/contributions/comment?block={server.block('The first')}"
    answer = client.get(wanted)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    page = client.get(link_for(server, "ana"), follow_redirects=True).text
    answer = client.post("/sign-in/confirm", data={"csrf_token": csrf(page)})
    assert (answer.status_code, answer.location) == (303, wanted)


def test_nobody_is_led_to_another_site(server: Server) -> None:
    cases = corpora.shared("http/open-redirect.json")
    assert len(cases) > 200
    with server.app.test_request_context("/"):
        for case in cases:
            page = own_page(case["next"])
            assert page is None or page in ("/", "/documents", "/contributions", "/people", "/mine"), case


@pytest.mark.parametrize(
    "evil", ["//evil.example", "/\\evil.example", "/\t/evil.example", "https:evil.example"]
)
def test_next_only_ever_names_our_own_pages(server: Server, evil: str) -> None:
    client = server.visitor()
    client.get("/sign-in", query_string={"next": evil})
    page = client.get(link_for(server, "ana"), follow_redirects=True).text
    assert client.post("/sign-in/confirm", data={"csrf_token": csrf(page)}).location == "/"


def test_next_may_name_a_page_of_ours(server: Server) -> None:
    client = server.visitor()
    client.get("/sign-in", query_string={"next": "/documents/short?revision=1"})
    page = client.get(link_for(server, "ana"), follow_redirects=True).text
    location = client.post("/sign-in/confirm", data={"csrf_token": csrf(page)}).location
    assert location == "/documents/short?revision=1"


@pytest.mark.parametrize(
    "address",
    ["/sign-out", "/sign-in", "/healthz", "/static/mark.svg", "/documents/", "/nowhere", "", "x" * 2000],
)
def test_some_of_our_addresses_are_no_place_to_go(server: Server, address: str) -> None:
    with server.app.test_request_context("/"):
        assert own_page(address) is None


def test_reading_opens_no_session(server: Server) -> None:
    client = server.visitor()
    for page in ("/", "/documents/short", "/contributions", "/people"):
        assert "Set-Cookie" not in client.get(page).headers


def test_the_cookie_is_for_this_site_alone(server: Server) -> None:
    answer = server.visitor().get("/sign-in")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    ("address", "shown"), [("ana@x.example", "a…a@x.example"), ("ab@x.example", "…@x.example")]
)
def test_addresses_are_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_an_ended_session_is_found_by_nobody(server: Server) -> None:
    with server.app.app_context():
        assert signing_in.who(server.site, "no such secret") is None


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("help@texts.example", "mailto:help@texts.example"),
        ("https://texts.example/help", "https://texts.example/help"),
    ],
)
def test_who_needs_a_link_is_told_where_to_write(
    make_server: Callable[..., Server], contact: str, address: str
) -> None:
    visitor = make_server(contact=contact).visitor()
    assert f'<a href="{address}">{contact}</a>' in visitor.get("/sign-in").text
    old = visitor.get("/sign-in/no-such-link", follow_redirects=True)
    assert old.status_code == 410
    assert f'<a href="{address}">{contact}</a>' in old.text


@pytest.mark.parametrize("contact", ["javascript:alert(1)", "help", "a b@texts.example", "https://"])
def test_a_contact_that_is_none_is_no_setting(contact: str) -> None:
    with pytest.raises(ValueError, match="must be an e-mail address"):
        Settings(contact=contact)
