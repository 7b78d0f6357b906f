"""What a block of a text is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The kinds of block; `DEFINITION` is never shown and never addressed by people."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    QUOTE = "quote"
    FOOTNOTE = "footnote"
    DEFINITION = "definition"


class Block(NamedTuple):
    """One block of a text with its place in the source."""

    kind: Kind
    first_line: int
    """1-based."""
    last_line: int
    """1-based and inclusive."""
    text: str
    """The source lines joined by a line feed, without the final one."""
    unit: int
    """Blocks with the same number are laid out together; a unit need not be contiguous."""
    level: int = 0
    """1 to 6 for a heading, else 0."""
