"""Editions of the record become rows."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from wgec_living.domain.editions import number_of_edition
from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.events import Event
from wgec_living.domain.identifiers import ObjectId
from wgec_living.domain.message import Unreadable
from wgec_living.store.record import MAIN, Record
from wgec_living.store.tags import edition_of

from .moves import Move
from .schema import editions, events, refs

_PUT = insert(editions).prefix_with("OR REPLACE")
_PUT_REFS = insert(refs).prefix_with("OR REPLACE")
_ON_MAIN = select(events.c.position).where(events.c.id == editions.c.commit, events.c.line == MAIN)
# A tag may be there before the commit of `main` that it is on: looked for again whenever `main` moves.
_PLACE = (
    update(editions).where(editions.c.position.is_(None)).values(position=_ON_MAIN.limit(1).scalar_subquery())
)


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
