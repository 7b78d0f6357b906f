"""Questions about the time line: one page of it, found by the key of its neighbour, whatever lies beyond."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    tuple_,
    union,
    union_all,
)

from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.identifiers import BlockId, CommitId
from wgec_living.domain.message import Unreadable, parse
from wgec_living.domain.timeline import REVISION, Key, Row, Sort, TimelineFilter
from wgec_living.store.record import MAIN

from .database import Database
from .origins import birth
from .schema import block_changes, events, moments, people, revisions, targets
from .summing_up import UNREADABLE

_KEY = (moments.c.at, moments.c.position, moments.c.line, moments.c.document)
_COLUMNS = (*_KEY, moments.c.commit, moments.c.sort, moments.c.contribution, moments.c.revision)


class TimelineQueries:
    """Reads the time line from the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def older(self, wanted: TimelineFilter, than: Key | None, most: int) -> tuple[Row, ...]:
        """Return the newest entries, or the newest of those older than a key; newest first."""
        return self._some(wanted, than, most, newest=True)

    def newer(self, wanted: TimelineFilter, than: Key, most: int) -> tuple[Row, ...]:
        """Return the oldest of the entries newer than a key; newest first."""
        return self._some(wanted, than, most, newest=False)[::-1]

    def _some(self, wanted: TimelineFilter, than: Key | None, most: int, *, newest: bool) -> tuple[Row, ...]:
        edge: list[ColumnElement[bool]] = []
        if than is not None:
            key = tuple_(*[literal(part) for part in than])
            edge.append(tuple_(*_KEY) < key if newest else tuple_(*_KEY) > key)
        with self._database.reading() as connection:
            query = _question(wanted, edge, most, newest=newest)
            return tuple(_row(row) for row in connection.execute(query).mappings())

    def said(self, commits: Sequence[CommitId]) -> dict[CommitId, tuple[Event | Unreadable, Speaker]]:
        """Return what some events say and who recorded them, by commit."""
        query = select(
            events.c.id, events.c.kind, events.c.message, events.c.handle, events.c.name, events.c.at
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.where(events.c.id.in_(commits))).all()
        found: dict[CommitId, tuple[Event | Unreadable, Speaker]] = {}
        for row in rows:
            speaker = Speaker(row.handle, row.name)
            event = parse(row.message, speaker, row.at)
            if row.kind == UNREADABLE and isinstance(event, Event):
                event = Unreadable(event.title, event.body, "")
            known = event.speaker if isinstance(event, Event) else speaker
            found[CommitId(row.id)] = event, known
        return found

    def speakers(self) -> tuple[tuple[str, str, str], ...]:
        """Return handle, name and delegation of everybody in the roster, by name."""
        query = select(people.c.handle, people.c.name, people.c.delegation).order_by(people.c.name)
        with self._database.reading() as connection:
            return tuple((row.handle, row.name, row.delegation) for row in connection.execute(query))


def _conditions(wanted: TimelineFilter, by: str) -> list[ColumnElement[bool]]:
    """Return the conditions that an entry has to meet, but for the person; `by` names the column to look it up by.

    The others are looked at entry by entry: left to choose, SQLite goes through all entries on one side of a key.
    """
    revising = wanted.sort == REVISION
    conditions: list[ColumnElement[bool]] = [moments.c.revision.is_not(None)] if revising else []
    for value, column in (
        (wanted.document, moments.c.document),
        (wanted.delegation, moments.c.delegation),
        (wanted.group, moments.c.group),
        ("" if revising else wanted.sort, moments.c.sort),
    ):
        if value:
            conditions.append((column if column.name == by else func.coalesce(column, "")) == value)
    if wanted.since is not None:
        conditions.append(moments.c.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(moments.c.at <= wanted.until)
    return conditions


def _looked_up_by(wanted: TimelineFilter) -> str:
    """Return the column whose index narrows most; empty for the table's own order, or one of some entries alone."""
    chosen = (
        (wanted.block, ""),
        (wanted.handle, "handle"),
        (wanted.delegation, "delegation"),
        (wanted.sort == REVISION, ""),
        (wanted.sort, "sort"),
        (wanted.group, "group"),
        (wanted.document, "document"),
    )
    return next((name for value, name in chosen if value), "")


def _question(
    wanted: TimelineFilter, edge: Sequence[ColumnElement[bool]], most: int, *, newest: bool
) -> Select[Any]:
    """Return the question for one page; what a person said and what they decided are asked for one by one."""
    conditions = [*_conditions(wanted, _looked_up_by(wanted)), *edge]

    def ordered(columns: Sequence[ColumnElement[Any]]) -> list[ColumnElement[Any]]:
        return [column.desc() if newest else column.asc() for column in columns]

    def cut(query: Select[Any]) -> Select[Any]:
        found = query.subquery()
        return select(found).order_by(*ordered([found.c[column.name] for column in _KEY])).limit(most)

    def part(*more: ColumnElement[bool]) -> Select[Any]:
        query = select(*_COLUMNS).where(*conditions, *more)
        if not wanted.block:
            return query.order_by(*ordered(_KEY)).limit(most)
        # First all about the block, then in order: the limit keeps SQLite from going by the order.
        block = _about_block(wanted.document, BlockId(wanted.block)).subquery()
        same = [here == there for here, there in zip(_KEY[:3], block.c, strict=True)]
        return cut(query.select_from(block.join(moments, and_(*same))).limit(-1))

    if not wanted.handle:
        return part()
    said = or_(moments.c.decider.is_(None), moments.c.decider != wanted.handle)
    parts = part(moments.c.handle == wanted.handle, said), part(moments.c.decider == wanted.handle)
    return cut(select(union_all(*[select(one.subquery()) for one in parts]).subquery()))


def _about_block(document: str, block: BlockId) -> Select[Any]:
    """Return the keys of what happened to a block: the revisions that touched it, and what was said about it."""
    here = and_(revisions.c.document == document)
    changed = select(block_changes.c.number).where(
        block_changes.c.document == document, block_changes.c.block == block
    )
    touched = select(events.c.at, events.c.position, literal(0)).join(
        revisions, revisions.c.commit == events.c.id
    )
    on = select(targets.c.contribution).where(targets.c.document == document, targets.c.block == block)
    line = func.iif(events.c.line == MAIN, 0, events.c.contribution)
    return select(
        union(
            touched.where(here, revisions.c.number == birth(block)),
            touched.where(here, revisions.c.number.in_(changed)),
            select(events.c.at, events.c.position, line).where(events.c.contribution.in_(on)),
        ).subquery()
    )


def _row(row: RowMapping) -> Row:
    key = Key(row["at"], row["position"], row["line"], row["document"])
    return Row(key, CommitId(row["commit"]), Sort(row["sort"]), row["contribution"], row["revision"])
