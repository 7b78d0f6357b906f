"""One's own account: password, sessions, tokens."""

from __future__ import annotations

import pytest

from tests.conftest import Server
from tests.web.acting import fields, send

PASSWORD = "seven quiet herons by the river"
OTHER = "eleven loud magpies in the garden"


def test_the_page_says_who_one_is(server: Server) -> None:
    page = server.signed_in(server.ana).get("/account").text
    for words in (
        "Ana Example",
        "Network for Open Access",
        "Civil society",
        "Contributor",
        "ana@people.example",
    ):
        assert words in page


def test_a_change_of_password_needs_the_old_one_and_ends_what_is_open(server: Server) -> None:
    ana = server.signed_in(server.ana)
    assert send(ana, "/account", "/account/password", password=PASSWORD, again=PASSWORD).status_code == 303
    elsewhere = server.signed_in(server.ana)
    wrong = send(ana, "/account", "/account/password", current="wrong", password=OTHER, again=OTHER)
    assert wrong.status_code == 422
    assert "The current password is not right." in wrong.text
    assert OTHER not in wrong.text
    assert elsewhere.get("/account").status_code == 200
    right = send(ana, "/account", "/account/password", current=PASSWORD, password=OTHER, again=OTHER)
    assert right.status_code == 303
    assert ana.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert (
        send(server.visitor(), "/sign-in", address="ana@people.example", password=PASSWORD).status_code == 422
    )
    assert send(server.visitor(), "/sign-in", address="ana@people.example", password=OTHER).status_code == 303


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [
        (PASSWORD, OTHER, "type the same password twice"),
        ("short", "short", "errors"),
        ("ana@people.example", "ana@people.example", "errors"),
    ],
)
def test_passwords_that_will_not_do(server: Server, password: str, again: str, told: str) -> None:
    ana = server.signed_in(server.ana)
    answer = send(ana, "/account", "/account/password", password=password, again=again)
    assert answer.status_code == 422
    assert told in answer.text
    assert "What you wrote is still here" not in answer.text
    assert "At least 8 characters" in answer.text
    assert "Set a password" in ana.get("/account").text


def test_other_sessions_can_be_ended(server: Server) -> None:
    here, there, boris = (server.signed_in(person) for person in (server.ana, server.ana, server.boris))
    page = here.get("/account").text
    assert page.count("entry-title") >= 2
    assert send(here, "/account", "/account/sessions").status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert boris.get("/account").status_code == 200


def test_a_token_is_ended_by_its_owner_alone(server: Server) -> None:
    secret = server.token(server.ana, "my & its script")
    ana, boris = server.signed_in(server.ana), server.signed_in(server.boris)
    page = ana.get("/account").text
    assert "my &amp; its script" in page
    assert secret not in page
    address = next(
        part.partition('"')[0] for part in page.split('action="') if part.startswith("/account/tokens/")
    )
    token = fields(boris.get("/account").text, "/account/password")["csrf_token"]
    assert boris.post(address, data={"csrf_token": token}).status_code == 404
    from wgec_living.services import inviting

    with server.app.app_context():
        assert inviting.token_owner(server.site, secret) is not None
    assert send(ana, "/account", address).status_code == 303
    with server.app.app_context():
        assert inviting.token_owner(server.site, secret) is None


def test_the_browser_is_named_in_the_list(server: Server) -> None:
    client = server.signed_in(server.ana)
    assert "A browser or program" in client.get("/account").text
