"""Invitations: one open for an address, replaced, revoked, confirmed once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from wgec_living.accounts import invitations, links, members, sessions
from wgec_living.accounts.types import COMMAND_LINE, Account, Invited, Purpose
from wgec_living.domain.errors import Invalid, LinkExpired, NotAllowed, NotFound
from wgec_living.domain.identifiers import Handle
from wgec_living.domain.people import Role

SECOND = timedelta(seconds=1)


def invite(address: str, now: datetime, role: Role = Role.CONTRIBUTOR) -> Invited:
    return invitations.invite(address, "Ana Example", "Ruritania", "Member States", role, COMMAND_LINE, now)


def test_an_invitation_says_who_was_invited_as_what_by_whom_and_until_when(
    invited: Invited, now: datetime
) -> None:
    it = invited.invitation
    assert (it.address, it.name, it.delegation, it.group) == (
        "ana@example.org",
        "Ana Example",
        "Ruritania",
        "Member States",
    )
    assert (it.role, it.invited_by, it.created_at) == (Role.CONTRIBUTOR, "command line", now)
    assert it.expires_at == now + timedelta(days=14)
    assert invitations.pending_invitations() == [it]
    assert invitations.invitation_of(it.account_id) == it


def test_the_secret_is_not_shown_where_an_invitation_is_printed(invited: Invited) -> None:
    assert invited.secret not in repr(invited)


def test_inviting_again_replaces_the_invitation_and_ends_what_the_older_link_opened(
    invited: Invited, now: datetime
) -> None:
    used = links.use_link(invited.secret, Purpose.INVITATION, now)
    cookie = sessions.open_session(used.account.id, now)
    sign_in = links.issue_link(Purpose.SIGN_IN, used.account.id, now)

    again = invite("ana@EXAMPLE.org", now + SECOND, Role.COORDINATOR)

    assert again.invitation.account_id == invited.invitation.account_id
    assert [it.role for it in invitations.pending_invitations()] == [Role.COORDINATOR]
    assert sessions.find_session(cookie, now + SECOND) is None
    with pytest.raises(LinkExpired):
        links.peek_link(sign_in, Purpose.SIGN_IN, now + SECOND)
    assert links.use_link(again.secret, Purpose.INVITATION, now + SECOND).account.id == used.account.id


def test_the_older_unused_link_stops_working(invited: Invited, now: datetime) -> None:
    invite("ana@example.org", now + SECOND)
    with pytest.raises(LinkExpired):
        links.use_link(invited.secret, Purpose.INVITATION, now + SECOND)


def test_mail_keeps_going_to_the_address_as_it_was_first_kept(invited: Invited, now: datetime) -> None:
    assert invite("ana@EXAMPLE.ORG", now).invitation.address == "ana@example.org"


def test_somebody_who_takes_part_cannot_be_invited(ana: Account, now: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        invite("ana@Example.org", now)
    assert "takes part already" in refusal.value.fields["address"]
    assert invitations.pending_invitations() == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("address", ("ana", "Ana", "Ruritania")),
        ("name", ("ana@example.org", "Ana\nCommitter: evil", "Ruritania")),
        ("name", ("ana@example.org", " ", "Ruritania")),
        ("delegation", ("ana@example.org", "Ana", "<Ruritania>")),
    ],
)
def test_what_could_not_stand_in_the_record_is_refused_and_nothing_is_kept(
    app: Flask, now: datetime, field: str, values: tuple[str, str, str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        invitations.invite(*values, "Member States", Role.CONTRIBUTOR, COMMAND_LINE, now)
    assert field in refusal.value.fields
    assert members.accounts() == []


def test_a_revoked_invitation_is_dead_on_every_path(invited: Invited, now: datetime) -> None:
    account_id = invited.invitation.account_id
    sign_in = links.issue_link(Purpose.SIGN_IN, account_id, now)
    cookie = sessions.open_session(account_id, now)

    invitations.revoke_invitation(invited.invitation.id, now)

    assert invitations.pending_invitations() == []
    assert sessions.find_session(cookie, now) is None
    for secret, purpose in ((invited.secret, Purpose.INVITATION), (sign_in, Purpose.SIGN_IN)):
        with pytest.raises(LinkExpired):
            links.use_link(secret, purpose, now)
    for purpose in Purpose:
        with pytest.raises(Invalid):
            links.issue_link(purpose, account_id, now)
    with pytest.raises(LinkExpired):
        members.confirm(account_id, Handle("ana-example"), now)
    with pytest.raises(NotFound):
        invitations.revoke_invitation(invited.invitation.id, now)


def test_a_confirmed_invitation_cannot_be_revoked(invited: Invited, ana: Account, now: datetime) -> None:
    with pytest.raises(NotFound):
        invitations.revoke_invitation(invited.invitation.id, now)
    assert members.account(ana.id).handle == "ana-example"


def test_an_expired_invitation_is_still_listed_but_opens_nothing(invited: Invited, now: datetime) -> None:
    late = now + timedelta(days=14)
    account_id = invited.invitation.account_id
    assert [it.expires_at <= late for it in invitations.pending_invitations()] == [True]
    for purpose in Purpose:
        with pytest.raises(Invalid):
            links.issue_link(purpose, account_id, late)
    with pytest.raises(LinkExpired):
        members.confirm(account_id, Handle("ana-example"), late)
    assert members.confirm(account_id, Handle("ana-example"), late - SECOND).handle == "ana-example"


def test_pending_invitations_come_newest_first(app: Flask, now: datetime) -> None:
    for number in range(3):
        invite(f"p{number}@example.org", now + number * SECOND)
    assert [it.address[:2] for it in invitations.pending_invitations()] == ["p2", "p1", "p0"]


def test_a_closed_account_is_not_opened_by_an_invitation(invited: Invited, now: datetime) -> None:
    members.disable(invited.invitation.account_id, now)
    assert invitations.pending_invitations() == []
    with pytest.raises(NotAllowed):
        invite("ana@example.org", now)
    members.enable(invited.invitation.account_id)
    assert invite("ana@example.org", now).invitation.account_id == invited.invitation.account_id
