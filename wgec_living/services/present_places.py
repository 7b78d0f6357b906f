"""Where a contribution's passage stands in one revision, as pages and the API are told."""

from __future__ import annotations

from dataclasses import dataclass

from wgec_living.domain.identifiers import BlockId
from wgec_living.domain.passages import Piece
from wgec_living.domain.places import Place


@dataclass(frozen=True)
class PresentPlace:
    """Where a passage stands in one revision, and what became of it since it was written about."""

    place: Place
    pieces: tuple[Piece, ...]
    """The parts of it that stand, block by block in reading order; offsets count in the block's source, None: all of
    it. Empty for the whole document and where no block of it stands. Of words that are gone, the one piece is empty:
    the place where they stood."""
    last: tuple[BlockId, ...]
    """Where no block of it stands any more: the ones it stood in last."""
    whole: bool
    """Whether it is the whole document."""
    changed_in: int | None
    """The revision that changed or removed the words; None while they are exact."""
    changed_by: int | None
    """The contribution whose acceptance made that revision, where one did."""
    stated_in: int
    """The revision its target was stated on: the base, or the one it was confirmed or moved on since."""

    @property
    def blocks(self) -> tuple[BlockId, ...]:
        """The blocks it stands in, each once."""
        return tuple(dict.fromkeys(piece.block for piece in self.pieces))

    @property
    def start(self) -> int | None:
        """Where it begins in the first block's source; None: with the block."""
        return self.pieces[0].start if self.pieces else None

    @property
    def end(self) -> int | None:
        """Where it ends in the last block's source; None: with the block."""
        return self.pieces[-1].end if self.pieces else None
