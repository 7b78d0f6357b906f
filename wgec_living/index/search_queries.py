"""Questions about words: where they stand, best first, and how often."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)

from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.identifiers import CommitId
from wgec_living.domain.message import parse
from wgec_living.domain.search_query import Query, expression
from wgec_living.domain.search_results import Hits, Ranked, SearchFilter, SearchHit, SearchPlace
from wgec_living.domain.standing import Status

from .database import Database
from .schema import SEARCHED_WORDS, contributions, events, searched
from .search_rows import SHIFT, Place

MOST = 1_000
"""So many of what fits are ranked, the newest first; whoever finds more is told so."""
LOOKED_THROUGH = 20_000
"""Words that are gone, among which are those that came back, or stand in another passage's place."""
PLACES = {
    SearchPlace.TEXT: Place.TEXT,
    SearchPlace.CONTRIBUTIONS: Place.CONTRIBUTION,
    SearchPlace.REASONS: Place.REASON,
    SearchPlace.HISTORY: Place.HISTORY,
}
NO_FTS = (
    "Search needs SQLite with its extension FTS5, and the SQLite of this Python was built without it. Please use a "
    "Python whose sqlite3 module has FTS5, as those of Debian, Ubuntu, Fedora and python.org have."
)
_WORDS = table("searched_words", column("rowid"))
_KNOWN = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.known_words USING fts5vocab(main, searched_words, row)"
_KNOWN_FROM = "SELECT term, doc FROM temp.known_words WHERE term BETWEEN ? AND ?"
_SCORE: ColumnElement[float] = literal_column("round(bm25(searched_words, 5.0, 1.0, 1.0), 6)")
"""A title weighs as much as five times what is said."""
_RANKED = (_SCORE.label("score"), -searched.c.at, searched.c.id)
_PASSAGE = (searched.c.document, searched.c.block)
_JOINED = _WORDS.join(searched, searched.c.id == _WORDS.c.rowid)
_REMOVED = select(contributions.c.number).where(contributions.c.status == Status.REMOVED.value)
# Looked up among the few that were removed, instead of once for each thing found.
_NOT_REMOVED = or_(searched.c.contribution.is_(None), searched.c.contribution.not_in(_REMOVED))


def check_search() -> None:
    """Refuse a SQLite that cannot search, in words for whoever runs the server."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(SEARCHED_WORDS)
    except sqlite3.OperationalError as trouble:
        raise CorruptRecord(NO_FTS) from trouble
    finally:
        connection.close()


class SearchQueries:
    """Finds words in the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, query: Query, wanted: SearchFilter, place: SearchPlace) -> Hits:
        """Return what fits at one place, best first, the newest of equals first."""
        with self._database.reading() as connection:
            if place is SearchPlace.HISTORY:
                rows = _gone(connection, query, wanted)
            else:
                asked = _asked(select(*_RANKED), query, wanted, PLACES[place]).limit(MOST + 1)
                rows = list(map(Ranked._make, connection.execute(asked).all()))
        return Hits(sorted(rows[:MOST]), len(rows) > MOST)

    def count(self, query: Query, wanted: SearchFilter, place: SearchPlace) -> tuple[int, bool]:
        """Return how much fits at one place, and whether it is more than that."""
        if place is SearchPlace.HISTORY:
            hits = self.find(query, wanted, place)
            return len(hits.items), hits.more
        asked = _asked(select(_WORDS.c.rowid), query, wanted, PLACES[place]).limit(MOST + 1)
        with self._database.reading() as connection:
            found = connection.scalar(select(func.count()).select_from(asked.subquery())) or 0
        return min(found, MOST), found > MOST

    def known(self, beginning: str) -> dict[str, int]:
        """Return the words that begin so, as they are searched, each with in how many things it stands."""
        with self._database.reading() as connection:
            connection.exec_driver_sql(_KNOWN)
            rows = connection.exec_driver_sql(_KNOWN_FROM, (beginning, f"{beginning}\U0010ffff"))
            return {word: things for word, things in rows}

    def hits(self, ids: Sequence[int]) -> tuple[SearchHit, ...]:
        """Return what stands under these numbers, in the same order."""
        with self._database.reading() as connection:
            rows = connection.execute(select(searched).where(searched.c.id.in_(ids))).all()
        found = {row.id: _hit(row) for row in rows}
        return tuple(found[number] for number in ids if number in found)

    def events(self, commits: list[CommitId]) -> dict[CommitId, Event]:
        """Return what was said or decided in some commits, as far as it can be read."""
        found: dict[CommitId, Event] = {}
        with self._database.reading() as connection:
            for row in connection.execute(select(events).where(events.c.id.in_(commits))):
                event = parse(row.message, Speaker(row.handle, row.name), row.at)
                if isinstance(event, Event):
                    found[CommitId(row.id)] = event
        return found


def _asked(statement: Select[Any], query: Query, wanted: SearchFilter, place: Place) -> Select[Any]:
    """Return a question about one place, narrowed, the newest first."""
    conditions: list[Any] = [
        text("searched_words MATCH :expression").bindparams(expression=expression(query)),
        _WORDS.c.rowid.between(place.first, place.last),
        _NOT_REMOVED,
    ]
    for value, at in (
        (wanted.document, searched.c.document),
        (wanted.group, searched.c.group),
        (wanted.handle, searched.c.handle),
    ):
        if value:
            conditions.append(at == value)
    if wanted.status:
        standing = select(contributions.c.number).where(contributions.c.status == wanted.status)
        conditions.append(searched.c.contribution.in_(standing))
    if wanted.since is not None:
        conditions.append(searched.c.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(searched.c.at <= wanted.until)
    return statement.select_from(_JOINED).where(*conditions).order_by(_WORDS.c.rowid.desc())


def _gone(connection: Connection, query: Query, wanted: SearchFilter) -> list[Ranked]:
    """Return what fits among the words that are gone: of each passage its last state, unless it fits as it is now."""
    here = _asked(select(*_PASSAGE), query, SearchFilter(document=wanted.document), Place.TEXT)
    seen = {tuple(row) for row in connection.execute(here).all()}
    asked = _asked(select(*_PASSAGE, *_RANKED), query, wanted, Place.HISTORY)
    found = []
    for row in connection.execute(asked.limit(LOOKED_THROUGH)).all():
        if row[:2] not in seen:
            seen.add(row[:2])
            found.append(Ranked._make(row[2:]))
    return found


def _hit(row: Row[Any]) -> SearchHit:
    values = dict(row._mapping)
    place = Place(values.pop("id") >> SHIFT)
    return SearchHit(place=next(name for name, at in PLACES.items() if at is place), **values)
