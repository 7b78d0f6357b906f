"""Each contribution's row: what it is about (from its first event) and where it stands (from all of them)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from wgec_living.domain.events import Disposition, Event, Kind
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.domain.standing import standing_of
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import MAIN

from .rows import put
from .schema import contributions, events

UNREADABLE = "unreadable"
CHUNK = 500
_STANDING = ("status", "updated_at", "tip", "replies", "deferred_at", "deferred_on", "closed_at", "closed_on")
# Built once: putting a statement together takes longer than running it.
_CHANGE = (
    update(contributions)
    .where(contributions.c.number == bindparam("new_number"))
    .values({name: bindparam(f"new_{name}") for name in _STANDING})
)
_EVENT = ("contribution", "line", "position", "id", "kind", "disposition", "at")
_EVENTS = (
    select(*[events.c[name] for name in _EVENT])
    .where(events.c.contribution.in_(bindparam("numbers", expanding=True)))
    .order_by(*[events.c[name] for name in _EVENT[:3]])
)


@dataclass(slots=True)
class Opening:
    """The first event of a contribution, and the revision it was written on."""

    number: int
    commit: StoredCommit
    event: Event | None
    """None where the commit cannot be read."""
    name: str
    """Who began it, as a commit that cannot be read is shown."""
    base_revision: int = 0

    @property
    def base(self) -> CommitId:
        """The commit on `main` that the contributor had before their eyes."""
        return self.commit.parents[0] if self.commit.parents else self.commit.id

    @property
    def document(self) -> DocumentPath | None:
        """The document it is about."""
        return self.event.document if self.event else None

    def row(self) -> dict[str, object]:
        """Return the columns that never change."""
        event = self.event
        common = {
            "number": self.number,
            "base": self.base,
            "base_revision": self.base_revision,
            "created_at": self.commit.committer.at,
        }
        if event is None:
            empty = dict.fromkeys(("document", "delegation", "group", "role", "handle"), "")
            none = dict.fromkeys(
                ("first_line", "last_line", "change_type", "stance", "takes_back", "supersedes")
            )
            title = "This contribution cannot be read"
            return common | empty | none | {"kind": UNREADABLE, "title": title, "name": self.name}
        who, lines = event.speaker, event.lines or (None, None)
        return common | {
            "kind": event.kind.value,
            "document": event.document or "",
            "title": event.title,
            "handle": who.handle,
            "name": who.name,
            "delegation": who.delegation,
            "group": who.group,
            "role": who.role,
            "first_line": lines[0],
            "last_line": lines[1],
            "change_type": event.change_type.value if event.change_type else None,
            "stance": event.stance.value if event.stance else None,
            "takes_back": event.takes_back,
            "supersedes": event.supersedes,
        }


def write_contributions(
    connection: Connection,
    openings: Iterable[Opening],
    touched: Iterable[int],
    whole: Iterable[Mapping[str, object]] | None = None,
) -> set[int]:
    """Insert the rows of new contributions and bring those of all `touched` ones up to their events.

    `whole` are the rows of all events there are, where the caller has them at hand. Returns the new ones on which
    there is a decision already.
    """
    new = {opening.number: opening for opening in openings}
    rows, changes, decided = [], [], set()
    found = _kept(connection, sorted(touched)) if whole is None else _sorted(whole)
    for state in _states(found):
        number = state["number"]
        if number in new:
            rows.append(new[number].row() | state)
            if state["deferred_at"] is not None or state["closed_on"] is not None:
                decided.add(number)
        else:
            changes.append({f"new_{name}": value for name, value in state.items()})
    put(connection, contributions, rows)
    if changes:
        connection.execute(_CHANGE, changes)
    return decided


_Row = tuple[Any, ...]
"""The columns `_EVENT` of an event; the first three put them in order."""


def _kept(connection: Connection, numbers: list[int]) -> Iterator[_Row]:
    for start in range(0, len(numbers), CHUNK):
        yield from map(tuple, connection.execute(_EVENTS, {"numbers": numbers[start : start + CHUNK]}))


def _sorted(rows: Iterable[Mapping[str, object]]) -> Iterable[_Row]:
    return sorted(map(itemgetter(*_EVENT), (row for row in rows if row["contribution"] is not None)))


def _states(rows: Iterable[_Row]) -> Iterator[dict[str, object]]:
    """Yield where each contribution stands after these events, which come in order."""
    for number, group in groupby(rows, key=itemgetter(0)):
        found = list(group)
        branch = [row for row in found if row[1] != MAIN]
        if not branch:
            continue  # A decision that names a contribution that is not there; `verify` reports it.
        decisions = [Disposition(row[5]) for row in found if row[1] == MAIN and row[5]]
        kinds = {Kind(row[4]) for row in branch if row[4] != UNREADABLE}
        yield {
            "number": number,
            "status": standing_of(kinds, decisions).value,
            "updated_at": max(row[6] for row in found),
            "tip": branch[-1][3],
            "replies": sum(row[4] == Kind.REPLY for row in branch),
        } | _times(branch, [row for row in found if row[1] == MAIN and row[5]])


def _times(branch: list[_Row], decided: list[_Row]) -> dict[str, object]:
    """Return when a contribution was put off and closed, by the rules of `standing_of`."""
    final = next((row for row in decided if row[5] != Disposition.DEFERRED), None)
    ends = [row for row in branch if row[4] in (Kind.WITHDRAWAL, Kind.REMOVAL)]
    closing = final or next(iter(ends), None)
    put_off = next((row for row in decided if row[5] == Disposition.DEFERRED), None)
    return {
        "deferred_at": put_off[6] if put_off else None,
        "deferred_on": put_off[2] if put_off else None,
        "closed_at": closing[6] if closing else None,
        "closed_on": final[2] if final else None,
    }
