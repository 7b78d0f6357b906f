"""Questions about contributions: the register, one thread, what waits, what was sent before."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, select

from wgec_living.domain.errors import NotFound
from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.message import parse
from wgec_living.domain.standing import UNDECIDED, Status
from wgec_living.domain.summaries import (
    ContributionFilter,
    ContributionSummary,
    Finding,
    Page,
    Thread,
    ThreadEvent,
)

from .database import Database
from .schema import contributions, events, findings, gone_blocks, targets

MAIN = "refs/heads/main"
_SAME = (
    *("number", "kind", "document", "title", "created_at", "updated_at", "base", "base_revision"),
    *("change_type", "stance", "tip", "replies", "takes_back", "supersedes"),
)


class Register:
    """Reads contributions from the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, wanted: ContributionFilter, page: int, per_page: int) -> Page[ContributionSummary]:
        """Return one page of the register, newest first; an unknown filter value finds nothing."""
        query = _filtered(select(contributions), wanted)
        with self._database.reading() as connection:
            total = connection.scalar(_filtered(select(func.count()).select_from(contributions), wanted)) or 0
            query = (
                query.order_by(contributions.c.number.desc()).limit(per_page).offset((page - 1) * per_page)
            )
            rows = connection.execute(query).mappings().all()
        return Page(self._summaries(rows), total, page, per_page)

    def undecided(self, document: DocumentPath | None = None) -> tuple[ContributionSummary, ...]:
        """Return every contribution that waits for a decision, oldest first."""
        query = select(contributions).where(contributions.c.status.in_([s.value for s in UNDECIDED]))
        if document is not None:
            query = query.where(contributions.c.document == document)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(contributions.c.number)).mappings().all()
        return self._summaries(rows)

    def on_whole(self, document: DocumentPath, most: int) -> Page[ContributionSummary]:
        """Return the newest contributions on a document as a whole."""
        return self._newest(
            [contributions.c.document == document, contributions.c.first_line.is_(None)], most
        )

    def on_gone(self, document: DocumentPath, most: int) -> Page[ContributionSummary]:
        """Return the newest contributions none of whose blocks stands in the text in force."""
        gone = (targets.c.document == gone_blocks.c.document) & (targets.c.block == gone_blocks.c.block)
        lost = select(targets.c.contribution).join(gone_blocks, gone).where(targets.c.document == document)
        standing = (
            select(targets.c.contribution)
            .outerjoin(gone_blocks, gone)
            .where(targets.c.contribution.in_(lost), gone_blocks.c.block.is_(None))
        )
        number = contributions.c.number
        return self._newest([number.in_(lost), number.not_in(standing)], most)

    def _newest(self, conditions: list[ColumnElement[bool]], most: int) -> Page[ContributionSummary]:
        query = select(contributions).where(*conditions).order_by(contributions.c.number.desc()).limit(most)
        with self._database.reading() as connection:
            total = connection.scalar(select(func.count()).select_from(contributions).where(*conditions)) or 0
            rows = connection.execute(query).mappings().all()
        return Page(self._summaries(rows), total, 1, most)

    def summary(self, number: int) -> ContributionSummary:
        """Return one contribution; raise `NotFound` for an unknown number."""
        query = select(contributions).where(contributions.c.number == number)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        if not rows:
            raise NotFound(f"There is no contribution number {number}.")
        return self._summaries(rows)[0]

    def newest_number(self) -> int:
        """Return the highest number given so far, 0 where there is none."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.max(contributions.c.number))) or 0

    def sent_before(self, key: str) -> tuple[CommitId, int | None] | None:
        """Return commit and contribution of what was sent with this idempotency key, if anything was."""
        query = select(events.c.id, events.c.contribution).where(events.c.idempotency == key)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else (CommitId(row.id), row.contribution)

    def first_commit(self, number: int) -> CommitId:
        """Return the commit that began a contribution."""
        query = select(events.c.id).where(events.c.contribution == number, events.c.line != MAIN)
        with self._database.reading() as connection:
            return CommitId(connection.scalars(query.where(events.c.position == 0)).one())

    def thread(self, number: int) -> Thread:
        """Return a contribution with everything said and decided on it, in the order it was recorded."""
        summary = self.summary(number)
        with self._database.reading() as connection:
            found = select(events).where(events.c.contribution == number)
            rows = connection.execute(found.order_by(events.c.position)).mappings().all()
            related = {
                name: tuple(connection.scalars(select(contributions.c.number).where(column == number)))
                for name, column in (
                    ("superseded_by", contributions.c.supersedes),
                    ("taken_back_by", contributions.c.takes_back),
                )
            }
            notes: dict[str, list[str]] = {}
            wanted = findings.c.commit.in_([row["id"] for row in rows])
            for finding in connection.execute(select(findings).where(wanted).order_by(findings.c.problem)):
                notes.setdefault(finding.commit, []).append(finding.problem)
        items = _in_order([_thread_event(row, tuple(notes.get(row["id"], ()))) for row in rows], rows)
        first = next((item.event for item in items if isinstance(item.event, Event)), None)
        return Thread(summary, first.anchor if first else None, items, **related)

    def findings(self) -> tuple[Finding, ...]:
        """Return every commit that is not as the format says, with what is wrong."""
        with self._database.reading() as connection:
            rows = connection.execute(select(findings).order_by(findings.c.commit, findings.c.problem))
            return tuple(Finding(CommitId(row.commit), row.problem) for row in rows)

    def by_status(self) -> dict[str, int]:
        """Return how many contributions stand where."""
        return self._count_by(contributions.c.status)

    def by_group(self) -> dict[str, int]:
        """Return how many contributions came from each stakeholder group."""
        return self._count_by(contributions.c.group)

    def _count_by(self, column: Any) -> dict[str, int]:
        query = select(column, func.count()).where(contributions.c.kind != "unreadable").group_by(column)
        with self._database.reading() as connection:
            return {str(value): int(count) for value, count in connection.execute(query.order_by(column))}

    def _summaries(self, rows: Any) -> tuple[ContributionSummary, ...]:
        blocks: dict[int, list[BlockId]] = {}
        numbers = [row["number"] for row in rows]
        with self._database.reading() as connection:
            for start in range(0, len(numbers), 500):
                wanted = targets.c.contribution.in_(numbers[start : start + 500])
                query = select(targets).where(wanted).order_by(targets.c.contribution, targets.c.place)
                for row in connection.execute(query):
                    blocks.setdefault(row.contribution, []).append(BlockId(row.block))
        return tuple(_summary(row, tuple(blocks.get(row["number"], ()))) for row in rows)


def _filtered(query: Select[Any], wanted: ContributionFilter) -> Select[Any]:
    for value, column in (
        (wanted.document, contributions.c.document),
        (wanted.kind, contributions.c.kind),
        (wanted.status, contributions.c.status),
        (wanted.handle, contributions.c.handle),
        (wanted.group, contributions.c.group),
    ):
        if value:
            query = query.where(column == value)
    if wanted.block:
        chosen = select(targets.c.contribution).where(targets.c.block == wanted.block)
        if wanted.document:
            chosen = chosen.where(targets.c.document == wanted.document)
        query = query.where(contributions.c.number.in_(chosen))
    if wanted.words:
        query = query.where(contributions.c.title.icontains(wanted.words, autoescape=True))
    return query


def _summary(row: RowMapping, blocks: tuple[BlockId, ...]) -> ContributionSummary:
    lines = None if row["first_line"] is None else (row["first_line"], row["last_line"])
    speaker = Speaker(row["handle"], row["name"], row["delegation"], row["group"], row["role"])
    same = {name: row[name] for name in _SAME}
    return ContributionSummary(
        status=Status(row["status"]),
        speaker=speaker,
        lines=lines,
        blocks=blocks,
        **same,
    )


def _thread_event(row: RowMapping, problems: tuple[str, ...]) -> ThreadEvent:
    event = parse(row["message"], Speaker(row["handle"], row["name"]), row["at"])
    return ThreadEvent(CommitId(row["id"]), event, problems)


def _in_order(items: list[ThreadEvent], rows: Any) -> tuple[ThreadEvent, ...]:
    """Merge the branch's events and the decisions on `main` by time, each line keeping its own order.

    At equal seconds a decision goes before a branch event only when that event came after its contribution tip.
    """
    branch = [item for item, row in zip(items, rows, strict=True) if row["line"] != MAIN]
    decisions = [item for item, row in zip(items, rows, strict=True) if row["line"] == MAIN]
    times = {row["id"]: row["at"] for row in rows}
    order = {item.commit: place for place, item in enumerate(branch)}
    merged: list[ThreadEvent] = []
    for item in branch:
        while decisions and _goes_before(decisions[0], item, times, order):
            merged.append(decisions.pop(0))
        merged.append(item)
    return tuple(merged + decisions)


def _goes_before(
    decision: ThreadEvent, item: ThreadEvent, times: dict[str, int], order: dict[CommitId, int]
) -> bool:
    if times[decision.commit] != times[item.commit]:
        return times[decision.commit] < times[item.commit]
    tip = decision.event.contribution_tip if isinstance(decision.event, Event) else None
    return tip is not None and order.get(tip, -1) < order[item.commit]
