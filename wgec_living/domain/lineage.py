"""Block ids carried from one revision of a document to the next.

By the simplest alignment: a block that stands unchanged or edited at the aligned place keeps its id; any other
is new and gets `<revision>-<first line>`, which nothing else can get.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from .alignment import align
from .blocks import Block
from .identifiers import BlockId


@dataclass(frozen=True, slots=True)
class Carried:
    """The ids of a revision's blocks, and how much it differs from the revision before."""

    ids: tuple[BlockId, ...]
    added: int
    """Blocks new or changed."""
    removed: int
    """Blocks gone or changed."""


def first_ids(blocks: Sequence[Block], revision: int) -> Carried:
    """Return the ids of blocks that appear for the first time, in revision number `revision`."""
    ids = tuple([BlockId(f"{revision}-{block.first_line}") for block in blocks])
    return Carried(ids, len(ids), 0)


def carry_ids(
    old: Sequence[Block], old_ids: Sequence[BlockId], new: Sequence[Block], revision: int
) -> Carried:
    """Return the ids of the blocks of revision number `revision`, given the revision before it."""
    before, after = [block.text for block in old], [block.text for block in new]
    ids: list[BlockId] = []
    same = 0
    for i, j in align(before, after):
        if j is None:
            continue
        if i is None:
            ids.append(BlockId(f"{revision}-{new[j].first_line}"))
        else:
            ids.append(old_ids[i])
            same += before[i] == after[j]
    return Carried(tuple(ids), len(new) - same, len(old) - same)


def blocks_at(blocks: Sequence[Block], lines: tuple[int, int]) -> tuple[int, ...]:
    """Return the indexes of the blocks that share a line with the range `lines` (1-based, inclusive)."""
    start = bisect_left(blocks, lines[0], key=lambda block: block.last_line)
    end = bisect_right(blocks, lines[1], key=lambda block: block.first_line)
    return tuple(range(start, end))
