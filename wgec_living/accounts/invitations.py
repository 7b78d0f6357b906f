"""Invitations: proposed to one address, sent with a one-time link, confirmed by the person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from wgec_living.domain.errors import Invalid, NotAllowed, NotFound
from wgec_living.domain.people import Role, clean_name

from .addresses import parse_address
from .database import reading, writing
from .links import add_link
from .members import end_access, held, open_invitation, revoke_open_invitation
from .models import AccountRow, InvitationRow
from .types import LINK_LIFE, Address, Invitation, Invited, Purpose


def invite(
    address: str, name: str, delegation: str, group: str, role: Role, invited_by: str, now: datetime
) -> Invited:
    """Invite one address, and return the invitation with the secret of its link.

    `group` is the group's name as it stands in the record. Somebody invited before who has not confirmed
    gets this invitation instead: the older link and all they had opened with it end. Somebody who has
    confirmed is `Invalid`.
    """
    to = parse_address(address)
    row = InvitationRow(
        name=clean_name(name, "name"),
        delegation=clean_name(delegation, "delegation"),
        group_name=clean_name(group, "group"),
        role=role.value,
        invited_by=invited_by,
        created_at=now,
        expires_at=now + LINK_LIFE[Purpose.INVITATION],
    )
    with writing() as session:
        account = _invitable(session, to, now)
        row.account_id = account.id
        session.add(row)
        session.flush()
        secret = add_link(session, Purpose.INVITATION, account.id, now)
        return Invited(_to_invitation(row, account), secret)


def pending_invitations() -> list[Invitation]:
    """Return the invitations nobody confirmed or revoked, newest first; also those too old to be used."""
    with reading() as session:
        newest_first = _open().order_by(InvitationRow.created_at.desc(), InvitationRow.id.desc())
        return [_to_invitation(row, account) for row, account in session.execute(newest_first)]


def invitation_of(account_id: int) -> Invitation | None:
    """Return the open invitation of an account, which may be too old by now, or None."""
    with reading() as session:
        found = session.execute(_open().where(AccountRow.id == account_id)).one_or_none()
        return None if found is None else _to_invitation(found[0], found[1])


def confirmed_invitation(account_id: int) -> Invitation | None:
    """Return the invitation that an account confirmed, or None: it says group and role for ever."""
    query = select(InvitationRow, AccountRow).join(AccountRow, AccountRow.id == InvitationRow.account_id)
    query = query.where(AccountRow.id == account_id, InvitationRow.accepted_at.is_not(None))
    with reading() as session:
        found = session.execute(query.order_by(InvitationRow.id.desc()).limit(1)).one_or_none()
        return None if found is None else _to_invitation(found[0], found[1])


def revoke_invitation(invitation_id: int, now: datetime) -> None:
    """Take an open invitation back, with its link and all that was opened with it.

    Raises `NotFound` for one that does not exist, was confirmed or was revoked before.
    """
    with writing() as session:
        found = session.execute(_open().where(InvitationRow.id == invitation_id)).one_or_none()
        # Looked at again under the account's lock: the person may be confirming at this moment.
        invitation = None if found is None else open_invitation(session, held(session, found[1].id).id)
        if invitation is None or invitation.id != invitation_id:
            raise NotFound("There is no such open invitation.")
        invitation.revoked_at = now
        end_access(session, invitation.account_id, now)


def _invitable(session: Session, to: Address, now: datetime) -> AccountRow:
    account_id = session.scalar(select(AccountRow.id).where(AccountRow.address_key == to.key))
    if account_id is None:
        account = AccountRow(address=to.text, address_key=to.key, created_at=now)
        session.add(account)
        session.flush()
        return account
    account = held(session, account_id)
    if account.handle is not None:
        raise Invalid(
            "This person takes part already.",
            {"address": f"{account.address} belongs to {account.handle}, who takes part already."},
        )
    if account.disabled_at is not None:
        raise NotAllowed("This account is closed. Open it again before inviting the person.")
    revoke_open_invitation(session, account.id, now)
    end_access(session, account.id, now)
    return account


def _open() -> Select[InvitationRow, AccountRow]:
    return (
        select(InvitationRow, AccountRow)
        .join(AccountRow, AccountRow.id == InvitationRow.account_id)
        .where(InvitationRow.accepted_at.is_(None), InvitationRow.revoked_at.is_(None))
    )


def _to_invitation(row: InvitationRow, account: AccountRow) -> Invitation:
    return Invitation(
        id=row.id,
        account_id=account.id,
        address=account.address,
        name=row.name,
        delegation=row.delegation,
        group=row.group_name,
        role=Role(row.role),
        invited_by=row.invited_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
