"""A comparison taken at its word: applied to the older source it must give the newer one back, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from wgec_living.domain.blocks import Block, split
from wgec_living.domain.comparison import BREAK, Change, Changes, compare


@dataclass(frozen=True, slots=True)
class Difference:
    """All that turns an older source into a newer one."""

    changes: Changes
    between: tuple[str, ...]
    """What stands before each block of the newer source, and after the last."""


def difference(old: str, new: str) -> Difference:
    """Return the difference of two sources."""
    before, after = split(old), split(new)
    return Difference(compare(before, after), between(new, after))


def between(source: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return what stands before each block of a source, and after the last."""
    starts = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]
    found: list[str] = []
    at = 0
    for block in blocks:
        start = starts[block.first_line - 1]
        found.append(source[at:start])
        at = start + len(block.text)
    return (*found, source[at:])


def applied(difference: Difference, old: str) -> str:
    """Return the newer source; fail when the difference was not made from `old`."""
    texts = [block.text for block in split(old)]
    new: dict[int, str] = {}
    used = 0
    for change in difference.changes:
        assert BREAK.join([texts[place] for place in change.olds]) == side(change, "removed")
        used += len(change.olds)
        rest = side(change, "added")
        for place, block in zip(change.news, change.new_blocks, strict=True):
            size = len(block.text)
            new[place], rest = rest[:size], rest[size + len(BREAK) :]
    assert used == len(texts)
    gaps = difference.between
    return "".join([gap + new.get(place, "") for place, gap in enumerate(gaps)])


def side(change: Change, op: str) -> str:
    """Return the older text of a change (`op` is `removed`) or its newer (`added`)."""
    return "".join([text for kind, text in change.words if kind in ("same", op)])
