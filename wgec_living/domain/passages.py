"""What a passage is: the parts of a revision's blocks that a contribution is about, and what is remembered of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .blocks import Block
from .identifiers import BlockId
from .places import Place
from .reading import Reading, read
from .surviving import Range


class Piece(NamedTuple):
    """A part of a passage in one block: code points of the block's text, or (None) the whole block."""

    block: BlockId
    start: int | None = None
    end: int | None = None


class Memory(NamedTuple):
    """Where a passage stood in texts of its blocks that may come back."""

    place: Place
    pieces: tuple[Piece, ...]
    texts: tuple[str, ...]
    """A digest of the text of each piece's block."""
    changed_in: int | None


class Passage(NamedTuple):
    """A contribution's passage as it stands in one revision."""

    place: Place
    """`EXACT`, `CHANGED` or `GONE`; whether exact words moved is judged from their lines (`places`)."""
    pieces: tuple[Piece, ...]
    """In reading order. Of words that are gone: the place where they stood, or the blocks they stood in last."""
    words: str = ""
    """A digest of the words as they were read where they were written about; empty while no change was met."""
    stands: bool = True
    """Whether any of its blocks stands."""
    changed_in: int | None = None
    """The revision that changed or removed the words last; None while they are exact."""
    memories: tuple[Memory, ...] = ()

    @property
    def blocks(self) -> tuple[BlockId, ...]:
        """The ids of its blocks in order, each once."""
        return tuple(dict.fromkeys(piece.block for piece in self.pieces))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one contribution's passage stands from one revision on, as the index keeps it."""

    contribution: int
    since: int
    """The first revision of which this holds."""
    place: Place
    """`EXACT`, `CHANGED` or `GONE`."""
    pieces: tuple[Piece, ...]
    """None for the whole document."""
    stands: bool
    changed_in: int | None
    stated_in: int
    """The revision that the target was stated against: the base, unless it was confirmed or moved later."""
    lines: tuple[int, int] | None
    """Its lines in that revision."""


def digest(text: str) -> str:
    """Return a short name of a text that no other text will have."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


class Version:
    """One revision's blocks with their ids, as passages are placed in it."""

    def __init__(self, blocks: Sequence[Block], ids: Sequence[BlockId]) -> None:
        self.blocks = blocks
        self.ids = ids
        self.at = dict(zip(ids, range(len(ids)), strict=True))
        self._readings: dict[int, Reading] = {}
        self._digests: dict[int, str] = {}
        self._told: dict[tuple[Piece, ...], str] = {}

    def text(self, block: BlockId) -> str | None:
        """Return a block's source; None where it does not stand."""
        place = self.at.get(block)
        return None if place is None else self.blocks[place].text

    def reading(self, place: int) -> Reading:
        """Return how the block at a place is read."""
        if place not in self._readings:
            block = self.blocks[place]
            self._readings[place] = read(block.text, block.kind)
        return self._readings[place]

    def digest(self, place: int) -> str:
        """Return a short name of the text of the block at a place."""
        found = self._digests.get(place)
        if found is None:
            found = self._digests[place] = digest(self.blocks[place].text)
        return found

    def told(self, pieces: tuple[Piece, ...]) -> str:
        """Return a short name of what is read in the pieces; many contributions are about the same ones."""
        found = self._told.get(pieces)
        if found is None:
            found = self._told[pieces] = digest(self.words(pieces))
        return found

    def words(self, pieces: Sequence[Piece]) -> str:
        """Return what is read in the pieces, which must stand here."""
        parts = []
        for piece in pieces:
            place = self.at[piece.block]
            reading, source = self.reading(place), self.blocks[place].text
            if piece.start is None or piece.end is None:
                parts.append(reading.text or source)
            else:
                # An image, say, is nothing to read: then its source stands for it.
                read_words = reading.words(piece.start, piece.end)
                parts.append(read_words or source[piece.start : piece.end])
        return " ".join(" ".join(parts).split())

    def memory(self, passage: Passage) -> Memory:
        """Return what to keep of a passage that stands here."""
        texts = tuple(self.digest(self.at[piece.block]) for piece in passage.pieces)
        return Memory(passage.place, passage.pieces, texts, passage.changed_in)

    def begin(self, places: Sequence[int], words: Range | None = None) -> Passage:
        """Return the passage in the blocks at `places`: whole, or words from the first to the last.

        Words outside the text are cut at its ends.
        """
        pieces = []
        for nth, place in enumerate(places):
            length = len(self.blocks[place].text)
            start = min(words[0], length) if words and nth == 0 else 0
            end = min(words[1], length) if words and nth == len(places) - 1 else length
            whole = words is None or 0 < nth < len(places) - 1
            piece = Piece(self.ids[place]) if whole else Piece(self.ids[place], start, max(start, end))
            pieces.append(piece)
        texts = tuple([self.digest(place) for place in places])
        standing = tuple(pieces)
        return Passage(Place.EXACT, standing, memories=(Memory(Place.EXACT, standing, texts, None),))
