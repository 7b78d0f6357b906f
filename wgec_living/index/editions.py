"""Editions of the record become rows, and the questions about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, insert, or_, select, update

from wgec_living.domain.editions import HIGHEST, EditionSummary, UnreadableEdition, number_of_edition
from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.identifiers import DocumentPath, ObjectId
from wgec_living.domain.message import Unreadable
from wgec_living.store.record import MAIN, Record
from wgec_living.store.tags import edition_of

from .database import Database
from .moves import Move
from .schema import editions, events, refs, revisions

_PUT = insert(editions).prefix_with("OR REPLACE")
_PUT_REFS = insert(refs).prefix_with("OR REPLACE")
_ON_MAIN = select(events.c.position).where(events.c.id == editions.c.commit, events.c.line == MAIN)
# A tag may be there before the commit of `main` that it is on: looked for again whenever `main` moves.
_PLACE = (
    update(editions).where(editions.c.position.is_(None)).values(position=_ON_MAIN.limit(1).scalar_subquery())
)
_READABLE = editions.c.problem.is_(None) & editions.c.position.is_not(None)


def take_editions(connection: Connection, record: Record, moved: Iterable[Move]) -> None:
    """Take in the tags that are new, or are others than they were."""
    for move in moved:
        number = number_of_edition(move.ref)
        if number is not None:
            connection.execute(_PUT, _row(record, number, ObjectId(move.new)))
            connection.execute(_PUT_REFS, {"name": move.ref, "tip": move.new})


def place_editions(connection: Connection) -> None:
    """Note where on `main` the editions stand whose place was not known."""
    connection.execute(_PLACE)


def _row(record: Record, number: int, name: ObjectId) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(editions.columns.keys())
    row |= dict.fromkeys(("commit", "title", "note", "handle", "name", "delegation", "group", "role"), "")
    row |= {"number": number, "tag": name, "at": 0}
    try:
        tag = record.tag(name)
    except CorruptRecord:
        return row | {"problem": "is not an annotated tag"}
    event = edition_of(tag, number, record.site)
    row |= {"commit": tag.target, "at": tag.tagger.at, "title": event.title, "note": event.body}
    if isinstance(event, Unreadable):
        return row | {"problem": event.problem}
    return row | _said(event)


def _said(event: Event) -> dict[str, object]:
    who = event.speaker
    return {
        "document": event.document,
        "handle": who.handle,
        "name": who.name,
        "delegation": who.delegation,
        "group": who.group,
        "role": who.role,
        "idempotency": event.idempotency,
    }


class EditionQueries:
    """Reads editions from the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, path: DocumentPath | None = None) -> tuple[EditionSummary, ...]:
        """Return every edition, or those that took a document in; newest first."""
        return self._some(editions.c.number.is_not(None), path)

    def at(self, number: int, path: DocumentPath | None = None) -> EditionSummary | None:
        """Return an edition by its number; None for an unknown one, and for one that did not take `path` in."""
        found = self._some(editions.c.number == number, path)
        return found[0] if found else None

    def newest(self, path: DocumentPath, below: int = HIGHEST + 1) -> EditionSummary | None:
        """Return the newest edition that took a document in, of those numbered below one; None where there is none."""
        found = self._some(editions.c.number < below, path, 1)
        return found[0] if found else None

    def sent_before(self, key: str) -> EditionSummary | None:
        """Return the edition that was sent with this idempotency hash, if any was."""
        found = self._some(editions.c.idempotency == key)
        return found[0] if found else None

    def unreadable(self) -> tuple[UnreadableEdition, ...]:
        """Return the tags that stand where editions should and are none."""
        query = select(editions).where(~_READABLE).order_by(editions.c.number)
        with self._database.reading() as connection:
            return tuple(
                UnreadableEdition(
                    row["number"], row["title"], row["note"], row["problem"] or "is not on the line of main"
                )
                for row in connection.execute(query).mappings()
            )

    def _some(
        self, wanted: Any, path: DocumentPath | None = None, most: int | None = None
    ) -> tuple[EditionSummary, ...]:
        query = select(editions).where(_READABLE, wanted).order_by(editions.c.number.desc()).limit(most)
        if path is not None:
            there = exists().where(revisions.c.document == path, revisions.c.position <= editions.c.position)
            query = query.where(or_(editions.c.document.is_(None), editions.c.document == path), there)
        with self._database.reading() as connection:
            return tuple(_edition(row) for row in connection.execute(query).mappings())


def _edition(row: RowMapping) -> EditionSummary:
    return EditionSummary(
        number=row["number"],
        title=row["title"],
        note=row["note"],
        commit=row["commit"],
        tag=row["tag"],
        at=row["at"],
        speaker=Speaker(row["handle"], row["name"], row["delegation"], row["group"], row["role"]),
        document=row["document"],
    )
