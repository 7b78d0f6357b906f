"""Sessions kept on the server: the cookie holds a secret, and ending one here ends it everywhere."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import bindparam, select, update

from wgec_living.domain.errors import Busy, NotAllowed
from wgec_living.domain.identifiers import Handle

from .database import reading, writing
from .hashing import digest, new_secret
from .members import held
from .models import AccountRow, SessionRow
from .types import SEEN_EVERY, SESSION_IDLE, SESSION_LIFE, OpenSession, SignedIn

MAX_LABEL = 120
_log = logging.getLogger(__name__)

_S, _A = SessionRow.__table__.c, AccountRow.__table__.c
# Built once and run beneath the ORM: every request of a signed-in person begins with it.
_LIVE = (
    select(_S.id, _S.account_id, _A.address, _A.handle, _S.opened_at, _S.seen_at)
    .join_from(SessionRow.__table__, AccountRow.__table__, _A.id == _S.account_id)
    .where(
        _S.secret_hash == bindparam("secret"),
        _S.ended_at.is_(None),
        _S.seen_at > bindparam("seen"),
        _S.opened_at > bindparam("opened"),
        _A.disabled_at.is_(None),
    )
)


def open_session(account_id: int, now: datetime, label: str = "") -> str:
    """Sign an account in and return the session's secret for the cookie.

    `label` tells the owner which browser this is; it is cut and cleaned, never refused.
    """
    with writing() as session:
        if held(session, account_id).disabled_at is not None:
            raise NotAllowed("This account is closed.")
        secret = new_secret()
        session.add(
            SessionRow(
                account_id=account_id,
                secret_hash=digest(secret),
                label="".join(c for c in label if c.isprintable())[:MAX_LABEL],
                opened_at=now,
                seen_at=now,
            )
        )
        return secret


def find_session(secret: str, now: datetime) -> SignedIn | None:
    """Return who is signed in with this secret, or None; notes the visit now and then.

    A session ends 14 days after it was opened, and after 12 hours without a visit.
    """
    limits = {"secret": digest(secret), "seen": now - SESSION_IDLE, "opened": now - SESSION_LIFE}
    with reading() as session:
        session.flush()  # a session opened in the same joined transaction counts
        row = session.connection().execute(_LIVE, limits).one_or_none()
    if row is None:
        return None
    if now - row.seen_at >= SEEN_EVERY:
        _note_visit(row.id, now)
    handle = None if row.handle is None else Handle(row.handle)
    return SignedIn(row.id, row.account_id, row.address, handle, row.opened_at, row.seen_at)


def end_session(secret: str, now: datetime) -> None:
    """Sign out: end the session of this secret, if there is one."""
    with writing() as session:
        session.execute(
            update(SessionRow)
            .where(SessionRow.secret_hash == digest(secret), SessionRow.ended_at.is_(None))
            .values(ended_at=now)
        )


def end_all_sessions(account_id: int, now: datetime, keep: int | None = None) -> int:
    """End every session of an account but the one numbered `keep`; return how many ended."""
    with writing() as session:
        statement = update(SessionRow).where(
            SessionRow.account_id == account_id, SessionRow.ended_at.is_(None), SessionRow.id != (keep or 0)
        )
        return len(session.execute(statement.values(ended_at=now).returning(SessionRow.id)).all())


def sessions_of(account_id: int, now: datetime) -> list[OpenSession]:
    """Return the live sessions of an account, the latest used first."""
    with reading() as session:
        rows = session.scalars(
            select(SessionRow)
            .where(
                SessionRow.account_id == account_id,
                SessionRow.ended_at.is_(None),
                SessionRow.seen_at > now - SESSION_IDLE,
                SessionRow.opened_at > now - SESSION_LIFE,
            )
            .order_by(SessionRow.seen_at.desc(), SessionRow.id.desc())
        )
        return [OpenSession(row.id, row.label, row.opened_at, row.seen_at) for row in rows]


def _note_visit(session_id: int, now: datetime) -> None:
    statement = update(SessionRow).where(SessionRow.id == session_id, SessionRow.seen_at < now)
    try:
        with writing() as session:
            session.execute(statement.values(seen_at=now))
    except Busy:
        # Reading goes on while others write; the next request notes the visit.
        _log.info("a visit could not be noted: the accounts are busy")
