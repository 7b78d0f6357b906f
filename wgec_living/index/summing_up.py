"""Each contribution's row: what it is about (from its first event) and where it stands (from all of them)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

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
        said = _told(tuple([(row[1] == MAIN, row[4], row[5]) for row in found]))
        if said is None:
            continue  # A decision that names a contribution that is not there; `verify` reports it.
        put_off = found[said.put_off] if said.put_off is not None else None
        yield {
            "number": number,
            "status": said.status,
            "updated_at": max([row[6] for row in found]),
            "tip": found[said.tip][3],
            "replies": said.replies,
            "deferred_at": put_off[6] if put_off else None,
            "deferred_on": put_off[2] if put_off else None,
            "closed_at": found[said.closed][6] if said.closed is not None else None,
            "closed_on": found[said.decided][2] if said.decided is not None else None,
        }


class _Told(NamedTuple):
    """What the kinds of a contribution's events say, those that say it being given by their places."""

    status: str
    tip: int
    replies: int
    put_off: int | None
    closed: int | None
    decided: int | None


@lru_cache(1_000)
def _told(events: tuple[tuple[bool, str, str | None], ...]) -> _Told | None:
    """Return what these events say, by the rules of `standing_of`; nearly all contributions have one of few histories.

    Each is given by whether it is on `main`, its kind and its disposition. None where none is on the branch.
    """
    branch = [place for place, (on_main, _, _) in enumerate(events) if not on_main]
    if not branch:
        return None
    decisions = [(place, said) for place, (on_main, _, said) in enumerate(events) if on_main and said]
    final = next((place for place, said in decisions if said != Disposition.DEFERRED), None)
    kinds = [(place, events[place][1]) for place in branch]
    end = next((place for place, kind in kinds if kind in (Kind.WITHDRAWAL, Kind.REMOVAL)), None)
    readable = {Kind(kind) for _, kind in kinds if kind != UNREADABLE}
    return _Told(
        standing_of(readable, [Disposition(said) for _, said in decisions]).value,
        branch[-1],
        sum(kind == Kind.REPLY for _, kind in kinds),
        next((place for place, said in decisions if said == Disposition.DEFERRED), None),
        end if final is None else final,
        final,
    )
