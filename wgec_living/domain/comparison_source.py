"""Two whole sources compared byte for byte, with what stands between their blocks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from .blocks import Block
from .comparison import Changes
from .comparison_words import Runs, words


def source_runs(old: str, new: str, changes: Changes) -> Runs:
    """Return the whole sources as runs of words in one line of reading: what moved is removed and added.

    Joined without the added (removed) ones they give back the older (newer) source.
    """
    olds = _Walk(old, changes.older)
    news = _Walk(new, changes.newer)
    runs: list[tuple[str, str]] = []
    for change in changes:
        if change.moved or len(change.olds) != 1 or len(change.news) != 1:
            continue
        runs += _between(olds.upto(change.olds[0]), news.upto(change.news[0]))
        runs += change.words
        olds.over(change.olds[0])
        news.over(change.news[0])
    runs += _between(olds.upto(None), news.upto(None))
    return _gathered(runs)


def _between(old: str, new: str) -> Runs:
    return (("same", old),) if old == new else words(old, new)


class _Walk:
    """A source read from one block to a later one."""

    def __init__(self, source: str, blocks: Sequence[Block]) -> None:
        self._source = source
        self._blocks = blocks
        self._starts = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]
        self._at = 0

    def upto(self, place: int | None) -> str:
        """Return what stands from here to a block, or to the end."""
        end = len(self._source) if place is None else self._starts[self._blocks[place].first_line - 1]
        return self._source[self._at : end]

    def over(self, place: int) -> None:
        """Go on behind a block."""
        block = self._blocks[place]
        self._at = self._starts[block.first_line - 1] + len(block.text)


def _gathered(runs: Sequence[tuple[str, str]]) -> Runs:
    found: list[tuple[str, str]] = []
    for op, text in runs:
        if found and found[-1][0] == op:
            found[-1] = (op, found[-1][1] + text)
        elif text:
            found.append((op, text))
    return tuple(found)
