"""Questions for reports: what contributions add up to, when they came, and how each was decided."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select

from wgec_living.domain.events import Disposition, Event, Kind
from wgec_living.domain.identifiers import CommitId
from wgec_living.domain.people import Role
from wgec_living.domain.reporting import Day, Decided, Tally
from wgec_living.domain.summaries import ContributionFilter
from wgec_living.store.record import MAIN

from .database import Database
from .narrowing import filtered
from .register import thread_event
from .schema import contributions, events, revisions
from .summing_up import UNREADABLE

DAY = 86_400
_WHO = (contributions.c.group, contributions.c.delegation, contributions.c.handle)
_WHAT = (contributions.c.kind, contributions.c.status)
_DECISION = (events.c.line == MAIN) & events.c.disposition.is_not(None)


class ReportQueries:
    """Reads from the index what a report is made of; SQL adds up, rows are not loaded for it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tallies(self, wanted: ContributionFilter) -> tuple[Tally, ...]:
        """Return how many of the contributions wanted came from whom and stand how; unreadable ones are left out."""
        query = _readable(select(*_WHO, *_WHAT, func.count()), wanted).group_by(*_WHO, *_WHAT)
        with self._database.reading() as connection:
            return tuple(Tally(*row) for row in connection.execute(query))

    def unreadable(self, wanted: ContributionFilter) -> int:
        """Return how many of the contributions wanted cannot be read."""
        query = select(func.count()).where(contributions.c.kind == UNREADABLE)
        with self._database.reading() as connection:
            return connection.scalar(filtered(query, wanted)) or 0

    def days(self, wanted: ContributionFilter) -> tuple[Day, ...]:
        """Return for each day with any, in order, how many came of the contributions wanted and decisions on them."""
        came_day = contributions.c.created_at // DAY
        query = _readable(select(came_day, func.count()), wanted).group_by(came_day)
        decided_day = events.c.at // DAY
        both = events.join(contributions, contributions.c.number == events.c.contribution)
        decided = _readable(select(decided_day, func.count()).select_from(both).where(_DECISION), wanted)
        with self._database.reading() as connection:
            came_on = {int(day): int(count) for day, count in connection.execute(query)}
            rows = connection.execute(decided.group_by(decided_day))
            decided_on = {int(day): int(count) for day, count in rows}
        every = sorted(came_on.keys() | decided_on.keys())
        return tuple(Day(day, came_on.get(day, 0), decided_on.get(day, 0)) for day in every)

    def decided(self, numbers: Collection[int]) -> dict[int, Decided]:
        """Return the decision that each of these contributions stands by, of those that have one."""
        query = (
            select(events, revisions.c.number.label("revision"))
            .outerjoin(revisions, revisions.c.commit == events.c.id)
            .where(events.c.contribution.in_(numbers), _DECISION)
            .order_by(events.c.position)
        )
        found: dict[int, Decided] = {}
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        for row in rows:
            known = found.get(row["contribution"])
            if known is None or known.event.disposition is Disposition.DEFERRED:
                event = thread_event(row, ()).event
                if isinstance(event, Event):
                    found[row["contribution"]] = Decided(CommitId(row["id"]), event, row["revision"])
        return found

    def coordinators_replies(self, numbers: Collection[int]) -> dict[int, Event]:
        """Return the last reply of a coordinator to each of these contributions, of those that have one."""
        said = select(events).where(events.c.contribution.in_(numbers), events.c.kind == Kind.REPLY.value)
        with self._database.reading() as connection:
            rows = connection.execute(said.order_by(events.c.position)).mappings().all()
        found = ((row["contribution"], thread_event(row, ()).event) for row in rows)
        return {
            number: event
            for number, event in found
            if isinstance(event, Event) and event.speaker.role == Role.COORDINATOR
        }


def _readable(query: Select[Any], wanted: ContributionFilter) -> Select[Any]:
    return filtered(query.where(contributions.c.kind != UNREADABLE), wanted)
