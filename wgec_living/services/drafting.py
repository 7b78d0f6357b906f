"""Keeping what somebody is writing until it is sent: private, on the server, one draft for each form."""

from __future__ import annotations

from wgec_living.accounts import drafts
from wgec_living.accounts.types import Draft as Draft
from wgec_living.accounts.types import Fields as Fields

from .inviting import now
from .recording import SentBefore, idempotency_of
from .site import Site
from .views import SignedInPerson


def keep(site: Site, who: SignedInPerson, place: str, fields: Fields, seen: int | None = None) -> int:
    """Keep the fields of the form at `place` and return the draft's version.

    Raises `Stale` when `seen` is not the version kept last: another window went on with it. Raises `SentBefore`, and
    keeps nothing, when something stands on record under the key of these fields: a browser fills in again what was
    sent, and it would wait here as if it were not.
    """
    sent = sent_as(site, who, fields)
    if sent is not None:
        raise sent
    return drafts.keep_draft(who.account, place, fields, seen, now(site))


def sent_as(site: Site, who: SignedInPerson, fields: Fields) -> SentBefore | None:
    """Return what stands on record under the key of these fields, ready to be raised; None where nothing does."""
    if who.person is None:
        return None
    key = idempotency_of(who.person.handle, next(iter(fields.get("idempotency_key", [])), None))
    found = None if key is None else site.index.register.sent_before(key)
    return None if found is None or found[1] is None else SentBefore(found[0], found[1])


def kept(who: SignedInPerson, place: str) -> Draft | None:
    """Return the draft for the form at `place`."""
    return drafts.find_draft(who.account, place)


def all_of(who: SignedInPerson) -> list[Draft]:
    """Return everything somebody began to write and has not sent, the newest first."""
    return drafts.drafts_of(who.account)


def drop(who: SignedInPerson, place: str) -> None:
    """Forget the draft for the form at `place`."""
    drafts.drop_draft(who.account, place)
