"""Questions about where contributions stood at a moment."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select

from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.standing import Status, Then

from .database import Database
from .schema import anchors, contributions, events, targets

_REMOVED = Status.REMOVED.value


class Counted(NamedTuple):
    """How many contributions a document had at a moment."""

    total: int
    undecided: int


def there(then: Then) -> ColumnElement[bool]:
    """Return the condition that a contribution was there at a moment."""
    return contributions.c.created_at <= then.at


def undecided(then: Then) -> ColumnElement[bool]:
    """Return the condition that a contribution that was there waited for its decision then."""
    closed = contributions.c.closed_at
    later = [closed.is_(None), closed > then.at]
    if then.before is not None:
        later.append(contributions.c.closed_on >= then.before)
    return and_(contributions.c.status != _REMOVED, or_(*later))


def status(then: Then) -> ColumnElement[str]:
    """Return the state of a contribution at a moment; what was removed is removed at every moment."""
    put_off = contributions.c.deferred_at <= then.at
    if then.before is not None:
        put_off = and_(put_off, contributions.c.deferred_on < then.before)
    return case(
        (undecided(then), case((put_off, Status.DEFERRED.value), else_=Status.OPEN.value)),
        else_=contributions.c.status,
    )


class StandingQueries:
    """Reads from the index how things stood."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counted(self, document: DocumentPath, then: Then) -> Counted:
        """Return how many contributions a document had at a moment, and how many of them waited for a decision."""
        stated = and_(contributions.c.kind == Kind.POSITION.value, status(then) == Status.OPEN.value)
        waited = func.sum(case((and_(undecided(then), not_(stated)), 1), else_=0))
        query = select(func.count(), waited).where(contributions.c.document == document, there(then))
        with self._database.reading() as connection:
            total, waiting = connection.execute(query).one()
        return Counted(int(total), int(waiting or 0))

    def by_block(self, document: DocumentPath, revision: int, then: Then) -> dict[BlockId, int]:
        """Return for each block how many contributions had been on it by a moment, up to a revision of its text."""
        of_it = anchors.c.contribution == targets.c.contribution
        piece = func.json_each(anchors.c.pieces).table_valued("value").c.value
        here = func.json_extract(piece, "$[0]") == targets.c.block
        query = (
            select(targets.c.block, func.count())
            .join(contributions, contributions.c.number == targets.c.contribution)
            .where(targets.c.document == document, there(then))
            # The pieces are read only where something became of the passage later: that is slow, and rare.
            .where(
                or_(
                    ~exists().where(of_it, anchors.c.since > revision),
                    exists().where(of_it, anchors.c.since <= revision, here),
                )
            )
            .group_by(targets.c.block)
        )
        with self._database.reading() as connection:
            return {BlockId(name): int(total) for name, total in connection.execute(query)}

    def replies(self, numbers: Collection[int], then: Then) -> dict[int, int]:
        """Return how many replies some contributions had at a moment; those with none are left out."""
        ordered = sorted(numbers)
        found: dict[int, int] = {}
        with self._database.reading() as connection:
            for start in range(0, len(ordered), 500):
                query = select(events.c.contribution, func.count()).where(
                    events.c.contribution.in_(ordered[start : start + 500]),
                    events.c.kind == "reply",
                    events.c.at <= then.at,
                )
                rows = connection.execute(query.group_by(events.c.contribution))
                found.update((number, int(count)) for number, count in rows)
        return found
