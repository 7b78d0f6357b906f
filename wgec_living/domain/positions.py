"""How people stand on one contribution, told by stakeholder group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .events import Event, Kind, Stance


@dataclass(frozen=True)
class Stood:
    """The people who hold one position on a contribution."""

    stance: Stance
    by_group: tuple[tuple[str, int], ...]
    """Names of stakeholder groups with their numbers, the largest first."""

    @property
    def total(self) -> int:
        """How many they are."""
        return sum(number for _, number in self.by_group)


def newest_positions(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the newest position of each person among what followed on a contribution, in the order taken."""
    newest: dict[str, Event] = {}
    for event in events:
        if event.kind is Kind.POSITION:
            newest.pop(event.speaker.handle, None)
            newest[event.speaker.handle] = event
    return tuple(newest.values())


def tally(events: Iterable[Event]) -> tuple[Stood, ...]:
    """Return who stands how on a contribution, from what followed on it; positions that nobody holds are left out."""
    newest = newest_positions(events)
    return counted((event.stance, event.speaker.group) for event in newest if event.stance is not None)


def counted(positions: Iterable[tuple[Stance, str]]) -> tuple[Stood, ...]:
    """Return how many of which group hold each position, from one position and group for each person."""
    held: dict[Stance, Counter[str]] = {}
    for stance, group in positions:
        held.setdefault(stance, Counter())[group] += 1
    return tuple(
        Stood(stance, tuple(sorted(held[stance].items(), key=lambda pair: (-pair[1], pair[0]))))
        for stance in Stance
        if stance in held
    )
