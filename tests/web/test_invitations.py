"""Inviting people: the link is shown once, invitations can be renewed and taken back."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server, csrf
from tests.web.acting import send

DORA = {
    "address": "dora@people.example",
    "name": "Dora Example",
    "delegation": "A university",
    "group": "technical-academic",
    "role": "contributor",
}


def link_in(page: str) -> str:
    found = re.search(r'value="http://localhost(/sign-in/[^"]+)"', page)
    assert found is not None
    return found.group(1)


def invite(cora: FlaskClient, **changed: str) -> str:
    answer = send(cora, "/invitations", **{**DORA, **changed})
    assert answer.status_code == 201, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return link_in(answer.text)


def comes_in(server: Server, link: str) -> bool:
    client = server.visitor()
    page = client.get(link, follow_redirects=True)
    if page.status_code != 200:
        return False
    return client.post("/sign-in/confirm", data={"csrf_token": csrf(page.text)}).status_code == 303


def test_an_invitation_shows_its_link_once(server: Server, cora: FlaskClient) -> None:
    link = invite(cora)
    page = cora.get("/invitations").text
    assert "/sign-in/" not in page.replace('"/sign-in"', "")
    assert "Dora Example" in page
    assert "dora@people.example" in page
    assert comes_in(server, link)


def test_inviting_again_ends_the_older_link(server: Server, cora: FlaskClient) -> None:
    first, second = invite(cora), invite(cora, name="Dora D. Example")
    assert not comes_in(server, first)
    assert comes_in(server, second)


def test_a_new_link_ends_the_older_one(server: Server, cora: FlaskClient) -> None:
    first = invite(cora)
    answer = send(cora, "/invitations", "/invitations/links", address=DORA["address"])
    assert answer.status_code == 201
    assert not comes_in(server, first)
    assert comes_in(server, link_in(answer.text))


def test_an_invitation_taken_back_is_worth_nothing(server: Server, cora: FlaskClient) -> None:
    link = invite(cora)
    page = cora.get("/invitations").text
    address = re.search(r'action="(/invitations/\d+/revocation)"', page)
    assert address is not None
    assert send(cora, "/invitations", address.group(1)).status_code == 303
    assert not comes_in(server, link)
    assert "Everybody who was invited has come." in cora.get("/invitations").text
    answer = cora.post(address.group(1), data={"csrf_token": csrf(cora.get("/invitations").text)})
    assert answer.status_code == 404


def test_somebody_who_takes_part_gets_a_sign_in_link(server: Server, cora: FlaskClient) -> None:
    answer = send(cora, "/invitations", "/invitations/links", address="ana@people.example")
    assert answer.status_code == 201
    assert comes_in(server, link_in(answer.text))


@pytest.mark.parametrize("address", ["nobody@people.example", "", "no address"])
def test_links_need_somebody_known(server: Server, cora: FlaskClient, address: str) -> None:
    answer = send(cora, "/invitations", "/invitations/links", address=address)
    assert answer.status_code == 422
    assert 'href="#field-known"' in answer.text
    assert 'id="field-known"' in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "no address"),
        ("name", ""),
        ("delegation", "x" * 200),
        ("group", "nobody"),
        ("role", "administrator"),
        ("address", "ana@people.example"),
    ],
)
def test_what_is_wrong_is_marked_and_kept(server: Server, cora: FlaskClient, field: str, value: str) -> None:
    answer = send(cora, "/invitations", **{**DORA, field: value})
    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text
    assert 'value="A university"' in answer.text or field == "delegation"
    assert "Everybody who was invited has come." in answer.text


def test_an_old_invitation_says_so(server: Server, cora: FlaskClient) -> None:
    link = invite(cora)
    server.clock.now += 15 * 86_400
    page = server.signed_in(server.cora).get("/invitations").text
    assert "too old since" in page
    assert not comes_in(server, link)


def test_contributors_do_not_invite(server: Server) -> None:
    ana = server.signed_in(server.ana)
    assert ana.get("/invitations").status_code == 403
    data = {**DORA, "csrf_token": csrf(ana.get("/account").text)}
    assert ana.post("/invitations", data=data).status_code == 403
    assert ana.post("/invitations/links", data=data).status_code == 403
    with server.app.app_context():
        from wgec_living.accounts import members

        assert members.account_by_address(DORA["address"]) is None


def test_an_invitation_without_a_group_asks_for_one(cora: FlaskClient) -> None:
    answer = send(cora, "/invitations", **{**DORA, "group": ""})
    assert answer.status_code == 422
    assert "Please choose a stakeholder group." in answer.text
