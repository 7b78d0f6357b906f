"""Questions about where contributions' passages stand, in any revision."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.message import Unreadable, parse
from wgec_living.domain.passages import Placed
from wgec_living.domain.standing import UNDECIDED, Status
from wgec_living.domain.summaries import MarkedFilter, PlacedContribution
from wgec_living.store.record import MAIN

from . import anchor_rows
from .database import Database
from .schema import anchors, contributions, events, targets
from .standing_queries import status, there, undecided


def _conditions(wanted: MarkedFilter) -> list[ColumnElement[bool]]:
    said = contributions.c
    conditions: list[ColumnElement[bool]] = [
        said.first_line.is_not(None),
        said.status != Status.REMOVED.value,
    ]
    if wanted.then is not None:
        conditions.append(there(wanted.then))
    if wanted.undecided and wanted.then is not None:
        conditions.append(undecided(wanted.then))
    elif wanted.undecided:
        conditions.append(said.status.in_([status.value for status in UNDECIDED]))
    if wanted.kind:
        conditions.append(said.kind == wanted.kind)
    if wanted.group:
        conditions.append(said.group == wanted.group)
    return conditions


class AnchorQueries:
    """Reads the histories of passages from the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def on_revision(
        self, document: DocumentPath, revision: int, wanted: MarkedFilter | None = None
    ) -> tuple[PlacedContribution[Placed], ...]:
        """Return the contributions on a document that were written on this or an earlier revision, by number.

        With `wanted` only the newest of those it lets through. One question, however many there are.
        """
        last = (
            select(anchors.c.contribution, func.max(anchors.c.since).label("since"))
            .where(anchors.c.document == document, anchors.c.since <= revision)
            .group_by(anchors.c.contribution)
            .subquery()
        )
        said = contributions.c
        then = wanted.then if wanted is not None else None
        query = (
            select(
                anchors,
                said.kind,
                said.status.label("now"),
                (said.status if then is None else status(then)).label("status"),
                said.group,
                said.title,
                said.handle,
                said.name,
                said.delegation,
                said.replies,
            )
            .join(
                last,
                (anchors.c.contribution == last.c.contribution) & (anchors.c.since == last.c.since),
            )
            .join(contributions, said.number == anchors.c.contribution)
            .order_by(anchors.c.contribution)
        )
        if wanted is not None:
            query = query.where(*_conditions(wanted)).order_by(None)
            query = query.order_by(anchors.c.contribution.desc()).limit(wanted.most)
        with self._database.reading() as connection:
            found = [
                PlacedContribution(
                    row["contribution"],
                    row["kind"],
                    Status(row["status"]),
                    row["group"],
                    row["title"],
                    row["handle"],
                    row["name"],
                    row["delegation"],
                    row["replies"],
                    anchor_rows.placed(row),
                    Status(row["now"]),
                )
                for row in connection.execute(query).mappings()
            ]
        return tuple(found if wanted is None else found[::-1])

    def now_on(self, document: DocumentPath, block: BlockId) -> frozenset[int]:
        """Return the contributions whose passages stand in a block or, where they are gone, stood in it last."""
        query = select(targets.c.contribution).where(
            targets.c.document == document, targets.c.block == block, targets.c.now > 0
        )
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query))

    def history(self, number: int) -> tuple[Placed, ...]:
        """Return what became of one contribution's passage, oldest first."""
        query = select(anchors).where(anchors.c.contribution == number).order_by(anchors.c.since)
        with self._database.reading() as connection:
            return tuple(anchor_rows.placed(row) for row in connection.execute(query).mappings())

    def newest(self, numbers: list[int]) -> dict[int, Placed]:
        """Return where the passages of some contributions stand in the text in force."""
        found: dict[int, Placed] = {}
        with self._database.reading() as connection:
            for start in range(0, len(numbers), 500):
                for row in anchor_rows.newest(connection, numbers[start : start + 500]):
                    found[row["contribution"]] = anchor_rows.placed(row)
        return found

    def openings(self, numbers: list[int]) -> dict[int, Event | Unreadable]:
        """Return what some contributions said at first, by number."""
        found: dict[int, Event | Unreadable] = {}
        first = (events.c.position == 0) & (events.c.line != MAIN)
        with self._database.reading() as connection:
            for start in range(0, len(numbers), 500):
                query = select(
                    events.c.contribution, events.c.message, events.c.handle, events.c.name, events.c.at
                ).where(first, events.c.contribution.in_(numbers[start : start + 500]))
                for row in connection.execute(query):
                    speaker = Speaker(row.handle, row.name)
                    found[row.contribution] = parse(row.message, speaker, row.at)
        return found
