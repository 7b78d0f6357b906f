"""The blocks of a merge's result put together again, with what stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from operator import is_

from .blocks import Block, Cut, Kind, cut, cut_again, split

SIDES = ("base", "ours", "theirs")
Places = dict[str, int]
"""Where a block stands in each text that has it, by side."""


class Text:
    """One of the three texts: its blocks, and what stands before, between and after them."""

    def __init__(self, source: str, like: Text | None = None) -> None:
        """Take a source apart; where one that it was made from is at hand, only what differs from that is read."""
        self.cut: Cut = cut(source) if like is None else cut_again(like.cut, source)
        self.blocks = self.cut.blocks
        first, after = _shared(like.blocks, self.blocks) if like is not None else (0, 0)
        stop = len(self.blocks) + 1 - after
        self.gaps: list[str] = [
            *(like.gaps[:first] if like is not None else ()),
            *[self._gap(place) for place in range(first, stop)],
            *(like.gaps[len(like.gaps) - after :] if like is not None else ()),
        ]

    def _gap(self, place: int) -> str:
        """Return what stands before a block, or after the last one."""
        blocks, lines = self.blocks, self.cut.lines
        start = blocks[place - 1].last_line if place else 0
        end = blocks[place].first_line - 1 if place < len(blocks) else len(lines)
        before, behind = [""] if place else [], [""] if place < len(blocks) else []
        return "\n".join([*before, *lines[start:end], *behind])

    def begins_unit(self, place: int) -> bool:
        """Say whether a block is the first of its table, list or the like."""
        return place == 0 or self.blocks[place - 1].unit != self.blocks[place].unit

    def words(self, places: Sequence[int]) -> str:
        """Return several blocks with what stands between neighbours."""
        parts: list[str] = []
        for number, place in enumerate(places):
            if number:
                parts.append(self.gaps[place] if places[number - 1] == place - 1 else "\n\n")
            parts.append(self.blocks[place].text)
        return "".join(parts)


def _shared(old: Sequence[Block], new: Sequence[Block]) -> tuple[int, int]:
    """Return how many blocks two texts begin and end with that are the very same, on the same lines."""
    first = sum(takewhile(bool, map(is_, old, new)))
    after = sum(takewhile(bool, map(is_, reversed(old), reversed(new))))
    return first, min(after, len(old) - first, len(new) - first)


@dataclass(frozen=True, slots=True)
class Atom:
    """A block of the result."""

    side: str
    """Whose words it has; empty before the first and after the last."""
    first: Places
    """Where it stands, seen from above…"""
    last: Places
    """…and from below: another place where several blocks became this one."""
    text: str | None = None
    """Its words where they are nobody's alone."""


def assemble(texts: dict[str, Text], atoms: Sequence[Atom]) -> tuple[str, bool]:
    """Return the whole text, and whether it reads as exactly these blocks with nothing left to choose."""
    top = Atom("", {}, dict.fromkeys(SIDES, -1))
    bottom = Atom("", {name: len(text.blocks) for name, text in texts.items()}, {})
    wanted = [_block(texts, atom) for atom in atoms]
    parts: list[str] = []
    sound = True
    for number, (first, second) in enumerate(pairwise([top, *atoms, bottom])):
        gap, agreed = _gap(texts, first, second)
        sound &= agreed
        parts.append(gap)
        if number < len(wanted):
            parts.append(wanted[number][1])
    text = "".join(parts) if wanted else ""
    # Two sound changes can make a third thing of what stands between them: half a fence each, a line under a line.
    return text, sound and [(block.kind, block.text) for block in split(text)] == wanted


def _block(texts: dict[str, Text], atom: Atom) -> tuple[Kind, str]:
    block = _of(texts, atom, atom.first)
    return block.kind, block.text if atom.text is None else atom.text


def _of(texts: dict[str, Text], atom: Atom, places: Places) -> Block:
    return texts[atom.side].blocks[places[atom.side]]


def _gap(texts: dict[str, Text], first: Atom, second: Atom) -> tuple[str, bool]:
    """Return what stands between two neighbours of the result, and whether the two sides agree on it."""
    found: dict[str, str] = {}
    for side, text in texts.items():
        left, right = first.last.get(side), second.first.get(side)
        if left is not None and right == left + 1:
            found[side] = text.gaps[right]
    ours, theirs, base = (found.get(side) for side in ("ours", "theirs", "base"))
    if ours is not None and theirs is not None:
        return (theirs, True) if ours == base else (ours, theirs in (ours, base))
    for gap in (ours, theirs, base):
        if gap is not None:
            return gap, True
    if not first.side or not second.side:
        return ("", True) if not first.side else ("\n", True)
    before, after = _of(texts, first, first.last), _of(texts, second, second.first)
    close = before.kind == after.kind and before.kind in (Kind.ROW, Kind.ITEM)
    alone = texts[second.side].begins_unit(second.first[second.side])
    return "\n" if close and not alone else "\n\n", True
