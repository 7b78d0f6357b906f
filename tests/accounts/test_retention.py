"""Forgetting: ended things go after a month, live things never."""

from __future__ import annotations

from datetime import datetime, timedelta

from wgec_living.accounts import links, retention, sessions, tokens
from wgec_living.accounts.types import Account, Purpose

DAY = timedelta(days=1)


def test_live_things_stay_and_ended_ones_stay_for_a_month(ana: Account, now: datetime) -> None:
    cookie = sessions.open_session(ana.id, now)
    key = tokens.create_token(ana.id, "script", now)
    sessions.end_session(sessions.open_session(ana.id, now), now)
    # Nothing is a month over yet, neither the signed-out session nor the invitation link Ana came with.
    assert retention.forget_ended(now + 30 * DAY - timedelta(seconds=1)) == 0
    assert sessions.find_session(cookie, now) is not None
    assert retention.forget_ended(now + 30 * DAY) == 2
    assert sessions.find_session(cookie, now) is not None
    assert tokens.find_token(key, now + 400 * DAY) is not None


def test_what_nobody_ended_goes_a_month_after_it_ran_out(ana: Account, now: datetime) -> None:
    retention.forget_ended(now + 30 * DAY)
    sessions.open_session(ana.id, now)
    links.issue_link(Purpose.SIGN_IN, ana.id, now)
    token_id = (tokens.create_token(ana.id, "script", now), tokens.tokens_of(ana.id)[0].id)[1]
    tokens.revoke_token(ana.id, token_id, now + 60 * DAY)
    assert retention.forget_ended(now + 30 * DAY) == 0
    assert retention.forget_ended(now + 30 * DAY + timedelta(hours=12)) == 1
    assert retention.forget_ended(now + 37 * DAY) == 1
    assert retention.forget_ended(now + 90 * DAY) == 1
    assert retention.forget_ended(now + 900 * DAY) == 0
