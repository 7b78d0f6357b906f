"""Drafts: kept, found again, and never overwritten by a window that had not seen them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from wgec_living.accounts import drafts, retention
from wgec_living.accounts.types import Account
from wgec_living.domain.errors import Invalid, Stale

PLACE = "/documents/short/contributions/proposal?block=1-8"


def test_a_draft_is_kept_and_found_again(ana: Account, boris: Account, now: datetime) -> None:
    assert drafts.find_draft(ana.id, PLACE) is None
    assert drafts.keep_draft(ana.id, PLACE, {"body": ["Why"], "cell": ["a", "ب\n"]}, 0, now) == 1
    found = drafts.find_draft(ana.id, PLACE)
    assert found is not None
    assert (found.fields, found.version, found.saved_at) == ({"body": ["Why"], "cell": ["a", "ب\n"]}, 1, now)
    assert drafts.find_draft(boris.id, PLACE) is None


def test_a_window_that_saw_an_earlier_version_overwrites_nothing(ana: Account, now: datetime) -> None:
    drafts.keep_draft(ana.id, PLACE, {"body": ["one"]}, 0, now)
    assert drafts.keep_draft(ana.id, PLACE, {"body": ["two"]}, 1, now) == 2
    with pytest.raises(Stale):
        drafts.keep_draft(ana.id, PLACE, {"body": ["three"]}, 1, now)
    assert drafts.keep_draft(ana.id, PLACE, {"body": ["two"]}, 1, now) == 2  # The same words are no conflict.
    found = drafts.find_draft(ana.id, PLACE)
    assert found is not None and found.fields == {"body": ["two"]}


def test_the_draft_left_alone_longest_makes_room(ana: Account, now: datetime) -> None:
    for number in range(drafts.MOST + 2):
        drafts.keep_draft(ana.id, f"{PLACE}{number}", {"body": ["x"]}, 0, now + timedelta(minutes=number))
    places = [draft.place for draft in drafts.drafts_of(ana.id)]
    assert places == [f"{PLACE}{number}" for number in range(drafts.MOST + 1, 1, -1)]


def test_all_drafts_together_have_a_greatest_size(
    ana: Account, boris: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_TOGETHER", 300)
    drafts.keep_draft(boris.id, PLACE, {"body": ["x" * 250]}, 0, now)
    for number in range(4):
        drafts.keep_draft(
            ana.id, f"{PLACE}{number}", {"body": ["x" * 80]}, 0, now + timedelta(minutes=number)
        )
    assert [draft.place[-1] for draft in drafts.drafts_of(ana.id)] == ["3", "2", "1"]
    drafts.keep_draft(ana.id, f"{PLACE}2", {"body": ["x" * 180]}, 1, now + timedelta(minutes=5))
    assert [draft.place[-1] for draft in drafts.drafts_of(ana.id)] == ["2", "3"]
    assert len(drafts.drafts_of(boris.id)) == 1


def test_a_draft_is_dropped_and_an_old_one_forgotten(ana: Account, now: datetime) -> None:
    drafts.keep_draft(ana.id, PLACE, {"body": ["x"]}, 0, now)
    drafts.keep_draft(ana.id, PLACE + "9", {"body": ["y"]}, 0, now)
    drafts.drop_draft(ana.id, PLACE)
    drafts.drop_draft(ana.id, PLACE)
    assert [draft.place for draft in drafts.drafts_of(ana.id)] == [PLACE + "9"]
    retention.forget_ended(now + drafts.DRAFT_LIFE - timedelta(seconds=1))
    assert len(drafts.drafts_of(ana.id)) == 1
    assert retention.forget_ended(now + drafts.DRAFT_LIFE) == 1


def test_a_draft_too_long_is_refused(ana: Account, now: datetime) -> None:
    with pytest.raises(Invalid):
        drafts.keep_draft(ana.id, PLACE, {"body": ["x" * drafts.MOST_BYTES]}, 0, now)
