"""A comparison made ready to be read: changed paragraphs in full, unchanged ones folded together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from wgec_living.domain.blocks import Block, Kind
from wgec_living.domain.comparison import Change, Changes
from wgec_living.domain.comparison_front import is_front
from wgec_living.domain.comparison_told import Sentence, Teller, unit_starts
from wgec_living.services.views import RenderedUnit

from .redline_tokens import taken_apart
from .redline_words import Laid, Run, Runs, laid_words, marker, unchanged, written_words

LayOut = Callable[[Sequence[Block], AbstractSet[int]], Sequence[RenderedUnit]]
"""Lays out the wanted blocks of a text."""
LABELS = {
    "edited": "Changed",
    "added": "Added",
    "removed": "Removed",
    "moved": "Moved",
    "split": "Split",
    "joined": "Joined",
}


@dataclass(frozen=True)
class Passage:
    """One block of a redline, or several that became one or came of one."""

    kind: str
    """`same`, `edited`, `added`, `removed`, `moved`, `split` or `joined`."""
    form: str
    """The block's kind: heading, paragraph, item, row, …"""
    cells: tuple[Runs, ...]
    """The words; one sequence for each cell of a table row, otherwise one in all."""
    place: int | None = None
    """Counts the changed passages from 1; None for an unchanged one."""
    label: str = ""
    """What happened, in a word or two."""
    sentence: Sentence = ()
    """What happened, in a sentence; empty where the other text is not known."""
    marker: str = ""
    """The bullet or number of a list item."""
    columns: tuple[Runs, ...] = ()
    """The names of a row's columns, where they are known and as many as its cells."""
    change: Change | None = None
    coarse: bool = False

    @property
    def front(self) -> bool:
        """Whether it is the head of the file, which is told and not shown."""
        return not self.cells

    def side(self, op: str) -> tuple[Runs, ...]:
        """Return the cells of one text: with `removed` the older, with `added` the newer."""
        return tuple(tuple(run for run in cell if run.op in ("same", op)) for cell in self.cells)


@dataclass(frozen=True)
class Left:
    """The place that a moved passage left."""

    name: Sentence
    goes_to: int
    """The number of the change that shows it where it stands now."""


@dataclass(frozen=True)
class Fold:
    """Unchanged passages, left out of sight."""

    passages: tuple[Passage, ...]


Parts = tuple[Passage | Left | Fold, ...]


def redline(changes: Sequence[Change], lay_out: LayOut | None = None, around: int = 1) -> Parts:
    """Return the passages of a comparison, folding unchanged ones farther than `around` from a change.

    With `lay_out` the words are shown as laid out, without it as they are written.
    """
    whole = changes if isinstance(changes, Changes) else Changes(changes)
    maker = _Maker(whole, lay_out)
    steps = [change for change in whole if not _unseen(change)]
    spots = [index for index, change in enumerate(steps) if change.kind != "same"]
    near = {spot for index in spots for spot in range(index - around, index + around + 1)}
    places = {index: count for count, index in enumerate(spots, 1)}
    left = _left(steps, places, maker.teller)
    result: list[Passage | Left | Fold] = []
    hidden: list[Passage] = []
    for index, change in enumerate(steps):
        passage = maker.passage(change, places.get(index))
        if index in near or index in left:
            _close(hidden, result)
            result += left.get(index, [])
            result.append(passage)
        else:
            hidden.append(passage)
    _close(hidden, result)
    result += left.get(len(steps), [])
    return tuple(result)


def _unseen(change: Change) -> bool:
    """Whether it is an unchanged definition, such as the front matter, which no page shows."""
    block = change.new_block
    return change.kind == "same" and block is not None and block.kind is Kind.DEFINITION


def _close(hidden: list[Passage], result: list[Passage | Left | Fold]) -> None:
    if hidden:
        result.append(Fold(tuple(hidden)))
        hidden.clear()


def _left(
    steps: Sequence[Change], places: Mapping[int, int], teller: Teller | None
) -> dict[int, list[Passage | Left | Fold]]:
    """Return before which step something stood that moved away."""
    if teller is None:
        return {}
    stayed = [
        (change.olds[0], index) for index, change in enumerate(steps) if change.olds and not change.moved
    ]
    found: dict[int, list[Passage | Left | Fold]] = {}
    for index, change in enumerate(steps):
        if change.moved:
            at = bisect_right(stayed, (change.olds[0], len(steps)))
            spot = stayed[at][1] if at < len(stayed) else len(steps)
            found.setdefault(spot, []).append(Left(teller.name_old(change.olds[0]), places[index]))
    return found


class _Maker:
    """Makes the passages of one comparison."""

    def __init__(self, changes: Changes, lay_out: LayOut | None) -> None:
        known = bool(changes.older or changes.newer)
        self.teller = Teller(changes) if known else None
        self._older, self._newer = changes.older, changes.newer
        self._old_starts, self._new_starts = unit_starts(changes.older), unit_starts(changes.newer)
        self._old: Laid = {}
        self._new: Laid = {}
        self._calm: Laid = {}
        if lay_out is not None and known:
            done = [change for change in changes if change.kind != "same"]
            rest = {place for change in changes if change.kind == "same" for place in change.news}
            olds = lay_out(changes.older, {place for change in done for place in change.olds})
            news = lay_out(changes.newer, {place for change in done for place in change.news})
            self._old, self._new = taken_apart(olds), taken_apart(news)
            self._calm = taken_apart(lay_out(changes.newer, rest - self._new.keys()), by_word=False)

    def passage(self, change: Change, place: int | None) -> Passage:
        """Return the passage of a change, number `place` of those that are any."""
        block = change.new_block or change.old_block
        if block is None:
            raise ValueError("a change of nothing")
        if place is None:
            return Passage(
                "same", str(block.kind), self._unchanged(change), marker=marker(block), change=change
            )
        told = self.teller is not None and is_front(block)
        cells = () if told else laid_words(change, self._old, self._new)
        return Passage(
            change.kind,
            str(block.kind),
            written_words(change) if cells is None else cells,
            place,
            _label(change),
            self.teller.tell(change) if self.teller is not None else (),
            marker(block),
            self._columns(change, cells),
            change,
            change.coarse,
        )

    def _unchanged(self, change: Change) -> tuple[Runs, ...]:
        for laid in (self._new, self._calm):
            if change.new is not None and change.new in laid:
                return unchanged(laid[change.new])
        return written_words(change)

    def _columns(self, change: Change, cells: tuple[Runs, ...] | None) -> tuple[Runs, ...]:
        """Return the names of the columns from the head of the row's table."""
        blocks, starts, laid, place = self._newer, self._new_starts, self._new, change.new
        if place is None:
            blocks, starts, laid, place = self._older, self._old_starts, self._old, change.old
        if cells is None or place is None or blocks[place].kind is not Kind.ROW:
            return ()
        head = starts[place]
        found = unchanged(laid.get(head, ()))
        return found if head != place and len(found) == len(cells) else ()


def _label(change: Change) -> str:
    if change.formatting and not change.moved:
        return "Formatting only"
    label = LABELS[change.kind]
    return f"{label} and changed" if change.kind == "moved" and change.reworded else label


__all__ = ["Fold", "LayOut", "Left", "Passage", "Run", "redline"]
