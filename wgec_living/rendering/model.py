"""What a laid-out text is: units of safe HTML with places where the page may put a block's address and tools.

A page makes thousands of slots and units anew; named tuples are made three times as fast as frozen dataclasses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Slot(NamedTuple):
    """A place in the HTML for the page to fill, or to leave empty."""

    block: int
    """The index of the block in the text's blocks."""
    place: Literal["attributes", "tools"]
    """`attributes`: inside the opening tag of the block's element, so what is put there starts with a space;
    `tools`: the first content of the element."""


class RenderedUnit(NamedTuple):
    """Blocks laid out together: a paragraph, a whole list, a whole table, all the footnotes."""

    blocks: tuple[int, ...]
    """The indices of the blocks that this unit lays out."""
    pieces: tuple[str | Slot, ...]
    complex: bool = False
    """True when the unit was too complex to be laid out and is shown as plain text."""

    @property
    def html(self) -> str:
        """The unit's HTML with every slot left empty."""
        return "".join([piece for piece in self.pieces if isinstance(piece, str)])


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """A whole text, laid out; the footnotes, if any, are the last unit."""

    units: tuple[RenderedUnit, ...]

    @property
    def html(self) -> str:
        """The text's HTML with every slot left empty."""
        return "\n".join([unit.html for unit in self.units])


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A reference to a footnote, kept out of the cached HTML because its number depends on the whole text."""

    label: str
    linked: bool
    """False inside a link, where no second link may stand."""


@dataclass(frozen=True, slots=True)
class NoteReturns:
    """The place of a footnote's links back to the text."""


Piece = str | Slot | NoteReference | NoteReturns
