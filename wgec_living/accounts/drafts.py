"""Drafts: what somebody is writing and has not sent, one for each form they opened; private, never in the record."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import accumulate

from sqlalchemy import delete, func, select

from wgec_living.domain.errors import Invalid, Stale

from .database import reading, writing
from .models import DraftRow
from .types import Draft, Fields

MOST = 50
"""Drafts kept for one account; those left alone longest make room."""
MOST_BYTES = 2_500_000
"""The most that the fields of one draft may take together: two texts of the greatest length and some more."""
MOST_TOGETHER = 8_000_000
"""The most characters of all drafts of an account: a list of them is read at once."""
DRAFT_LIFE = timedelta(days=90)


def keep_draft(account_id: int, place: str, fields: Fields, seen: int | None, now: datetime) -> int:
    """Keep the fields of the form at `place` and return the draft's version.

    `seen` is the version its writer has before them (0: none); None keeps without asking. Raises `Stale` when
    another window kept a later one, which then stays.
    """
    text = json.dumps(fields, ensure_ascii=False)
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise Invalid("The draft is too long to be kept.", {"": "Please send it, or keep it elsewhere."})
    with writing() as session:
        row = session.scalar(
            select(DraftRow).where(DraftRow.account_id == account_id, DraftRow.place == place)
        )
        if row is None:
            _make_room(account_id, place, len(text))
            session.add(DraftRow(account_id=account_id, place=place, version=1, fields=text, saved_at=now))
            return 1
        if row.fields == text:
            return row.version
        if seen is not None and row.version != seen:
            raise Stale("This draft was changed in another window.")
        _make_room(account_id, place, len(text))
        row.version, row.fields, row.saved_at = row.version + 1, text, now
        return row.version


def find_draft(account_id: int, place: str) -> Draft | None:
    """Return the draft kept for the form at `place`, if there is one."""
    with reading() as session:
        row = session.scalar(
            select(DraftRow).where(DraftRow.account_id == account_id, DraftRow.place == place)
        )
        return None if row is None else _draft(row)


def drafts_of(account_id: int) -> list[Draft]:
    """Return all drafts of an account, the newest first."""
    with reading() as session:
        rows = session.scalars(
            select(DraftRow)
            .where(DraftRow.account_id == account_id)
            .order_by(DraftRow.saved_at.desc(), DraftRow.id.desc())
        )
        return [_draft(row) for row in rows]


def drop_draft(account_id: int, place: str) -> None:
    """Forget the draft for the form at `place`; without one nothing happens, and nothing is written."""
    if find_draft(account_id, place) is None:
        return
    with writing() as session:
        session.execute(delete(DraftRow).where(DraftRow.account_id == account_id, DraftRow.place == place))


def _make_room(account_id: int, place: str, size: int) -> None:
    """Drop what the draft at `place`, so many characters long, leaves no room for."""
    with writing() as session:
        others = session.execute(
            select(DraftRow.id, func.length(DraftRow.fields))
            .where(DraftRow.account_id == account_id, DraftRow.place != place)
            .order_by(DraftRow.saved_at.desc(), DraftRow.id.desc())
        ).all()
        sizes = accumulate([length for _, length in others], initial=size)
        held = [together <= MOST_TOGETHER for together in list(sizes)[1:]]
        oldest = [row.id for at, row in enumerate(others) if at >= MOST - 1 or not held[at]]
        if oldest:
            session.execute(delete(DraftRow).where(DraftRow.id.in_(oldest)))


def _draft(row: DraftRow) -> Draft:
    return Draft(row.place, row.version, json.loads(row.fields), row.saved_at)
