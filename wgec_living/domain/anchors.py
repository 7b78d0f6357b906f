"""Where the words that a contribution is about stand in each later revision: carried along, never looked for.

A passage is carried from one revision to the next by what became of its blocks (`tracing`) and, within a block, by
the words that stayed (`surviving`). What is doubtful counts as gone; likeness never decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from .identifiers import BlockId
from .passages import Memory, Passage, Piece, Version
from .places import Place
from .replacing import trace_known
from .surviving import Kept, Range, kept
from .tracing import Fate, Link

SEPARATOR = "\n\n"
"""What stands between blocks that were split or joined."""


def touched(old: Version, new: Version, links: Sequence[Link]) -> frozenset[BlockId]:
    """Return the blocks whose passages must be carried anew: changed, gone, or standing where they did not before.

    `links` are what `trace` says of the two, or `trace_middle`: a block that stayed the same keeps its id.
    """
    others = [link for link in links if link.fate is not Fate.SAME]
    before = {old.ids[place] for link in others for place in link.olds}
    after = {new.ids[place] for link in others for place in link.news}
    return frozenset(
        {block for block in before if new.text(block) != old.text(block)}
        | {block for block in after if block not in old.at}
    )


class Step:
    """From one revision to the next, `number`.

    What became of its blocks is traced, unless it is known from `trace` or `trace_middle`.
    """

    def __init__(self, old: Version, new: Version, number: int, links: Sequence[Link] | None = None) -> None:
        self._traced = links
        self.old = old
        self.new = new
        self.number = number
        self._kept: dict[int, Kept] = {}

    @cached_property
    def _links(self) -> dict[int, Link]:
        links = self._traced
        if links is None:
            # What the record told when the ids were given stands in the ids: another's words in a block's place.
            links = trace_known(self.old.blocks, self.old.ids, self.new.blocks, self.new.ids)
        return {place: link for link in links for place in link.olds}

    def carry(self, passage: Passage) -> Passage:
        """Return where the passage stands in the newer revision; the same object where nothing became of it."""
        if not passage.pieces:
            return passage
        back = None if passage.place is Place.EXACT else self._come_back(passage)
        if back is not None:
            return back
        if passage.place is Place.GONE:
            return self._of_gone(passage)
        known = passage.words or self.old.told(passage.pieces)
        pieces: list[Piece] = []
        standing: list[Piece] = []
        for piece in passage.pieces:
            survived, stood = self._carried(piece)
            pieces += survived
            standing += stood
        if pieces:
            return self._judged(passage, self._ordered(pieces), known)
        place = self._ordered(standing)[:1]
        last = place or passage.pieces
        return Passage(Place.GONE, last, known, bool(place), self.number, self._remembered(passage))

    def _come_back(self, passage: Passage) -> Passage | None:
        """Return the passage as it once stood, where the texts of its blocks read again as they did then."""
        for memory in (*passage.memories[:1], *passage.memories[:0:-1]):
            if not memory.pieces or not self._reads_as(memory):
                continue
            known = passage.memories[: passage.memories.index(memory) + 1]
            back = passage._replace(place=memory.place, pieces=memory.pieces, stands=True, memories=known)
            return back._replace(changed_in=memory.changed_in)
        return None

    def _reads_as(self, memory: Memory) -> bool:
        places = [self.new.at.get(piece.block, -1) for piece in memory.pieces]
        return places == sorted(places) and all(
            place >= 0 and self.new.digest(place) == known
            for place, known in zip(places, memory.texts, strict=True)
        )

    def _of_gone(self, passage: Passage) -> Passage:
        if passage.stands:
            _, standing = self._carried(passage.pieces[0])
            if not standing:
                return passage._replace(stands=False)
            pieces = self._ordered(standing)[:1]
            return passage if pieces == passage.pieces else passage._replace(pieces=pieces)
        back = [piece for piece in passage.pieces if piece.block in self.new.at]
        if not back:
            return passage
        if all(piece.start is None for piece in back):
            here = self._ordered(back)
            return passage._replace(place=Place.CHANGED, pieces=here, stands=True, changed_in=self.number)
        return passage._replace(pieces=(Piece(back[0].block, 0, 0),), stands=True)

    def _judged(self, passage: Passage, pieces: tuple[Piece, ...], known: str) -> Passage:
        if self.new.told(pieces) == known:
            if passage.place is Place.EXACT and pieces == passage.pieces:
                return passage
            return Passage(Place.EXACT, pieces, known, passage.stands, None, passage.memories[:1])
        same = passage.place is Place.CHANGED and self.new.told(pieces) == self.old.told(passage.pieces)
        if same and pieces == passage.pieces:
            return passage
        changed_in = passage.changed_in if same else self.number
        memories = self._remembered(passage) if passage.place is Place.EXACT else passage.memories
        return Passage(Place.CHANGED, pieces, known, passage.stands, changed_in, memories)

    def _remembered(self, passage: Passage) -> tuple[Memory, ...]:
        """Return the memories with what is being lost: the beginning, the last exact place, the last changed one."""
        now = self.old.memory(passage)
        known = passage.memories[:1]
        if passage.place is Place.CHANGED:
            known = tuple([memory for memory in passage.memories if memory.place is Place.EXACT])
        return known if now in known else (*known, now)

    def _carried(self, piece: Piece) -> tuple[list[Piece], list[Piece]]:
        """Return what survived of a piece, and the place where it stood if its block stands."""
        at = self.old.at[piece.block]
        link = self._links.get(at)
        if link is None:  # Among what both texts begin or end with alike.
            return [piece], [piece]
        if not link.news:
            return [], []
        if link.fate is Fate.SAME:
            same = piece._replace(block=self.new.ids[link.news[0]])
            return [same], [same]
        if piece.start is None and len(link.olds) == 1:
            whole = [Piece(self.new.ids[place]) for place in link.news]
            return whole, whole
        return self._mapped(link, at, piece)

    def _mapped(self, link: Link, at: int, piece: Piece) -> tuple[list[Piece], list[Piece]]:
        olds = [self.old.blocks[place].text for place in link.olds]
        news = [self.new.blocks[place].text for place in link.news]
        before = sum(len(text) + len(SEPARATOR) for text in olds[: link.olds.index(at)])
        if link.olds[0] not in self._kept:
            self._kept[link.olds[0]] = kept(SEPARATOR.join(olds), SEPARATOR.join(news))
        runs = self._kept[link.olds[0]]
        length = len(self.old.blocks[at].text)
        start = before + (piece.start or 0)
        end = before + (length if piece.end is None else piece.end)
        survived = runs.hull(start, end)
        caret = runs.place_of(start)
        return (
            self._cut(link, news, survived) if survived else [],
            self._cut(link, news, (caret, caret)),
        )

    def _cut(self, link: Link, news: Sequence[str], found: Range) -> list[Piece]:
        """Return a range of the joined newer texts as pieces of their blocks."""
        pieces: list[Piece] = []
        at = 0
        for place, text in zip(link.news, news, strict=True):
            start, end = max(found[0] - at, 0), min(found[1] - at, len(text))
            if start < end or (found[0] == found[1] and 0 <= found[0] - at <= len(text) and not pieces):
                pieces.append(Piece(self.new.ids[place], start, end))
            at += len(text) + len(SEPARATOR)
        return pieces or [Piece(self.new.ids[link.news[0]], 0, 0)]

    def _ordered(self, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
        """Return the pieces in reading order, those that touch within a block as one."""
        result: list[Piece] = []
        for piece in sorted(pieces, key=lambda piece: (self.new.at[piece.block], piece.start or 0)):
            last = result[-1] if result else None
            if last is None or last.block != piece.block:
                result.append(piece)
            elif last.start is not None and (last.end is None or piece.start is None):
                result[-1] = Piece(piece.block)
            elif last.end is not None and piece.start is not None and piece.end is not None:
                between = (self.new.text(piece.block) or "")[last.end : piece.start]
                if not between.strip():
                    result[-1] = last._replace(end=max(last.end, piece.end))
                else:
                    result.append(piece)
        return tuple(result)
