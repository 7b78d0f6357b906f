"""What became of contributions, counted by stakeholder group: the totals of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .events import Event, Kind
from .identifiers import CommitId
from .standing import Status


class Arrangement(StrEnum):
    """The order in which contributions are listed."""

    NUMBER = "number"
    """Newest first."""
    PARAGRAPH = "paragraph"
    """In the order of the texts in force: of the whole text, by paragraph, then what is gone."""
    STAKEHOLDER = "stakeholder"
    """By group, delegation and number."""
    DISPOSITION = "disposition"
    """By status and number."""


STATED = "stated"
"""What became of a position that nobody put off: it is owed no decision."""
OUTCOMES = ("open", STATED, *[status.value for status in Status if status is not Status.OPEN])
"""What may have become of a contribution: its status, but that positions are stated rather than open."""


def outcome(kind: str, status: str) -> str:
    """Return which of the outcomes a contribution has come to."""
    return STATED if kind == Kind.POSITION and status == Status.OPEN else status


@dataclass(frozen=True, slots=True)
class Tally:
    """How many contributions of one kind and status came from one person, as they stood at that time."""

    group: str
    delegation: str
    handle: str
    kind: str
    status: str
    number: int


@dataclass(frozen=True)
class Line:
    """One line of the totals: of a stakeholder group, or of all."""

    group: str
    outcomes: Mapping[str, int]
    """How many came to each outcome; those that none came to are left out."""
    kinds: Mapping[str, int]
    delegations: int
    """Distinct ones that put something forward."""
    people: int

    @property
    def total(self) -> int:
        """All contributions of this line."""
        return sum(self.outcomes.values())


@dataclass(frozen=True)
class Totals:
    """The totals of a report; whoever spoke for two groups is one person of both, and one of all."""

    groups: tuple[Line, ...]
    """Those of the site in its order, also where nothing came from them; then any others that spoke."""
    all: Line

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that any contribution came to, in the order they are told."""
        return tuple(name for name in OUTCOMES if self.all.outcomes.get(name))


def totals(tallies: Iterable[Tally], groups: Sequence[str]) -> Totals:
    """Return the totals of some tallies; `groups` are the names of the site's groups in its order."""
    found = list(tallies)
    by_group: dict[str, list[Tally]] = {name: [] for name in groups}
    for tally in sorted(found, key=lambda tally: (not tally.group, tally.group)):
        by_group.setdefault(tally.group, []).append(tally)
    return Totals(tuple(_line(name, tallied) for name, tallied in by_group.items()), _line("", found))


def _line(group: str, tallies: Sequence[Tally]) -> Line:
    outcomes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for tally in tallies:
        outcomes[outcome(tally.kind, tally.status)] += tally.number
        kinds[tally.kind] += tally.number
    delegations = {(tally.group, tally.delegation) for tally in tallies if tally.delegation}
    return Line(
        group, dict(outcomes), dict(kinds), len(delegations), len({tally.handle for tally in tallies})
    )


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day."""

    day: int
    """Days since 1970, UTC."""
    contributions: int
    decisions: int


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision that a contribution stands by: the first final one, else its last deferral."""

    commit: CommitId
    event: Event
    revision: int | None
    """The revision it made, if any."""
