"""How people come in: invited with a link, confirmed by themselves, then in the roster of the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from wgec_living.accounts import invitations, links, members, tokens
from wgec_living.accounts.addresses import parse_address
from wgec_living.accounts.types import COMMAND_LINE, Invitation, Purpose
from wgec_living.domain.errors import Invalid, LinkExpired, NotAllowed
from wgec_living.domain.events import Event, Kind, Speaker
from wgec_living.domain.identifiers import Handle
from wgec_living.domain.people import SERVER, Person, Role, clean_name, find_group, handle_from
from wgec_living.domain.permissions import Act, require
from wgec_living.domain.resemblance import looks_like
from wgec_living.domain.roster import person_file
from wgec_living.store.record import MAIN

from .recording import recording
from .site import Site
from .views import Invited

TAKEN_OUT = "You were taken out of the list of people. Please ask a coordinator."


def now(site: Site) -> datetime:
    """Return the site's time as the accounts count it."""
    return datetime.fromtimestamp(site.clock(), UTC)


def link_address(site: Site, secret: str) -> str:
    """Return the address of a one-time link, built from the configured base address only."""
    return f"{site.settings.base_url.rstrip('/')}/sign-in/{secret}"


def invite(
    site: Site, actor: Person | None, *, address: str, name: str, delegation: str, group: str, role: str
) -> Invited:
    """Invite a person and return the link to pass on, which is shown only now.

    `actor` None stands for the command line. A person who has not yet confirmed is invited anew, and the older
    link dies. Raises `Invalid` with all fields that are wrong.
    """
    inviter = COMMAND_LINE if actor is None else require(actor, Act.INVITE).handle
    problems: dict[str, str] = {}
    cleaned: dict[str, str] = {}
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("address", lambda: parse_address(address).text),
        ("name", lambda: clean_name(name, "name")),
        ("delegation", lambda: clean_name(delegation, "delegation")),
        ("group", lambda: find_group(site.settings.groups, group).name),
        ("role", lambda: _role(role).value),
    )
    for field, clean in checks:
        try:
            cleaned[field] = clean()
        except Invalid as trouble:
            problems |= trouble.fields or {field: str(trouble)}
    if problems:
        raise Invalid("Please look at the marked fields; nothing was sent.", problems)
    invited = invitations.invite(
        cleaned["address"],
        cleaned["name"],
        cleaned["delegation"],
        cleaned["group"],
        Role(cleaned["role"]),
        inviter,
        now(site),
    )
    return Invited(cleaned["address"], cleaned["name"], link_address(site, invited.secret))


def _role(text: str) -> Role:
    try:
        return Role(text.strip().lower())
    except ValueError:
        raise Invalid("Choose a role.", {"role": "Choose contributor or coordinator."}) from None


def pending(actor: Person | None) -> list[Invitation]:
    """Return the invitations not yet confirmed, newest first, expired ones included."""
    require(actor, Act.INVITE)
    return invitations.pending_invitations()


def revoke(site: Site, actor: Person | None, invitation: int) -> None:
    """Take an invitation back; its link dies."""
    require(actor, Act.INVITE)
    invitations.revoke_invitation(invitation, now(site))


def fresh_link(site: Site, actor: Person | None, address: str) -> str:
    """Return a new one-time link for somebody invited or in the roster; older ones of its kind die.

    `actor` None stands for the command line. Raises `Invalid` for an address that nobody was invited under.
    """
    if actor is not None:
        require(actor, Act.INVITE)
    account = members.account_by_address(address)
    if account is None:
        raise Invalid("Nobody was invited under this address.", {"address": "Invite them first."})
    purpose = Purpose.INVITATION if account.handle is None else Purpose.SIGN_IN
    return link_address(site, links.issue_link(purpose, account.id, now(site)))


def confirm(site: Site, account_id: int, name: str, delegation: str) -> Person:
    """Put an invited person into the roster as they wish to stand there; group and role are as invited.

    Raises `LinkExpired` when their invitation is open no more, and `Invalid` for a name that looks like another's.
    """
    clean = clean_name(name, "name"), clean_name(delegation, "delegation")
    with recording(site) as recorder:
        account = members.account(account_id)
        known = site.index.people.person(account.handle) if account.handle else None
        if known is not None:
            return known  # Confirmed in another window a moment ago.
        if account.handle and taken_out(site, account.handle):
            raise NotAllowed(TAKEN_OUT)
        # One that was confirmed already counts when the server died before the roster had the person.
        invitation = invitations.invitation_of(account_id) or invitations.confirmed_invitation(account_id)
        if invitation is None:
            raise LinkExpired("This invitation is no longer open. Please ask a coordinator for a new one.")
        _require_own_name(site, clean[0])
        handle = account.handle or handle_from(clean[0], site.index.people.handles() | _given())
        # The account learns its handle first: a crash in between is completed by confirming again.
        members.confirm(account_id, handle, now(site))
        person = Person(handle, *clean, invitation.group, invitation.role)
        tree = recorder.writer.tree_with(
            site.record.commit(recorder.main).tree, {f"people/{handle}.yml": person_file(person)}
        )
        recorder.put(MAIN, recorder.main, _roster_event(site, person), tree, (recorder.main,))
    return person


def taken_out(site: Site, handle: Handle) -> bool:
    """Say whether somebody of this handle was in the roster and is no more, as an administrator may decide."""
    people = site.index.people
    # In this order: somebody taken in between the two questions is not taken out.
    return people.was_taken_in(handle) and people.person(handle) is None


def _require_own_name(site: Site, name: str) -> None:
    """Refuse a name that looks like one in the roster: no reader could tell the two people apart."""
    if looks_like(name, (entry.name for entry in site.index.people.roster())) is not None:
        raise Invalid(
            "Somebody here has a name that looks like this one.",
            {
                "name": "Readers could not tell you apart from somebody who takes part already. "
                "Please add what does, such as a second name or an initial."
            },
        )


def _given() -> set[str]:
    return {account.handle for account in members.accounts() if account.handle} | {SERVER.handle}


def _roster_event(site: Site, person: Person) -> Event:
    title = f"Take {person.name} into the list of people"[:200]
    speaker = Speaker(person.handle, person.name, person.delegation, person.group, person.role.value)
    return Event(Kind.ROSTER, title, "", speaker, site.clock(), handle=person.handle)


def issue_token(site: Site, address: str, name: str) -> str:
    """Return a new API token of a person; shown only now. Somebody invited is taken into the roster by this."""
    account = members.account_by_address(address)
    if account is None:
        raise Invalid("Nobody was invited under this address.", {"address": "Invite them first."})
    if account.handle is None or site.index.people.person(account.handle) is None:
        invitation = invitations.invitation_of(account.id) or invitations.confirmed_invitation(account.id)
        if invitation is None:
            raise NotAllowed("Their invitation was taken back or is too old; invite them again.")
        confirm(site, account.id, invitation.name, invitation.delegation)
    return tokens.create_token(account.id, clean_name(name, "name"), now(site))


def token_owner(site: Site, token: str) -> Person | None:
    """Return the person an API token speaks for, as the roster has them; None for a token that is no good."""
    owner = tokens.find_token(token, now(site))
    return None if owner is None else site.index.people.person(owner.handle)


def likely_handle(site: Site, name: str) -> str:
    """Return the handle that a person of this name would be given now."""
    return handle_from(name, site.index.people.handles() | _given())
