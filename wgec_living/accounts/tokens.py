"""API tokens: named, shown once, revocable, each speaking for one person."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from wgec_living.domain.errors import Busy, Invalid, NotAllowed, NotFound
from wgec_living.domain.identifiers import Handle
from wgec_living.domain.text import clean_line

from .database import reading, writing
from .hashing import digest, new_secret
from .members import held
from .models import AccountRow, TokenRow
from .types import Token, TokenOwner

PREFIX = "wgec_"
"""Begins every token, so that one left in a file or a log can be found."""
MAX_NAME = 120
_USED_EVERY = timedelta(hours=1)
_log = logging.getLogger(__name__)

_T, _A = TokenRow.__table__.c, AccountRow.__table__.c
# Built once and run beneath the ORM: every call that writes begins with it.
_WORKING = (
    select(_T.id, _T.account_id, _T.used_at, _A.handle)
    .join_from(TokenRow.__table__, AccountRow.__table__, _A.id == _T.account_id)
    .where(_T.secret_hash == bindparam("secret"), _T.revoked_at.is_(None), _A.disabled_at.is_(None))
)


def create_token(account_id: int, name: str, now: datetime) -> str:
    """Return a fresh token, `wgec_` and 43 characters, to be shown once.

    Refuses a person who stands not yet in the record, since whatever is sent with it goes there.
    """
    name = clean_line(name, "name", required=True, limit=MAX_NAME)
    with writing() as session:
        account = held(session, account_id)
        if account.disabled_at is not None:
            raise NotAllowed("This account is closed.")
        if account.handle is None:
            raise Invalid("This person has not confirmed their name for the record yet.")
        token = PREFIX + new_secret()
        session.add(TokenRow(account_id=account_id, name=name, secret_hash=digest(token), created_at=now))
        return token


def find_token(token: str, now: datetime) -> TokenOwner | None:
    """Return whom a token speaks for, or None; notes its use to the hour."""
    if not token.startswith(PREFIX):
        return None
    with reading() as session:
        session.flush()  # a token made in the same joined transaction counts
        row = session.connection().execute(_WORKING, {"secret": digest(token)}).one_or_none()
    if row is None or row.handle is None:
        return None
    if row.used_at is None or now - row.used_at >= _USED_EVERY:
        _note_use(row.id, now.replace(minute=0, second=0, microsecond=0))
    return TokenOwner(row.id, row.account_id, Handle(row.handle))


def tokens_of(account_id: int) -> list[Token]:
    """Return the tokens of an account that work, newest first."""
    with reading() as session:
        rows = session.scalars(
            select(TokenRow)
            .where(TokenRow.account_id == account_id, TokenRow.revoked_at.is_(None))
            .order_by(TokenRow.id.desc())
        )
        return [Token(row.id, row.name, row.created_at, row.used_at) for row in rows]


def revoke_token(account_id: int, token_id: int, now: datetime) -> None:
    """Make a token worthless; raise `NotFound` for another person's or one revoked before."""
    with writing() as session:
        revoked = session.execute(
            update(TokenRow)
            .where(TokenRow.id == token_id, TokenRow.account_id == account_id, TokenRow.revoked_at.is_(None))
            .values(revoked_at=now)
            .returning(TokenRow.id)
        ).all()
        if not revoked:
            raise NotFound("There is no such token any more.")


def _note_use(token_id: int, hour: datetime) -> None:
    try:
        with writing() as session:
            session.execute(update(TokenRow).where(TokenRow.id == token_id).values(used_at=hour))
    except Busy:
        _log.info("the use of a token could not be noted: the accounts are busy")
