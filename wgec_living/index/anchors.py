"""The history of every contribution's passage, grown revision by revision: a row only where something became of it.

What a revision costs grows with the blocks that changed and the contributions on them, not with all there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, delete, func, select

from wgec_living.domain.anchors import Step, touched
from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.lineage import blocks_at
from wgec_living.domain.passages import Passage, Version
from wgec_living.domain.places import Place
from wgec_living.domain.tracing import Link

from . import anchor_rows
from .rows import put
from .schema import anchors, block_changes, targets
from .texts import Texts, TextState

CHUNK = 500
KEPT = 20_000
"""Blocks of revisions that are kept at hand."""


@dataclass(slots=True)
class Journey:
    """A contribution's passage on its way through the revisions of one pass."""

    number: int
    document: DocumentPath
    stated_in: int
    lines: tuple[int, int] | None
    passage: Passage
    rows: dict[int, dict[str, object]] = field(default_factory=dict)
    """What became of it in this pass, by revision."""
    cut: int | None = None
    """The revision from which on what the index knows no longer holds, as it was stated anew in this pass."""
    fresh: bool = False
    """Whether it began in this pass, so that the index keeps nothing of it yet."""

    def put(self, passage: Passage, number: int) -> None:
        """Note where the passage stands from revision `number` on, if that is news."""
        if passage != self.passage:
            self.passage = passage
            self.note(number)

    def note(self, number: int) -> None:
        """Write down where the passage stands from revision `number` on."""
        self.rows[number] = anchor_rows.row(
            self.number, number, self.document, self.passage, self.stated_in, self.lines
        )


class Anchors:
    """Carries passages within one pass of the index over new commits; `flush` writes what became of them."""

    def __init__(self, connection: Connection, texts: Texts) -> None:
        self._connection = connection
        self._texts = texts
        self._journeys: dict[int, Journey] = {}
        self._on: defaultdict[DocumentPath, defaultdict[BlockId, set[int]]] = defaultdict(
            lambda: defaultdict(set)
        )
        self._asked: set[tuple[DocumentPath, BlockId]] = set()
        self._versions: BoundedCache[tuple[DocumentPath, int], Version] = BoundedCache(
            KEPT, lambda version: len(version.blocks)
        )
        self._changes: list[dict[str, object]] = []
        texts.follow = self._follow

    @cached_property
    def _empty(self) -> bool:
        """Whether the index kept no passage when this pass began to ask."""
        return self._connection.scalar(select(anchors.c.contribution).limit(1)) is None

    def begin(self, number: int, document: DocumentPath, event: Event, state: TextState) -> None:
        """Place a contribution as `event` states it on a revision, and carry it to the newest one taken in.

        Where it was placed before, what was known from this revision on is forgotten.
        """
        lines = event.lines
        passage = Passage(Place.EXACT, ())
        places = blocks_at(state.blocks, lines) if lines else ()
        if places:
            words = (event.anchor.start, event.anchor.end) if event.anchor else None
            passage = self._version(document, state).begin(places, words)
            lines = state.blocks[places[0]].first_line, state.blocks[places[-1]].last_line
        elif lines:
            passage = Passage(Place.GONE, (), stands=False)
        known = self._journeys.get(number)
        journey = Journey(number, document, state.number, lines, passage, cut=state.number)
        journey.fresh = event.kind is not Kind.ANCHOR or (known is not None and known.fresh)
        if known is not None:
            journey.rows = {since: row for since, row in known.rows.items() if since < state.number}
            journey.cut = min(state.number, known.cut or state.number)
        journey.note(state.number)
        self._journeys[number] = journey
        self._listen(journey)
        newest = self._texts.state(document)
        if newest is not None:
            self._catch_up(journey, state.number, newest.number)

    def _listen(self, journey: Journey) -> None:
        """Have the journey go on when the blocks it came to change; those it remembers it came to before."""
        on = self._on[journey.document]
        for piece in journey.passage.pieces:
            on[piece.block].add(journey.number)

    def _catch_up(self, journey: Journey, after: int, upto: int) -> None:
        """Carry a passage through revisions the index knows, looking only at those that touched its blocks."""
        while after < upto:
            blocks = anchor_rows.ever_on(journey.passage)
            changes = block_changes.c
            query = select(func.min(changes.number)).where(
                changes.document == journey.document,
                changes.block.in_(blocks),
                changes.number > after,
                changes.number <= upto,
            )
            number = self._connection.scalar(query)
            if number is None:
                return
            old = self._texts.numbered(journey.document, number - 1)
            new = self._texts.numbered(journey.document, number)
            before, now = self._version(journey.document, old), self._version(journey.document, new)
            journey.put(Step(before, now, number).carry(journey.passage), number)
            self._listen(journey)
            after = number

    def _follow(self, path: DocumentPath, old: TextState, new: TextState, links: tuple[Link, ...]) -> None:
        before, after = self._version(path, old), self._version(path, new)
        blocks = touched(before, after, links)
        born = f"{new.number}-"
        known = [block for block in sorted(blocks) if not block.startswith(born)]
        self._changes += [{"document": path, "block": block, "number": new.number} for block in known]
        self._load(path, known)
        on = self._on[path]
        numbers = {number for block in known if block in on for number in on[block]}
        if not numbers:
            return
        step = Step(before, after, new.number, links)
        for number in sorted(numbers):
            journey = self._journeys[number]
            passage = step.carry(journey.passage)
            if passage is not journey.passage:
                journey.put(passage, new.number)
                self._listen(journey)

    def _load(self, path: DocumentPath, blocks: Iterable[BlockId]) -> None:
        """Read the passages on some blocks that the index keeps from earlier passes."""
        if self._empty:
            return
        wanted = [block for block in blocks if (path, block) not in self._asked]
        self._asked.update((path, block) for block in wanted)
        for start in range(0, len(wanted), CHUNK):
            query = select(targets.c.contribution).where(
                targets.c.document == path, targets.c.block.in_(wanted[start : start + CHUNK])
            )
            self._take_up(sorted(set(self._connection.scalars(query)) - self._journeys.keys()))

    def _take_up(self, numbers: list[int]) -> None:
        for start in range(0, len(numbers), CHUNK):
            for row in anchor_rows.newest(self._connection, numbers[start : start + CHUNK]):
                lines = None if row["first_line"] is None else (row["first_line"], row["last_line"])
                journey = Journey(
                    row["contribution"],
                    DocumentPath(row["document"]),
                    row["stated_in"],
                    lines,
                    anchor_rows.passage(row),
                )
                self._journeys[journey.number] = journey
                for block in anchor_rows.ever_on(journey.passage):
                    self._on[journey.document][block].add(journey.number)

    def flush(self) -> None:
        """Write everything that became of passages since the last time."""
        put(self._connection, block_changes, self._changes)
        dirty = [journey for journey in self._journeys.values() if journey.rows]
        kept = [journey for journey in dirty if not journey.fresh and not self._empty]
        for journey in kept:
            if journey.cut is not None:
                held = anchors.c.contribution == journey.number
                self._connection.execute(delete(anchors).where(held, anchors.c.since >= journey.cut))
        put(self._connection, anchors, [row for journey in dirty for _, row in sorted(journey.rows.items())])
        self._aim(sorted(journey.number for journey in kept))
        aimed: list[dict[str, object]] = []
        known = {journey.number for journey in kept}
        for journey in dirty:
            if journey.number not in known:
                aimed += anchor_rows.aims(journey.number, [row for _, row in sorted(journey.rows.items())])
            journey.rows, journey.cut, journey.fresh = {}, None, False
        put(self._connection, targets, aimed)
        self._changes = []

    def _aim(self, ordered: Sequence[int]) -> None:
        """Write anew which blocks some contributions are and were on, from their whole histories."""
        for start in range(0, len(ordered), CHUNK):
            wanted = ordered[start : start + CHUNK]
            self._connection.execute(delete(targets).where(targets.c.contribution.in_(wanted)))
            for number, history in anchor_rows.histories(self._connection, wanted):
                put(self._connection, targets, anchor_rows.aims(number, history))

    def _version(self, path: DocumentPath, state: TextState) -> Version:
        """Return a revision as passages are placed in it; the last few are kept, with what was read of them."""
        version = self._versions.get((path, state.number))
        if version is None:
            version = Version(state.blocks, state.ids)
            self._versions.put((path, state.number), version)
        return version
