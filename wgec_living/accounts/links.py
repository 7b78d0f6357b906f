"""One-time links: bound to one purpose and one account, usable once, looked at as often as you like."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from wgec_living.domain.errors import Invalid, LinkExpired, NotAllowed

from .database import reading, writing
from .hashing import digest, new_secret
from .members import held, open_invitation, revoke_links, to_account
from .models import AccountRow, LinkRow
from .types import LINK_LIFE, Link, Purpose

_EXPIRED = "This link was used already, was replaced by a newer one, or is too old."


def issue_link(purpose: Purpose, account_id: int, now: datetime) -> str:
    """Return the secret of a fresh link; an older unused one of the same purpose stops working.

    Refuses a closed account, and a person who is neither in the record nor invited at this moment.
    """
    with writing() as session:
        row = held(session, account_id)
        if row.disabled_at is not None:
            raise NotAllowed("This account is closed.")
        invitation = open_invitation(session, account_id)
        invited = invitation is not None and invitation.expires_at > now
        if not invited and (purpose is Purpose.INVITATION or row.handle is None):
            raise Invalid("This person has no open invitation. Please invite them first.")
        return add_link(session, purpose, account_id, now)


def peek_link(secret: str, purpose: Purpose, now: datetime) -> Link:
    """Return what a link would open without using it, or raise `LinkExpired`."""
    with reading() as session:
        return _link(session, secret, purpose, now, used=False)


def use_link(secret: str, purpose: Purpose, now: datetime) -> Link:
    """Use a link up and return what it opens, or raise `LinkExpired`; of many at once exactly one wins."""
    with writing() as session:
        # One statement decides, so that it holds on every database and at every isolation level.
        used = session.execute(
            update(LinkRow)
            .where(
                LinkRow.secret_hash == digest(secret),
                LinkRow.purpose == purpose.value,
                LinkRow.used_at.is_(None),
                LinkRow.revoked_at.is_(None),
                LinkRow.expires_at > now,
            )
            .values(used_at=now)
            .returning(LinkRow.id)
        ).all()
        if len(used) != 1:
            raise LinkExpired(_EXPIRED)
        return _link(session, secret, purpose, now, used=True)


def add_link(session: Session, purpose: Purpose, account_id: int, now: datetime) -> str:
    """Add a link inside the caller's transaction, revoking older ones of its purpose; return its secret."""
    revoke_links(session, account_id, now, purpose)
    secret = new_secret()
    session.add(
        LinkRow(
            account_id=account_id,
            purpose=purpose.value,
            secret_hash=digest(secret),
            created_at=now,
            expires_at=now + LINK_LIFE[purpose],
        )
    )
    session.flush()
    return secret


def _link(session: Session, secret: str, purpose: Purpose, now: datetime, *, used: bool) -> Link:
    found = session.execute(
        select(LinkRow, AccountRow)
        .join(AccountRow, AccountRow.id == LinkRow.account_id)
        .where(
            LinkRow.secret_hash == digest(secret),
            LinkRow.purpose == purpose.value,
            LinkRow.used_at.is_not(None) if used else LinkRow.used_at.is_(None),
            LinkRow.revoked_at.is_(None),
            LinkRow.expires_at > now,
            AccountRow.disabled_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise LinkExpired(_EXPIRED)
    row, account = found
    return Link(purpose, to_account(account), row.created_at, row.expires_at)
