"""Accounts as people: finding them, confirming their handle, closing and opening them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from wgec_living.domain.errors import Invalid, LinkExpired, NotAllowed, NotFound
from wgec_living.domain.identifiers import Handle

from .addresses import parse_address
from .database import reading, writing
from .models import AccountRow, InvitationRow, LinkRow, SessionRow, TokenRow
from .types import Account, Purpose


def account(account_id: int) -> Account:
    """Return the account of this number, or raise `NotFound`."""
    found = _find(AccountRow.id == account_id)
    if found is None:
        raise NotFound("There is no such account.")
    return found


def account_by_address(text: str) -> Account | None:
    """Return the account of an address, or None; an ill-formed address answers as an unknown one."""
    try:
        key = parse_address(text).key
    except Invalid:
        return None
    return _find(AccountRow.address_key == key)


def accounts() -> list[Account]:
    """Return every account, oldest first."""
    with reading() as session:
        return [to_account(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.id))]


def confirm(account_id: int, handle: Handle, now: datetime) -> Account:
    """Give an invited person the handle they stand under in the record, and close their invitation.

    The same handle again changes nothing; another one is `Invalid`, since a handle stays for ever. Raises
    `LinkExpired` when no invitation is open: neither a sign-in link nor a password revives one.
    """
    with writing() as session:
        row = held(session, account_id)
        if row.disabled_at is not None:
            raise NotAllowed("This account is closed.")
        if row.handle is not None:
            if row.handle != handle:
                raise Invalid("Your name stands in the record already and keeps its handle.")
            return to_account(row)
        invitation = open_invitation(session, account_id)
        if invitation is None or invitation.expires_at <= now:
            raise LinkExpired("This invitation is over. Please ask a coordinator for a new one.")
        if session.scalar(select(AccountRow.id).where(AccountRow.handle == handle)) is not None:
            raise Invalid("This handle is taken.", {"handle": "Somebody else has this handle."})
        row.handle = handle
        invitation.accepted_at = now
        revoke_links(session, account_id, now, Purpose.INVITATION)
        session.flush()
        return to_account(row)


def disable(account_id: int, now: datetime) -> None:
    """Close an account: from this moment no session, link, token or password of it opens anything."""
    with writing() as session:
        row = held(session, account_id)
        row.disabled_at = row.disabled_at or now
        end_access(session, account_id, now)
        revoke_open_invitation(session, account_id, now)


def enable(account_id: int) -> None:
    """Open a closed account again; what was ended stays ended, only new links and passwords work."""
    with writing() as session:
        held(session, account_id).disabled_at = None


# What follows is for the other modules of this package, inside their transaction.


def held(session: Session, account_id: int) -> AccountRow:
    """Return the row of an account, locked until the transaction ends; raise `NotFound` without one."""
    row = session.scalar(select(AccountRow).where(AccountRow.id == account_id).with_for_update())
    if row is None:
        raise NotFound("There is no such account.")
    return row


def open_invitation(session: Session, account_id: int) -> InvitationRow | None:
    """Return the invitation of an account that is neither accepted nor revoked, however old."""
    return session.scalar(
        select(InvitationRow).where(
            InvitationRow.account_id == account_id,
            InvitationRow.accepted_at.is_(None),
            InvitationRow.revoked_at.is_(None),
        )
    )


def revoke_open_invitation(session: Session, account_id: int, now: datetime) -> None:
    """Take back the invitation of an account, if one is open."""
    invitation = open_invitation(session, account_id)
    if invitation is not None:
        invitation.revoked_at = now
        # Written before the next one is added: only one may be open at a time.
        session.flush()


def revoke_links(session: Session, account_id: int, now: datetime, purpose: Purpose | None = None) -> None:
    """Make every unused link of an account, or those of one purpose, worthless."""
    statement = update(LinkRow).where(
        LinkRow.account_id == account_id, LinkRow.used_at.is_(None), LinkRow.revoked_at.is_(None)
    )
    if purpose is not None:
        statement = statement.where(LinkRow.purpose == purpose.value)
    session.execute(statement.values(revoked_at=now))


def end_access(session: Session, account_id: int, now: datetime, keep_session: int | None = None) -> None:
    """End every session (but `keep_session`), link and token of an account."""
    revoke_links(session, account_id, now)
    sessions = update(SessionRow).where(SessionRow.account_id == account_id, SessionRow.ended_at.is_(None))
    if keep_session is not None:
        sessions = sessions.where(SessionRow.id != keep_session)
    session.execute(sessions.values(ended_at=now))
    tokens = update(TokenRow).where(TokenRow.account_id == account_id, TokenRow.revoked_at.is_(None))
    session.execute(tokens.values(revoked_at=now))


def to_account(row: AccountRow) -> Account:
    """Return the value that stands for a row outside this package."""
    return Account(
        id=row.id,
        address=row.address,
        handle=None if row.handle is None else Handle(row.handle),
        has_password=row.password_hash is not None,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )


def _find(condition: ColumnElement[bool]) -> Account | None:
    with reading() as session:
        row = session.scalar(select(AccountRow).where(condition))
        return None if row is None else to_account(row)
