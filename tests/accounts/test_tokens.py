"""API tokens: shown once, kept as a hash, revocable."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from wgec_living.accounts import tokens
from wgec_living.accounts.types import Account, Invited, TokenOwner
from wgec_living.domain.errors import Invalid, NotFound


def test_a_token_speaks_for_its_owner(ana: Account, now: datetime) -> None:
    token = tokens.create_token(ana.id, "  nightly   script ", now)
    assert re.fullmatch(r"wgec_[A-Za-z0-9_-]{43}", token)
    [listed] = tokens.tokens_of(ana.id)
    assert (listed.name, listed.created_at, listed.used_at) == ("nightly script", now, None)
    assert tokens.find_token(token, now) == TokenOwner(listed.id, ana.id, ana.handle)


@pytest.mark.parametrize("change", [lambda t: "", lambda t: t[5:], lambda t: t + "A", lambda t: t.upper()])
def test_anything_but_the_whole_token_finds_nobody(
    ana: Account, now: datetime, change: Callable[[str], str]
) -> None:
    token = tokens.create_token(ana.id, "script", now)
    assert tokens.find_token(change(token), now) is None


def test_the_last_use_is_noted_to_the_hour(ana: Account, now: datetime) -> None:
    token = tokens.create_token(ana.id, "script", now)
    used = []
    for minutes in (10, 50, 61, 119, 185):
        tokens.find_token(token, now + timedelta(minutes=minutes))
        used.append(tokens.tokens_of(ana.id)[0].used_at)
    hour = timedelta(hours=1)
    assert used == [now, now, now + hour, now + hour, now + 3 * hour]


def test_a_revoked_token_is_worth_nothing_and_no_longer_listed(ana: Account, now: datetime) -> None:
    token, other = (tokens.create_token(ana.id, name, now) for name in ("one", "two"))
    one = next(it for it in tokens.tokens_of(ana.id) if it.name == "one")
    tokens.revoke_token(ana.id, one.id, now)
    assert tokens.find_token(token, now) is None
    assert tokens.find_token(other, now) is not None
    assert [it.name for it in tokens.tokens_of(ana.id)] == ["two"]
    with pytest.raises(NotFound):
        tokens.revoke_token(ana.id, one.id, now)


def test_nobody_revokes_another_persons_token(ana: Account, boris: Account, now: datetime) -> None:
    token = tokens.create_token(ana.id, "script", now)
    with pytest.raises(NotFound):
        tokens.revoke_token(boris.id, tokens.tokens_of(ana.id)[0].id, now)
    assert tokens.find_token(token, now) is not None


def test_only_who_stands_in_the_record_gets_a_token(invited: Invited, now: datetime) -> None:
    with pytest.raises(Invalid):
        tokens.create_token(invited.invitation.account_id, "script", now)


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "x" * 121])
def test_a_token_needs_a_plain_name(ana: Account, now: datetime, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        tokens.create_token(ana.id, name, now)
    assert "name" in refusal.value.fields
    assert tokens.tokens_of(ana.id) == []


def test_the_token_is_not_on_disk(
    ana: Account, now: datetime, everything_on_disk: Callable[[], bytes]
) -> None:
    token = tokens.create_token(ana.id, "script", now)
    tokens.find_token(token, now)
    stored = everything_on_disk()
    assert b"script" in stored
    assert token.encode() not in stored and token[5:].encode() not in stored
