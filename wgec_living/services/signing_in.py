"""How people sign in and out: by one-time link or password, with sessions that the server can end."""

from __future__ import annotations

from wgec_living.accounts import invitations, links, members, passwords, sessions, tokens, writing
from wgec_living.accounts.types import Account, Invitation, Link, OpenSession, Purpose, Token
from wgec_living.domain.errors import Invalid, LinkExpired, NotAllowed, NotFound

from .inviting import TAKEN_OUT, now, taken_out
from .site import Site
from .views import SignedInPerson


def look_at_link(site: Site, secret: str) -> Link:
    """Return what a one-time link is for without using it up; raise `LinkExpired` when it is no good."""
    moment = now(site)
    for purpose in Purpose:
        try:
            return links.peek_link(secret, purpose, moment)
        except LinkExpired:
            continue
    raise LinkExpired(
        "This link was used already, is too old, or was replaced by a newer one. "
        "Please ask a coordinator for a new link; nothing of yours is lost."
    )


def sign_in_by_link(site: Site, secret: str, label: str = "") -> str:
    """Use a one-time link up and return the secret of a new session."""
    link = look_at_link(site, secret)
    with writing():
        links.use_link(secret, link.purpose, now(site))
        return _open_session(site, link.account, label)


def sign_in_by_password(site: Site, address: str, password: str, label: str = "") -> str:
    """Check address and password and return the secret of a new session; one answer for every mistake."""
    account = passwords.check_password(address, password)
    if account is None:
        raise Invalid(
            "Address or password is not right.",
            {"password": "Please try again, or ask a coordinator for a sign-in link."},
        )
    return _open_session(site, account, label)


def _open_session(site: Site, account: Account, label: str) -> str:
    if account.handle and taken_out(site, account.handle):
        raise NotAllowed(TAKEN_OUT)
    return sessions.open_session(account.id, now(site), label)


def who(site: Site, secret: str) -> SignedInPerson | None:
    """Return who holds a session, or None when it has ended.

    All sessions of somebody who was taken out of the roster end at the first look at one of them.
    """
    found = sessions.find_session(secret, now(site))
    if found is None:
        return None
    person = site.index.people.person(found.handle) if found.handle else None
    if found.handle and person is None and taken_out(site, found.handle):
        sessions.end_all_sessions(found.account_id, now(site))
        return None
    return SignedInPerson(found.account_id, found.address, person, found.session_id)


def sign_out(site: Site, secret: str) -> None:
    """End a session; its cookie is worth nothing from now on, wherever it was copied to."""
    sessions.end_session(secret, now(site))


def invitation_of(signed_in: SignedInPerson) -> Invitation | None:
    """Return the invitation that somebody who signed in still has to confirm.

    Also one confirmed a moment before the server died, so that it can be brought to its end.
    """
    account = signed_in.account
    return invitations.invitation_of(account) or invitations.confirmed_invitation(account)


def account_of(signed_in: SignedInPerson) -> Account:
    """Return the account of somebody signed in."""
    return members.account(signed_in.account)


def sessions_of(site: Site, signed_in: SignedInPerson) -> list[OpenSession]:
    """Return where somebody is signed in now."""
    return sessions.sessions_of(signed_in.account, now(site))


def end_other_sessions(site: Site, signed_in: SignedInPerson) -> int:
    """End every session of somebody but this one; return how many there were."""
    return sessions.end_all_sessions(signed_in.account, now(site), keep=signed_in.session)


def set_password(site: Site, signed_in: SignedInPerson, current: str, new: str, again: str) -> None:
    """Set or change a password; a change needs the current one and ends all other sessions, links and tokens."""
    account = members.account(signed_in.account)
    if new != again:
        raise Invalid("The two new passwords differ.", {"again": "Please type the same password twice."})
    if account.has_password and passwords.check_password(account.address, current) is None:
        raise Invalid("The current password is not right.", {"current": "Please try again."})
    names = (signed_in.person.name, signed_in.person.delegation) if signed_in.person else ()
    passwords.set_password(account.id, new, now(site), keep_session=signed_in.session, names=names)


def tokens_of(signed_in: SignedInPerson) -> list[Token]:
    """Return somebody's API tokens, without their secrets."""
    return tokens.tokens_of(signed_in.account)


def revoke_token(site: Site, signed_in: SignedInPerson, token: int) -> None:
    """Revoke one of somebody's own API tokens; raise `NotFound` for any other."""
    if token not in {known.id for known in tokens.tokens_of(signed_in.account)}:
        raise NotFound("There is no such token.")
    tokens.revoke_token(signed_in.account, token, now(site))
