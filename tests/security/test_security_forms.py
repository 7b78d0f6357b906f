"""Every form of every page: taken only from this site, with the token of this very session."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server, csrf
from tests.security.routes import address, everything, rules, spoken

FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost@evil.example"},
)


def token_of(client: FlaskClient) -> str:
    """Return the token in the forms of whoever holds this browser."""
    return csrf(
        client.get("/people").text
        if client.get("/account").status_code == 200
        else client.get("/sign-in").text
    )


def fields(server: Server, token: str | None) -> dict[str, str]:
    """Return what any of the forms would need."""
    filled = {
        "action": "send",
        "base": server.site.record.tip(),
        "block": server.block("privacy"),
        "body": "Words.",
        "replacement": "| privacy | open |",
        "change_type": "editorial",
        "disposition": "declined",
        "reason": "Because.",
        "seen_main": server.site.record.tip(),
        "seen_tip": server.site.index.register.summary(1).tip,
        "address": "new@people.example",
        "name": "New Person",
        "delegation": "A group",
        "group": "civil-society",
        "role": "contributor",
        "password": "long and quite unlikely words",
        "again": "long and quite unlikely words",
    }
    return filled if token is None else {**filled, "csrf_token": token}


@pytest.mark.parametrize("who", ["", "ana", "cora"])
def test_no_form_is_taken_from_elsewhere(server: Server, who: str) -> None:
    spoken(server)
    client = server.signed_in(getattr(server, who)) if who else server.visitor()
    own, strange = token_of(client), token_of(server.signed_in(server.boris))
    before = everything(server)
    asked = 0
    for rule in rules(server, "POST"):
        if rule.rule.startswith(("/api/", "/record.git/")):
            continue
        place = address(server, rule)
        for token in (None, "", strange, own[:-1], "x" * 80):
            answer = client.post(place, data=fields(server, token))
            assert answer.status_code in (401, 403), (place, token, answer.status_code)
            assert answer.status_code == 403 or not who, place
        for headers in FOREIGN:
            answer = client.post(place, data=fields(server, own), headers=headers)
            assert answer.status_code == 403, (place, headers)
        asked += 1
    assert asked >= 14
    assert everything(server) == before


def test_the_same_forms_are_taken_from_here(server: Server) -> None:
    # The control: what was refused above was refused for where it came from.
    spoken(server)
    client = server.signed_in(server.ana)
    before = everything(server)
    place = "/documents/short/contributions/comment"
    sent = fields(server, token_of(client))
    answer = client.post(
        place, data=sent, headers={"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    )
    assert answer.status_code == 303
    assert everything(server) != before


def test_programs_cannot_act_by_a_cookie(server: Server) -> None:
    spoken(server)
    client = server.signed_in(server.cora)
    before = everything(server)
    for rule in rules(server, "POST"):
        if rule.rule.startswith("/api/"):
            answer = client.post(address(server, rule), json={"body": "Words."})
            assert answer.status_code == 401, rule.rule
    assert everything(server) == before
