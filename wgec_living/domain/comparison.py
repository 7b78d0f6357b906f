"""Two texts compared, first by block, then by word: the redline everybody reads."""

from __future__ import annotations

from dataclasses import dataclass

from .blocks import Block


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a comparison: a block kept, edited, added or removed."""

    kind: str
    """`same`, `edited`, `added` or `removed`."""
    old: int | None
    """Index of the block in the older text, None when added."""
    new: int | None
    """Index of the block in the newer text, None when removed."""
    old_block: Block | None
    new_block: Block | None
    words: tuple[tuple[str, str], ...]
    """`(op, text)` with op `same`, `removed` or `added`: joined without the added (removed) ones they give
    back the older (newer) block's text."""
