"""Questions about the comments that a change of the text may answer."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select

from wgec_living.domain.events import Disposition, Kind
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.summaries import ContributionSummary
from wgec_living.store.record import MAIN

from .database import Database
from .register import Register
from .schema import anchors, block_changes, contributions, events, revisions, targets


class End(NamedTuple):
    """When a contribution was no longer open."""

    position: int | None
    """Where on `main` its final decision stands; None: none was made."""
    withdrawn_at: int | None


class CommentQueries:
    """Reads from the index which comments were there when a text changed."""

    def __init__(self, database: Database, register: Register) -> None:
        self._database = database
        self._register = register

    def touched(self, document: DocumentPath, numbers: Collection[int]) -> dict[int, set[int]]:
        """Return by revision the comments whose own words it changed or took out.

        Of one whose place was stated anew on that very revision the index keeps only this: its paragraph counts.
        """
        query = (
            select(anchors.c.since, anchors.c.contribution)
            .join(contributions, contributions.c.number == anchors.c.contribution)
            .where(
                anchors.c.document == document,
                anchors.c.since.in_(_all_of(numbers)),
                contributions.c.kind == Kind.COMMENT.value,
            )
        )
        changed = query.where(anchors.c.changed_in == anchors.c.since)
        stated = query.where(anchors.c.stated_in == anchors.c.since, _stood_where_it_changed())
        found: dict[int, set[int]] = {}
        with self._database.reading() as connection:
            for number, comment in (*connection.execute(changed), *connection.execute(stated)):
                found.setdefault(int(number), set()).add(int(comment))
        return found

    def taken_up(self, numbers: Collection[int]) -> dict[int, int]:
        """Return by the number of a contribution the earlier one that it says it takes up again."""
        wanted = contributions.c.number.in_(_all_of(numbers)), contributions.c.supersedes.is_not(None)
        query = select(contributions.c.number, contributions.c.supersedes).where(*wanted)
        with self._database.reading() as connection:
            return {int(number): int(earlier) for number, earlier in connection.execute(query)}

    def comments(self, numbers: Collection[int]) -> Mapping[int, ContributionSummary]:
        """Return those of some contributions that are comments, by number."""
        found = self._register.some(numbers)
        return {number: one for number, one in found.items() if one.kind == Kind.COMMENT}

    def ends(self, numbers: Collection[int]) -> Mapping[int, End]:
        """Return when some contributions were no longer open; those still open are left out."""
        ended = events.c.kind == Kind.WITHDRAWAL.value
        final = events.c.disposition.is_not(None) & (events.c.disposition != Disposition.DEFERRED.value)
        query = select(events).where(events.c.contribution.in_(_all_of(numbers)), ended | final)
        found: dict[int, End] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query.order_by(events.c.position.desc())).mappings():
                known = found.get(row["contribution"], End(None, None))
                if row["line"] == MAIN:  # The first decision counts, and comes last here.
                    known = known._replace(position=row["position"])
                else:
                    known = known._replace(withdrawn_at=row["at"])
                found[row["contribution"]] = known
        return found

    def replies(self, until: Mapping[int, int]) -> dict[int, int]:
        """Return how many replies stood on some contributions at a moment, each given with its own."""
        query = select(events.c.contribution, events.c.at).where(
            events.c.contribution.in_(_all_of(until)), events.c.kind == Kind.REPLY.value
        )
        found: dict[int, int] = {}
        with self._database.reading() as connection:
            for number, at in connection.execute(query):
                if at <= until[number]:
                    found[number] = found.get(number, 0) + 1
        return found

    def blocks(self, numbers: Collection[int]) -> Mapping[int, frozenset[BlockId]]:
        """Return every block that some contributions are or were on."""
        query = select(targets.c.contribution, targets.c.block)
        found: dict[int, set[BlockId]] = {}
        with self._database.reading() as connection:
            for number, block in connection.execute(
                query.where(targets.c.contribution.in_(_all_of(numbers)))
            ):
                found.setdefault(int(number), set()).add(BlockId(block))
        return {number: frozenset(names) for number, names in found.items()}

    def places(self, document: DocumentPath, numbers: Collection[int]) -> Mapping[int, int]:
        """Return where on `main` some revisions of a document stand."""
        wanted = revisions.c.document == document, revisions.c.number.in_(_all_of(numbers))
        query = select(revisions.c.number, revisions.c.position).where(*wanted)
        with self._database.reading() as connection:
            return {int(number): int(position) for number, position in connection.execute(query)}


def _stood_where_it_changed() -> ColumnElement[bool]:
    """Return the condition that a passage stood, before its row began, in a block that this revision changed."""
    earlier = anchors.alias()
    same = earlier.c.contribution == anchors.c.contribution
    last = select(func.max(earlier.c.since)).where(same, earlier.c.since < anchors.c.since)
    before = anchors.alias()
    piece = func.json_each(before.c.pieces).table_valued("value").c.value
    blocks = select(func.json_extract(piece, "$[0]")).correlate(before)
    changes = block_changes.c
    return exists().where(
        before.c.contribution == anchors.c.contribution,
        before.c.since == last.scalar_subquery(),
        changes.document == anchors.c.document,
        changes.block.in_(blocks),
        changes.number == anchors.c.since,
    )


def _all_of(numbers: Collection[int]) -> Select[Any]:
    return select(func.json_each(json.dumps(sorted(numbers))).table_valued("value").c.value)
