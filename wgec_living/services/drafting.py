"""Keeping what somebody is writing until it is sent: private, on the server, one draft for each form."""

from __future__ import annotations

from wgec_living.accounts import drafts
from wgec_living.accounts.types import Draft as Draft
from wgec_living.accounts.types import Fields as Fields

from .inviting import now
from .site import Site
from .views import SignedInPerson


def keep(site: Site, who: SignedInPerson, place: str, fields: Fields, seen: int | None = None) -> int:
    """Keep the fields of the form at `place` and return the draft's version.

    Raises `Stale` when `seen` is not the version kept last: another window went on with it.
    """
    return drafts.keep_draft(who.account, place, fields, seen, now(site))


def kept(who: SignedInPerson, place: str) -> Draft | None:
    """Return the draft for the form at `place`."""
    return drafts.find_draft(who.account, place)


def all_of(who: SignedInPerson) -> list[Draft]:
    """Return everything somebody began to write and has not sent, the newest first."""
    return drafts.drafts_of(who.account)


def drop(who: SignedInPerson, place: str) -> None:
    """Forget the draft for the form at `place`."""
    drafts.drop_draft(who.account, place)
