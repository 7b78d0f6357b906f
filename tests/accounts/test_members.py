"""Accounts: found by number and address, confirmed once, closed at once."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from wgec_living.accounts import links, members, passwords, sessions, tokens
from wgec_living.accounts.types import Account, Invited, Purpose
from wgec_living.domain.errors import Invalid, LinkExpired, NotAllowed, NotFound
from wgec_living.domain.identifiers import Handle


def test_an_account_is_found_by_number_and_address(ana: Account, boris: Account) -> None:
    assert members.account(ana.id) == ana
    assert members.account_by_address("ana@EXAMPLE.ORG") == ana
    assert members.accounts() == [ana, boris]


@pytest.mark.parametrize("text", ["Ana@example.org", "nobody@example.org", "ana", "", "ana@example.org\n"])
def test_an_unknown_or_ill_formed_address_finds_nobody(ana: Account, text: str) -> None:
    assert members.account_by_address(text) is None


def test_an_unknown_number_finds_nobody(invited: Invited) -> None:
    with pytest.raises(NotFound):
        members.account(99)


def test_confirming_gives_the_handle_and_ends_the_invitation_link(invited: Invited, now: datetime) -> None:
    account = members.confirm(invited.invitation.account_id, Handle("ana-example"), now)
    assert account.handle == "ana-example"
    with pytest.raises(LinkExpired):
        links.use_link(invited.secret, Purpose.INVITATION, now)


def test_confirming_twice_is_one_confirmation_and_the_handle_stays(ana: Account, now: datetime) -> None:
    assert members.confirm(ana.id, Handle("ana-example"), now) == ana
    with pytest.raises(Invalid):
        members.confirm(ana.id, Handle("ana-example-2"), now)
    assert members.account(ana.id).handle == "ana-example"


def test_a_handle_belongs_to_one_person(invited: Invited, boris: Account, now: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        members.confirm(invited.invitation.account_id, Handle("boris-example"), now)
    assert "handle" in refusal.value.fields
    assert members.account(invited.invitation.account_id).handle is None


def test_closing_an_account_ends_everything_at_once_and_for_nobody_else(
    ana: Account, boris: Account, now: datetime
) -> None:
    passwords.set_password(ana.id, "eleven green lanterns", now)
    cookies = [sessions.open_session(person.id, now) for person in (ana, ana, boris)]
    keys = [tokens.create_token(person.id, "script", now) for person in (ana, boris)]
    link = links.issue_link(Purpose.SIGN_IN, ana.id, now)

    members.disable(ana.id, now)

    assert [bool(sessions.find_session(cookie, now)) for cookie in cookies] == [False, False, True]
    assert [bool(tokens.find_token(key, now)) for key in keys] == [False, True]
    assert passwords.check_password("ana@example.org", "eleven green lanterns") is None
    with pytest.raises(LinkExpired):
        links.use_link(link, Purpose.SIGN_IN, now)
    with pytest.raises(NotAllowed):
        links.issue_link(Purpose.SIGN_IN, ana.id, now)
    with pytest.raises(NotAllowed):
        sessions.open_session(ana.id, now)
    with pytest.raises(NotAllowed):
        tokens.create_token(ana.id, "script", now)
    with pytest.raises(NotAllowed):
        passwords.set_password(ana.id, "twelve green lanterns", now)
    with pytest.raises(NotAllowed):
        members.confirm(ana.id, Handle("ana-example"), now)


def test_opening_a_closed_account_revives_nothing_but_the_password(ana: Account, now: datetime) -> None:
    passwords.set_password(ana.id, "eleven green lanterns", now)
    cookie = sessions.open_session(ana.id, now)
    key = tokens.create_token(ana.id, "script", now)
    members.disable(ana.id, now)
    assert members.account(ana.id).disabled_at == now

    members.enable(ana.id)

    assert members.account(ana.id).disabled_at is None
    assert sessions.find_session(cookie, now) is None
    assert tokens.find_token(key, now) is None
    assert passwords.check_password("ana@example.org", "eleven green lanterns") is not None


def test_acts_on_an_unknown_account_are_not_found(app: Flask, now: datetime) -> None:
    for act in (
        lambda: members.disable(1, now),
        lambda: members.enable(1),
        lambda: members.confirm(1, Handle("x"), now),
        lambda: sessions.open_session(1, now),
        lambda: tokens.create_token(1, "x", now),
        lambda: links.issue_link(Purpose.SIGN_IN, 1, now),
        lambda: passwords.set_password(1, "eleven green lanterns", now),
    ):
        with pytest.raises(NotFound):
            act()
