"""Where the passage that a contribution is about stands now, judged block by block."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol


class Place(StrEnum):
    """What became of a passage since it was written about."""

    EXACT = "exact"
    MOVED = "moved"
    CHANGED = "text changed"
    GONE = "text gone"


class Standing(Protocol):
    """A block as it stands in one revision."""

    @property
    def id(self) -> str:
        """Its name through all revisions."""

    @property
    def first_line(self) -> int:
        """Its first line in the source."""

    @property
    def last_line(self) -> int:
        """Its last line in the source."""

    @property
    def text(self) -> str:
        """Its source."""


def place_of(then: Sequence[Standing], now: Sequence[Standing]) -> Place:
    """Return what became of the blocks `then`; `now` are those of them that still stand, as they stand.

    Of several blocks, one that changed or went makes it a changed text; only when all went it is gone.
    """
    present = {block.id: block for block in now}
    found = [(block, present.get(block.id)) for block in then]
    if then and all(block is None for _, block in found):
        return Place.GONE
    if any(block is None or block.text != old.text for old, block in found):
        return Place.CHANGED
    if any(
        block is not None and (block.first_line, block.last_line) != (old.first_line, old.last_line)
        for old, block in found
    ):
        return Place.MOVED
    return Place.EXACT


def place_of_whole(then: str, now: str) -> Place:
    """Return what became of a whole document, from the names of its text (its blobs) then and now."""
    return Place.EXACT if then == now else Place.CHANGED
