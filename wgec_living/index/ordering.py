"""In which order contributions are listed: by number, in the order of the texts, by stakeholder or by disposition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, case, func, select

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.reporting import OUTCOMES, STATED, Arrangement
from wgec_living.domain.standing import Status, Then
from wgec_living.domain.summaries import ContributionFilter, ContributionSummary

from . import lineages
from .database import Database
from .narrowing import filtered, selected
from .register import Register
from .schema import contributions, documents, meta, targets
from .summing_up import UNREADABLE

CHUNK = 500
KEPT = 300_000
"""Numbers of lists that are kept at hand, some 3 MB."""
_STATE = select(meta.c.value).where(meta.c.key == "state")


class _Asked(NamedTuple):
    """A list in one state of the index."""

    state: str
    wanted: ContributionFilter
    arrangement: Arrangement
    groups: tuple[str, ...]
    readable: bool


class Ordering:
    """Lists contributions in any arrangement; only their numbers are held, kept while nothing on record changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._register = Register(database)
        self._kept: BoundedCache[_Asked, tuple[int, ...]] = BoundedCache(
            KEPT, lambda numbers: 10 + len(numbers)
        )

    def numbers(
        self,
        wanted: ContributionFilter,
        arrangement: Arrangement,
        groups: Sequence[str] = (),
        *,
        readable: bool = False,
    ) -> tuple[int, ...]:
        """Return the numbers of the contributions wanted, in order; with `readable` only those that can be read.

        `groups` are the names of stakeholder groups in the order they are told; others come after them.
        """
        with self._database.reading() as connection:
            state = connection.scalar(_STATE) or ""
            asked = _Asked(state, wanted, arrangement, tuple(groups), readable)
            found = self._kept.get(asked)
            if found is None:
                found = self._found(connection, asked)
                self._kept.put(asked, found)
        return found

    def _found(self, connection: Connection, asked: _Asked) -> tuple[int, ...]:
        query = filtered(select(contributions.c.number), asked.wanted)
        readable = contributions.c.kind != UNREADABLE
        if asked.readable:
            query = query.where(readable)
        if asked.arrangement is not Arrangement.PARAGRAPH:
            return tuple(connection.scalars(query.order_by(*_columns(asked.arrangement, asked.groups))))
        everything = _Asked(asked.state, ContributionFilter(), Arrangement.PARAGRAPH, (), readable=False)
        order = self._kept.get(everything)
        if order is None:
            order = _text_order(connection)
            self._kept.put(everything, order)
        if asked.wanted == ContributionFilter():
            # Few are left out, if any: they are asked for, and not all the others.
            left_out = set(connection.scalars(select(contributions.c.number).where(~readable)))
            if not (asked.readable and left_out):
                return order
            return tuple(number for number in order if number not in left_out)
        found = set(connection.scalars(query))
        return tuple(number for number in order if number in found)

    def summaries(self, numbers: Sequence[int], then: Then | None = None) -> tuple[ContributionSummary, ...]:
        """Return these contributions in the order given, with their status now or at a moment.

        Those that are not there any more are left out.
        """
        found: dict[int, ContributionSummary] = {}
        for start in range(0, len(numbers), CHUNK):
            query = selected(then).where(contributions.c.number.in_(numbers[start : start + CHUNK]))
            with self._database.reading() as connection:
                rows = connection.execute(query).mappings().all()
            found.update({summary.number: summary for summary in self._register.summaries(rows)})
        return tuple(found[number] for number in numbers if number in found)


def _columns(arrangement: Arrangement, groups: Sequence[str]) -> tuple[ColumnElement[Any], ...]:
    said = contributions.c
    if arrangement is Arrangement.STAKEHOLDER:
        known = {name: place for place, name in enumerate(groups)}
        first = case(known, value=said.group, else_=len(known)) if known else said.group
        return first, said.group, said.delegation, said.number
    if arrangement is Arrangement.DISPOSITION:
        merely = (said.kind == Kind.POSITION.value) & (said.status == Status.OPEN.value)
        places = {name: place for place, name in enumerate(OUTCOMES)}
        return case((merely, places.pop(STATED)), (said.status.in_(places), _ranked(places))), said.number
    return (said.number.desc(),)


def _ranked(places: dict[str, int]) -> ColumnElement[int]:
    return case(places, value=contributions.c.status, else_=len(OUTCOMES))


def _text_order(connection: Connection) -> tuple[int, ...]:
    """Return all numbers in the order of the texts: of each what is about all of it, by passage, then what is gone.

    The index gives them passage by passage and text by text, as few long lists: 20,000 rows take several times as long,
    most of it in looking for garbage among them.
    """
    texts = select(documents.c.path, documents.c.revision).order_by(documents.c.title, documents.c.path)
    revisions = {str(path): int(revision) for path, revision in connection.execute(texts)}
    listed = func.group_concat(targets.c.contribution, " ")
    passages = select(targets.c.document, targets.c.block, listed).where(targets.c.now > 0)
    about: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path, block, numbers in connection.execute(passages.group_by(targets.c.document, targets.c.block)):
        about[path][block] = numbers
    said = select(contributions.c.document, func.group_concat(contributions.c.number, " "))
    on = {path: _numbers(numbers) for path, numbers in connection.execute(said.group_by("document"))}
    order: list[int] = []
    for path in (*revisions, *sorted(on.keys() - revisions.keys())):
        here, every = about[path], on.get(path, [])
        blocks = lineages.read(connection, DocumentPath(path), revisions[path]) if path in revisions else ()
        standing = [number for block in blocks for number in _numbers(here.pop(block, ""))]
        gone = _numbers(" ".join(here.values()))
        # Of what is about several blocks the first counts.
        places = dict.fromkeys([*standing, *gone])
        whole = [number for number in every if number not in places]
        known = set(every)
        order += [*whole, *[number for number in places if number in known]]
    return tuple(order)


def _numbers(listed: str) -> list[int]:
    return sorted(map(int, listed.split()))
