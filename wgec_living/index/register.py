"""Questions about contributions: the register, one thread, what waits, what was sent before."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, bindparam, func, select

from wgec_living.domain.errors import NotFound
from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.message import Unreadable, parse
from wgec_living.domain.standing import Status
from wgec_living.domain.summaries import (
    ContributionFilter,
    ContributionSummary,
    Finding,
    Page,
    Thread,
    ThreadEvent,
)

from .database import Database
from .narrowing import filtered, selected
from .schema import contributions, events, findings, targets
from .summing_up import UNREADABLE
from .waiting import WAITS

MAIN = "refs/heads/main"
_SAME = (
    *("number", "kind", "document", "title", "created_at", "updated_at", "base", "base_revision"),
    *("change_type", "stance", "tip", "replies", "takes_back", "supersedes"),
)

_NEWEST = select(func.max(contributions.c.number))
_SENT = select(events.c.id, events.c.contribution).where(events.c.idempotency == bindparam("key"))


class Register:
    """Reads contributions from the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, wanted: ContributionFilter, page: int, per_page: int) -> Page[ContributionSummary]:
        """Return one page of the register, newest first; an unknown filter value finds nothing."""
        query = filtered(selected(wanted.then), wanted)
        with self._database.reading() as connection:
            total = connection.scalar(filtered(select(func.count()).select_from(contributions), wanted)) or 0
            query = (
                query.order_by(contributions.c.number.desc()).limit(per_page).offset((page - 1) * per_page)
            )
            rows = connection.execute(query).mappings().all()
        return Page(self.summaries(rows), total, page, per_page)

    def undecided(
        self, document: DocumentPath | None = None, blocks: Collection[BlockId] = ()
    ) -> tuple[ContributionSummary, ...]:
        """Return every contribution that waits for a decision, oldest first; with `blocks`: on any of them now."""
        query = select(contributions).where(WAITS)
        if document is not None:
            query = query.where(contributions.c.document == document)
        if blocks:
            here = (targets.c.document == document, targets.c.block.in_(blocks), targets.c.now > 0)
            query = query.where(contributions.c.number.in_(select(targets.c.contribution).where(*here)))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(contributions.c.number)).mappings().all()
        return self.summaries(rows)

    def on_whole(self, document: DocumentPath, most: int) -> Page[ContributionSummary]:
        """Return the newest contributions on a document as a whole."""
        return self._newest(
            [contributions.c.document == document, contributions.c.first_line.is_(None)], most
        )

    def on_gone(self, document: DocumentPath, most: int) -> Page[ContributionSummary]:
        """Return the newest contributions none of whose blocks stands in the text in force."""
        number = contributions.c.number
        gone = select(targets.c.contribution).where(targets.c.document == document, targets.c.now == 2)
        return self._newest([number.in_(gone)], most)

    def _newest(self, conditions: list[ColumnElement[bool]], most: int) -> Page[ContributionSummary]:
        query = select(contributions).where(*conditions).order_by(contributions.c.number.desc()).limit(most)
        with self._database.reading() as connection:
            total = connection.scalar(select(func.count()).select_from(contributions).where(*conditions)) or 0
            rows = connection.execute(query).mappings().all()
        return Page(self.summaries(rows), total, 1, most)

    def summary(self, number: int) -> ContributionSummary:
        """Return one contribution; raise `NotFound` for an unknown number."""
        query = select(contributions).where(contributions.c.number == number)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        if not rows:
            raise NotFound(f"There is no contribution number {number}.")
        return self.summaries(rows)[0]

    def some(self, numbers: Collection[int]) -> dict[int, ContributionSummary]:
        """Return those of some contributions that there are, by number."""
        wanted = select(func.json_each(json.dumps(sorted(numbers))).table_valued("value").c.value)
        query = select(contributions).where(contributions.c.number.in_(wanted))
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return {one.number: one for one in self.summaries(rows)}

    def newest_number(self) -> int:
        """Return the highest number given so far, 0 where there is none."""
        with self._database.reading() as connection:
            return connection.scalar(_NEWEST) or 0

    def sent_before(self, key: str) -> tuple[CommitId, int | None] | None:
        """Return commit and contribution of what was sent with this idempotency key, if anything was."""
        with self._database.reading() as connection:
            row = connection.execute(_SENT, {"key": key}).first()
        return None if row is None else (CommitId(row.id), row.contribution)

    def knows(self, commit: CommitId) -> bool:
        """Say whether an event is in the index yet."""
        with self._database.reading() as connection:
            return connection.scalar(select(events.c.id).where(events.c.id == commit)) is not None

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
        items = _in_order([thread_event(row, tuple(notes.get(row["id"], ()))) for row in rows], rows)
        first = next((item.event for item in items if isinstance(item.event, Event)), None)
        return Thread(summary, first.anchor if first else None, items, **related)

    def decisions(self, numbers: Collection[int]) -> dict[int, Event]:
        """Return the last decision on each of these contributions that has one."""
        query = select(events).where(events.c.contribution.in_(numbers), events.c.line == MAIN)
        query = query.where(events.c.disposition.is_not(None)).order_by(events.c.position)
        with self._database.reading() as connection:
            rows = {row["contribution"]: row for row in connection.execute(query).mappings()}
        found = {number: thread_event(row, ()).event for number, row in rows.items()}
        return {number: event for number, event in found.items() if isinstance(event, Event)}

    def taken_back(self, numbers: Collection[int]) -> dict[int, int]:
        """Return for those of some contributions whose change was taken back, and not brought again, by which."""
        given = (Status.ACCEPTED.value, Status.ACCEPTED_WITH_CHANGES.value)
        query = select(contributions.c.takes_back, contributions.c.number)
        query = query.where(contributions.c.takes_back.in_(numbers), contributions.c.status.in_(given))
        with self._database.reading() as connection:
            found = [(row.takes_back, row.number) for row in connection.execute(query)]
        again = self.taken_back([by for _, by in found]) if found else {}
        return {number: by for number, by in found if by not in again}

    def openings(self, numbers: Collection[int]) -> dict[int, str]:
        """Return the words with which each of these contributions began."""
        query = select(events).where(events.c.contribution.in_(numbers), events.c.line != MAIN)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(events.c.position == 0)).mappings().all()
        return {row["contribution"]: thread_event(row, ()).event.body for row in rows}

    def last_changes(self, most: int) -> tuple[tuple[int, int], ...]:
        """Return number and time of the last entry of the newest contributions, newest first."""
        query = select(contributions.c.number, contributions.c.updated_at)
        query = query.order_by(contributions.c.number.desc()).limit(most)
        with self._database.reading() as connection:
            return tuple((number, at) for number, at in connection.execute(query))

    def findings(self) -> tuple[Finding, ...]:
        """Return every commit that is not as the format says, with what is wrong."""
        with self._database.reading() as connection:
            rows = connection.execute(select(findings).order_by(findings.c.commit, findings.c.problem))
            return tuple(Finding(CommitId(row.commit), row.problem) for row in rows)

    def summaries(self, rows: Any) -> tuple[ContributionSummary, ...]:
        """Return contributions from rows of their table, with the blocks each was written about."""
        blocks: dict[int, list[BlockId]] = {}
        numbers = [row["number"] for row in rows]
        with self._database.reading() as connection:
            for start in range(0, len(numbers), 500):
                wanted = (
                    targets.c.contribution.in_(numbers[start : start + 500]),
                    targets.c.place.is_not(None),
                )
                query = select(targets).where(*wanted).order_by(targets.c.contribution, targets.c.place)
                for row in connection.execute(query):
                    blocks.setdefault(row.contribution, []).append(BlockId(row.block))
        return tuple(_summary(row, tuple(blocks.get(row["number"], ()))) for row in rows)


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


def thread_event(row: RowMapping, problems: tuple[str, ...]) -> ThreadEvent:
    """Return one event from a row of their table; `problems` are what was found wrong with its commit."""
    event = parse(row["message"], Speaker(row["handle"], row["name"]), row["at"])
    if row["kind"] == UNREADABLE and isinstance(event, Event):
        # Its message alone would pass; what is wrong with the commit was found when it came.
        event = Unreadable(event.title, event.body, problems[0] if problems else "")
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
