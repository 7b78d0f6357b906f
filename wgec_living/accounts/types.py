"""What the accounts tell the layers above: frozen values, never database rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from wgec_living.domain.identifiers import Handle
from wgec_living.domain.people import Role

COMMAND_LINE = "command line"
"""Stands for the inviter when an invitation was issued on the server itself."""


class Purpose(StrEnum):
    """What a one-time link may be used for; a link of one purpose is worth nothing for another."""

    INVITATION = "invitation"
    SIGN_IN = "sign-in"


LINK_LIFE: dict[Purpose, timedelta] = {
    Purpose.INVITATION: timedelta(days=14),
    Purpose.SIGN_IN: timedelta(days=7),
}
SESSION_IDLE = timedelta(hours=12)
SESSION_LIFE = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=5)
"""A session's last use is written at most this often; it may look idle for that much too long."""


@dataclass(frozen=True)
class Address:
    """A checked e-mail address: as typed, where mail goes, and the key two spellings are compared by."""

    text: str
    key: str


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in; `handle` is None until they confirmed how they stand in the record."""

    id: int
    address: str
    handle: Handle | None
    has_password: bool
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True)
class Invitation:
    """The name, delegation, group and role proposed to one person, open until confirmed or revoked."""

    id: int
    account_id: int
    address: str
    name: str
    delegation: str
    group: str
    role: Role
    invited_by: str
    """A handle, or `COMMAND_LINE`."""
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Invited:
    """A fresh invitation with the secret of its link, which is kept nowhere else."""

    invitation: Invitation
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Link:
    """A one-time link that is, or was just, good; whom it speaks for."""

    purpose: Purpose
    account: Account
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class SignedIn:
    """The person behind a live session."""

    session_id: int
    account_id: int
    address: str
    handle: Handle | None
    opened_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class OpenSession:
    """One live session as its owner sees it in the list of their sessions."""

    id: int
    label: str
    opened_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Token:
    """An API token as its owner sees it; the token itself is shown once and kept nowhere."""

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None
    """Of the last use, to the hour."""


@dataclass(frozen=True)
class TokenOwner:
    """The person an API token speaks for."""

    token_id: int
    account_id: int
    handle: Handle


Fields = dict[str, list[str]]
"""The fields of a form by name, each with all its values, as a browser sends them."""


@dataclass(frozen=True)
class Draft:
    """What somebody is writing and has not sent."""

    place: str
    """The form it belongs to."""
    version: int
    """Counts the keepings from 1, so that two windows notice each other."""
    fields: Fields
    saved_at: datetime
