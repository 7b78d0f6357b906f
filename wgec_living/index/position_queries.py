"""Questions about how people stand on contributions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from wgec_living.domain.events import Event, Kind, Speaker
from wgec_living.domain.message import parse
from wgec_living.store.record import MAIN

from .database import Database
from .schema import events


class PositionQueries:
    """Reads the positions taken on contributions from the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def on(self, numbers: Sequence[int]) -> dict[int, list[Event]]:
        """Return every position taken on some contributions, in the order taken; those without any are left out."""
        found: dict[int, list[Event]] = {}
        followed = (events.c.kind == Kind.POSITION.value) & (events.c.position > 0) & (events.c.line != MAIN)
        with self._database.reading() as connection:
            for start in range(0, len(numbers), 500):
                query = (
                    select(
                        events.c.contribution, events.c.message, events.c.handle, events.c.name, events.c.at
                    )
                    .where(events.c.contribution.in_(numbers[start : start + 500]), followed)
                    .order_by(events.c.contribution, events.c.position)
                )
                for row in connection.execute(query):
                    event = parse(row.message, Speaker(row.handle, row.name), row.at)
                    if isinstance(event, Event):
                        found.setdefault(row.contribution, []).append(event)
        return found
