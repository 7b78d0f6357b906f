"""A text as it grew: which of its revisions are shown one after the other, and where one stands among them."""

from __future__ import annotations

from dataclasses import dataclass

MOST_STEPS = 60
"""Of a longer history so many revisions are shown, evenly chosen, unless all are asked for."""


@dataclass(frozen=True)
class Steps:
    """One step with its neighbours, by their revisions' numbers; None where there is none."""

    here: int
    place: int
    """From 1."""
    count: int
    first: int | None
    previous: int | None
    next: int | None
    last: int | None
    sampled: bool
    """Whether some revisions are passed over."""

    @property
    def fresh(self) -> range:
        """The revisions that came since the step before."""
        return range((self.previous or 0) + 1, self.here + 1) if self.here > 1 else range(0)


def steps(newest: int, here: int, *, every: bool) -> Steps:
    """Return the step at revision `here`, or at the one shown last before it; work and answer stay the same size."""
    count = newest if every else min(newest, MOST_STEPS)
    place = here if count == newest else _place(here, newest, count)

    def at(step: int) -> int | None:
        return _revision(step, newest, count) if 1 <= step <= count else None

    return Steps(
        here=_revision(place, newest, count),
        place=place,
        count=count,
        first=at(1) if place > 1 else None,
        previous=at(place - 1),
        next=at(place + 1),
        last=at(count) if place < count else None,
        sampled=count < newest,
    )


def _revision(step: int, newest: int, count: int) -> int:
    """Return the revision of a step: the first and the newest are always among them."""
    return 1 if count == 1 else 1 + (step - 1) * (newest - 1) // (count - 1)


def _place(here: int, newest: int, count: int) -> int:
    return max(step for step in range(1, count + 1) if _revision(step, newest, count) <= here)
