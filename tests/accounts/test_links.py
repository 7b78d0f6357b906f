"""One-time links: one purpose, one use, one life, and no trace of the secret."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from wgec_living.accounts import db, links
from wgec_living.accounts.types import LINK_LIFE, Account, Invited, Link, Purpose
from wgec_living.domain.errors import LinkExpired

SECOND = timedelta(seconds=1)
LIFE = {Purpose.INVITATION: timedelta(days=14), Purpose.SIGN_IN: timedelta(days=7)}


def test_every_purpose_has_its_life() -> None:
    assert LINK_LIFE == LIFE


def test_looking_does_not_use_a_link_up(ana: Account, now: datetime) -> None:
    secret = links.issue_link(Purpose.SIGN_IN, ana.id, now)
    for _ in range(3):
        assert links.peek_link(secret, Purpose.SIGN_IN, now) == Link(
            Purpose.SIGN_IN, ana, now, now + timedelta(days=7)
        )
    assert links.use_link(secret, Purpose.SIGN_IN, now).account == ana


def test_a_used_link_is_worth_nothing(ana: Account, now: datetime) -> None:
    secret = links.issue_link(Purpose.SIGN_IN, ana.id, now)
    links.use_link(secret, Purpose.SIGN_IN, now)
    for act in (links.use_link, links.peek_link):
        with pytest.raises(LinkExpired):
            act(secret, Purpose.SIGN_IN, now)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_link_lives_to_the_second(invited: Invited, now: datetime, purpose: Purpose) -> None:
    account_id = invited.invitation.account_id
    secret = links.issue_link(purpose, account_id, now)
    end = now + LIFE[purpose]
    for act in (links.peek_link, links.use_link):
        for moment in (end + SECOND, end):
            with pytest.raises(LinkExpired):
                act(secret, purpose, moment)
    assert links.peek_link(secret, purpose, end - SECOND).account.id == account_id
    assert links.use_link(secret, purpose, end - SECOND).account.id == account_id


def test_a_link_of_one_purpose_is_worth_nothing_for_another(invited: Invited, now: datetime) -> None:
    sign_in = links.issue_link(Purpose.SIGN_IN, invited.invitation.account_id, now)
    for secret, wrong in ((invited.secret, Purpose.SIGN_IN), (sign_in, Purpose.INVITATION)):
        for act in (links.peek_link, links.use_link):
            with pytest.raises(LinkExpired):
                act(secret, wrong, now)
    assert links.use_link(invited.secret, Purpose.INVITATION, now)
    assert links.use_link(sign_in, Purpose.SIGN_IN, now)


@pytest.mark.parametrize("secret", ["", " ", "x", "None", "0" * 43, "\x00", "\ud800", "a" * 100_000])
def test_blank_short_and_strange_secrets_open_nothing(
    invited: Invited, ana: Account, now: datetime, secret: str
) -> None:
    for act in (links.peek_link, links.use_link):
        for purpose in Purpose:
            with pytest.raises(LinkExpired):
                act(secret, purpose, now)


def test_the_hash_of_a_secret_opens_nothing(ana: Account, now: datetime) -> None:
    secret = links.issue_link(Purpose.SIGN_IN, ana.id, now)
    with pytest.raises(LinkExpired):
        links.use_link(hashlib.sha256(secret.encode()).hexdigest(), Purpose.SIGN_IN, now)


def test_a_newer_link_revokes_the_older_of_its_purpose_and_person_only(
    ana: Account, boris: Account, now: datetime
) -> None:
    older = links.issue_link(Purpose.SIGN_IN, ana.id, now)
    of_boris = links.issue_link(Purpose.SIGN_IN, boris.id, now)
    newer = links.issue_link(Purpose.SIGN_IN, ana.id, now + SECOND)
    with pytest.raises(LinkExpired):
        links.use_link(older, Purpose.SIGN_IN, now + SECOND)
    assert links.use_link(newer, Purpose.SIGN_IN, now + SECOND).account == ana
    assert links.use_link(of_boris, Purpose.SIGN_IN, now + SECOND).account == boris


def test_secrets_are_256_random_bits(ana: Account, now: datetime) -> None:
    secrets = {links.issue_link(Purpose.SIGN_IN, ana.id, now) for _ in range(20)}
    assert len(secrets) == 20
    assert {len(base64.urlsafe_b64decode(secret + "=")) for secret in secrets} == {32}


def test_no_secret_is_on_disk_but_its_hash_is(
    invited: Invited, now: datetime, everything_on_disk: Callable[[], bytes]
) -> None:
    sign_in = links.issue_link(Purpose.SIGN_IN, invited.invitation.account_id, now)
    stored = everything_on_disk()
    for secret in (invited.secret, sign_in):
        assert secret.encode() not in stored
        assert base64.urlsafe_b64decode(secret + "=") not in stored
        assert hashlib.sha256(secret.encode()).hexdigest().encode() in stored


def test_of_twenty_uses_at_once_exactly_one_wins(app: Flask, ana: Account, now: datetime) -> None:
    secret = links.issue_link(Purpose.SIGN_IN, ana.id, now)
    start = threading.Barrier(20)
    outcomes: list[str] = []

    def use() -> None:
        with app.app_context():
            start.wait()
            try:
                links.use_link(secret, Purpose.SIGN_IN, now)
                outcomes.append("won")
            except LinkExpired:
                outcomes.append("expired")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=use) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["expired"] * 19 + ["won"]
