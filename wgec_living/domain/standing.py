"""Where a contribution stands: computed from its events and the decisions that name it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from .events import Disposition, Kind


class Status(StrEnum):
    """The state of a contribution."""

    OPEN = "open"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_CHANGES = "accepted-with-changes"
    NOTED = "noted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


UNDECIDED = frozenset({Status.OPEN, Status.DEFERRED})
"""The states in which a contribution still waits for a decision."""


@dataclass(frozen=True, slots=True)
class Then:
    """A moment of the record, at which a text or a contribution is looked at as it stood."""

    at: int
    """The last second that counts, since 1970."""
    before: int | None = None
    """The place on `main` of the first commit that no longer counts, where that second holds several."""


def awaits_decision(kind: str, status: Status) -> bool:
    """Say whether a contribution waits for a decision: any undecided one, but a position only once it was deferred."""
    return status in UNDECIDED and (kind != Kind.POSITION or status is Status.DEFERRED)


def standing_of(branch: Collection[Kind], decisions: Iterable[Disposition]) -> Status:
    """Return the state of a contribution with events of these kinds on its branch and these decisions, in order.

    A removal outweighs everything; the first final decision stands, since the server makes no second one; a
    withdrawal counts unless a final decision was made, which the server also never lets follow.
    """
    if Kind.REMOVAL in branch:
        return Status.REMOVED
    deferred = False
    for disposition in decisions:
        if disposition is not Disposition.DEFERRED:
            return Status(disposition.value)
        deferred = True
    if Kind.WITHDRAWAL in branch:
        return Status.WITHDRAWN
    return Status.DEFERRED if deferred else Status.OPEN
