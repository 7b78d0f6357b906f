"""Keeping what a form held when it was sent to be checked, without a loss to what another window keeps there."""

from __future__ import annotations

from wgec_living.domain.errors import Stale
from wgec_living.services import drafting
from wgec_living.services.drafting import Draft
from wgec_living.services.recording import SentBefore

from .current import site
from .draft_places import fields_sent
from .signing import holder

KEY = "idempotency_key"


def keep_typed(place: str, key: str) -> bool:
    """Keep what was just typed as the draft of the form at `place`, under its `key`; say whether it is kept.

    It is not where it stands on record already, and where another window keeps a draft that was not sent.
    """
    found = drafting.kept(holder(), place)
    if (
        found is not None
        and not _has(found, key)
        and drafting.sent_as(site(), holder(), found.fields) is None
    ):
        return False
    try:
        drafting.keep(site(), holder(), place, {**fields_sent(), KEY: [key]}, found.version if found else 0)
    except (SentBefore, Stale):
        return False
    return True


def own_draft(place: str, key: str) -> Draft | None:
    """Return the draft kept for the form at `place` with this `key`; None where it is another window's."""
    found = drafting.kept(holder(), place) if place else None
    return found if found is not None and _has(found, key) else None


def drop_sent(place: str, key: str) -> None:
    """Forget the draft of the form at `place`, which was just sent with this `key`."""
    if own_draft(place, key) is not None:
        drafting.drop(holder(), place)


def _has(draft: Draft, key: str) -> bool:
    return draft.fields.get(KEY, [""]) == [key]
