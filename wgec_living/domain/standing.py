"""Where a contribution stands: computed from its events and the decisions that name it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from .events import Disposition, Event, Kind


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


def standing(branch: Iterable[Event], decisions: Iterable[Event]) -> Status:
    """Return the state of the contribution with these events, each sequence in its own order.

    A removal outweighs everything; the first final decision stands, since the server makes no second one;
    a withdrawal counts unless a final decision was made, which the server also never lets follow.
    """
    kinds = {event.kind for event in branch}
    if Kind.REMOVAL in kinds:
        return Status.REMOVED
    deferred = False
    for event in decisions:
        if event.disposition is None:
            continue
        if event.disposition is not Disposition.DEFERRED:
            return Status(event.disposition.value)
        deferred = True
    if Kind.WITHDRAWAL in kinds:
        return Status.WITHDRAWN
    return Status.DEFERRED if deferred else Status.OPEN
