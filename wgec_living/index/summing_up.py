"""Each contribution's row: what it is about (from its first event) and where it stands (from all of them)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, bindparam, insert, select, update

from wgec_living.domain.events import Disposition, Event, Kind
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.lineage import blocks_at
from wgec_living.domain.standing import standing_of
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import MAIN

from .schema import contributions, events, targets
from .texts import TextState

UNREADABLE = "unreadable"
CHUNK = 500


@dataclass(slots=True)
class Opening:
    """The first event of a contribution, and what its line range means in its base revision."""

    number: int
    commit: StoredCommit
    event: Event | None
    """None where the commit cannot be read."""
    base_revision: int = 0
    blocks: tuple[BlockId, ...] = ()

    @property
    def base(self) -> CommitId:
        """The commit on `main` that the contributor had before their eyes."""
        return self.commit.parents[0] if self.commit.parents else self.commit.id

    @property
    def document(self) -> DocumentPath | None:
        """The document it is about."""
        return self.event.document if self.event else None

    def resolve(self, state: TextState | None) -> None:
        """Learn the base revision and the target's blocks from the document as it stood at the base."""
        if state is None:
            return
        self.base_revision = state.number
        if self.event is not None and self.event.lines is not None:
            self.blocks = tuple(state.ids[i] for i in blocks_at(state.blocks, self.event.lines))

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
            return (
                common | empty | none | {"kind": UNREADABLE, "title": title, "name": self.commit.author.name}
            )
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


def write_contributions(connection: Connection, openings: Iterable[Opening], touched: Iterable[int]) -> None:
    """Insert the rows of new contributions and bring those of all `touched` ones up to their events."""
    new = {opening.number: opening for opening in openings}
    rows, changes = [], []
    for state in _states(connection, sorted(touched)):
        number = state["number"]
        if number in new:
            rows.append(new[number].row() | state)
        else:
            changes.append({f"new_{name}": value for name, value in state.items()})
    if rows:
        connection.execute(insert(contributions), rows)
    if changes:
        columns = ("status", "updated_at", "tip", "replies")
        statement = update(contributions).where(contributions.c.number == bindparam("new_number"))
        connection.execute(statement.values({name: bindparam(f"new_{name}") for name in columns}), changes)
    aims = [
        {"contribution": o.number, "place": i, "document": o.document, "block": block}
        for o in new.values()
        for i, block in enumerate(o.blocks)
    ]
    if aims:
        connection.execute(insert(targets), aims)


def _states(connection: Connection, numbers: list[int]) -> Iterator[dict[str, object]]:
    columns = (
        events.c.contribution,
        events.c.line,
        events.c.id,
        events.c.kind,
        events.c.disposition,
        events.c.at,
    )
    for start in range(0, len(numbers), CHUNK):
        wanted = numbers[start : start + CHUNK]
        query = select(*columns).where(events.c.contribution.in_(wanted))
        query = query.order_by(events.c.contribution, events.c.line, events.c.position)
        for number, group in groupby(connection.execute(query), key=lambda row: row.contribution):
            found = list(group)
            branch = [row for row in found if row.line != MAIN]
            if not branch:
                continue  # A decision that names a contribution that is not there; `verify` reports it.
            decisions = [
                Disposition(row.disposition) for row in found if row.line == MAIN and row.disposition
            ]
            kinds = {Kind(row.kind) for row in branch if row.kind != UNREADABLE}
            yield {
                "number": number,
                "status": standing_of(kinds, decisions).value,
                "updated_at": max(row.at for row in found),
                "tip": branch[-1].id,
                "replies": sum(row.kind == Kind.REPLY for row in branch),
            }
