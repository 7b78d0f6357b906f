"""Block ids of every revision, kept as differences: cost grows with the page, not with the history."""

from __future__ import annotations

import json

from sqlalchemy import Connection, bindparam, select

from wgec_living.domain.handing_over import splice
from wgec_living.domain.identifiers import BlockId, DocumentPath

from .rows import put
from .schema import lineage

WHOLE_EVERY = 64
"""One revision in so many lists all its ids, so that reading any needs at most this many small rows."""

Ids = tuple[BlockId, ...]
_SINCE_WHOLE = (
    select(lineage.c.whole, lineage.c.ids)
    .where(
        lineage.c.document == bindparam("path"),
        lineage.c.number.between(bindparam("first"), bindparam("last")),
    )
    .order_by(lineage.c.number)
)


def row(document: DocumentPath, number: int, ids: Ids, previous: Ids | None) -> dict[str, object]:
    """Return the row that keeps the ids of revision `number`, whose predecessor has `previous`."""
    whole = previous is None or number % WHOLE_EVERY == 1
    text = " ".join(ids) if whole or previous is None else json.dumps(splice(previous, ids))
    return {"document": document, "number": number, "whole": int(whole), "ids": text}


def read(connection: Connection, document: DocumentPath, number: int) -> Ids:
    """Return the ids of the blocks of a revision, in order."""
    ids: list[str] = []
    first = number - (number - 1) % WHOLE_EVERY
    wanted = {"path": document, "first": first, "last": number}
    for whole, text in connection.execute(_SINCE_WHOLE, wanted):
        if whole:
            ids = text.split()
        else:
            start, gone, come = json.loads(text)
            ids[start : start + gone] = come.split()
    return tuple(BlockId(block) for block in ids)


def write(connection: Connection, rows: list[dict[str, object]]) -> None:
    """Keep the rows made by `row`."""
    put(connection, lineage, rows)
