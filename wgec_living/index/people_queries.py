"""Questions about the roster."""

from __future__ import annotations

from sqlalchemy import bindparam, func, literal, select, union

from wgec_living.domain.identifiers import Handle
from wgec_living.domain.people import Person, Role
from wgec_living.domain.summaries import RosterEntry

from .database import Database
from .schema import contributions, events, people

_PERSON = select(people).where(people.c.handle == bindparam("handle"))


class PeopleQueries:
    """Reads the roster from the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def person(self, handle: str) -> Person | None:
        """Return a person of the roster, or None."""
        with self._database.reading() as connection:
            row = connection.execute(_PERSON, {"handle": handle}).mappings().first()
        if row is None:
            return None
        return Person(Handle(handle), row["name"], row["delegation"], row["group"], Role(row["role"]))

    def was_taken_in(self, handle: str) -> bool:
        """Say whether a person was ever taken into the roster, whether or not they are in it now."""
        taken = events.c.handle == handle, events.c.kind == "roster", events.c.line == "refs/heads/main"
        with self._database.reading() as connection:
            return connection.scalar(select(events.c.id).where(*taken).limit(1)) is not None

    def handles(self) -> frozenset[str]:
        """Return every handle of the roster and of whoever spoke before: none is ever given twice."""
        ever = union(select(people.c.handle), select(events.c.handle))
        with self._database.reading() as connection:
            return frozenset(connection.scalars(ever))

    def roster(self, *, counted: bool = True) -> tuple[RosterEntry, ...]:
        """Return everybody, by stakeholder group, delegation and name, with how much they contributed.

        That is 0 for everybody where nobody's contributions are to be counted, which takes time.
        """
        own = select(func.count()).where(contributions.c.handle == people.c.handle).scalar_subquery()
        query = select(people, (own if counted else literal(0)).label("contributions"))
        query = query.order_by(people.c.group, people.c.delegation, people.c.name)
        with self._database.reading() as connection:
            return tuple(RosterEntry(**row) for row in connection.execute(query).mappings())
