"""Block ids carried from one revision of a document to the next.

By the simplest alignment: a block that stands unchanged or edited at the aligned place keeps its id; any other is
new and gets `<revision>-<first line>`, which nothing else can get.
"""

from __future__ import annotations

from collections.abc import Sequence

from .alignment import align
from .blocks import Block
from .identifiers import BlockId


def first_ids(blocks: Sequence[Block], revision: int) -> tuple[BlockId, ...]:
    """Return the ids of blocks that appear for the first time, in revision number `revision`."""
    return tuple(BlockId(f"{revision}-{block.first_line}") for block in blocks)


def carry_ids(
    old: Sequence[Block], old_ids: Sequence[BlockId], new: Sequence[Block], revision: int
) -> tuple[BlockId, ...]:
    """Return the ids of the blocks of revision number `revision`, given the revision before it."""
    ids = list(first_ids(new, revision))
    for before, after in align([block.text for block in old], [block.text for block in new]):
        if before is not None and after is not None:
            ids[after] = old_ids[before]
    return tuple(ids)


def blocks_at(blocks: Sequence[Block], lines: tuple[int, int]) -> tuple[int, ...]:
    """Return the indexes of the blocks that share a line with the range `lines` (1-based, inclusive)."""
    first, last = lines
    return tuple(i for i, block in enumerate(blocks) if block.first_line <= last and block.last_line >= first)
