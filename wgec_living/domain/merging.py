"""A proposal put together with the text in force: our own three-way merge, by block.

Two people who changed different blocks do not disturb each other (rows of a table included); where both changed
one block, a person decides. Nothing here ever writes a conflict marker.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from .alignment import Pair, align
from .blocks import Block, Kind, split


class Result(StrEnum):
    """How a proposal meets the text in force."""

    CLEAN = "clean"
    COMBINES = "combines"
    """Both changed the same place without touching the same block: a person confirms the order."""
    CLASHES = "clashes"
    """Both changed the same block: a person chooses or writes."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One block that both changed; an empty side means: removed there."""

    place: int | None
    """Index of the block in the text in force, None when it is gone there."""
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a merge."""

    result: Result
    text: str
    """The whole text; at a clash it has the words in force."""
    clashes: tuple[Clash, ...]


class _Text:
    """One of the three texts: its blocks, and what stands before, between and after them."""

    def __init__(self, source: str) -> None:
        self.blocks = split(source)
        self.gaps: list[str] = []
        starts = [0]
        for line in source.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        done = 0
        for block in self.blocks:
            start = starts[block.first_line - 1]
            self.gaps.append(source[done:start])
            done = start + len(block.text)
        self.gaps.append(source[done:])

    def begins_unit(self, place: int) -> bool:
        """Say whether a block is the first of its table, list or the like."""
        return place == 0 or self.blocks[place - 1].unit != self.blocks[place].unit


@dataclass(slots=True)
class _Edits:
    """What one side made of the base: each base block's new index (None: removed), and blocks put in before it."""

    blocks: Sequence[Block]
    kept: list[int | None]
    put_in: dict[int, list[int]] = field(default_factory=dict)

    def text(self, base: int) -> str:
        place = self.kept[base]
        return "" if place is None else self.blocks[place].text


Atom = dict[str, int]
"""A block of the result: its index in each text that has it, by side (`base`, `ours`, `theirs`)."""
Atoms = list[tuple[str, Atom]]
"""The blocks of the result, each with the side whose words it has."""


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Return `theirs`, a proposal written on `base`, put into `ours`, the text in force; all three whole sources."""
    if ours in (base, theirs):
        return Merged(Result.CLEAN, theirs, ())
    if base == theirs:
        return Merged(Result.CLEAN, ours, ())
    texts = {"base": _Text(base), "ours": _Text(ours), "theirs": _Text(theirs)}
    mine, yours = _edits(texts["base"], texts["ours"]), _edits(texts["base"], texts["theirs"])
    atoms: Atoms = []
    clashes: list[Clash] = []
    combines = False
    for at, block in enumerate(texts["base"].blocks):
        combines |= _put_in(at, mine, yours, atoms)
        before, left, right = block.text, mine.text(at), yours.text(at)
        if left != before and right not in (before, left):
            clashes.append(Clash(mine.kept[at], before, left, right))
        side = "theirs" if left == before else "ours"
        if (mine if side == "ours" else yours).kept[at] is not None:
            atoms.append((side, _atom(at, mine, yours)))
    combines |= _put_in(len(texts["base"].blocks), mine, yours, atoms)
    text, sound = _assemble(texts, atoms)
    result = Result.CLASHES if clashes else Result.COMBINES if combines or not sound else Result.CLEAN
    return Merged(result, text, tuple(clashes))


def _edits(base: _Text, side: _Text) -> _Edits:
    edits = _Edits(side.blocks, [None] * len(base.blocks))
    at = 0
    for before, after in _with_replacements(base.blocks, side.blocks):
        if before is None and after is not None:
            edits.put_in.setdefault(at, []).append(after)
        elif before is not None:
            edits.kept[before] = after
            at = before + 1
    return edits


def _with_replacements(old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Return the alignment in which a block wholly rewritten at its place is one edit, not a removal and an addition.

    So two rewritings of one paragraph clash, instead of both standing in the text.
    """
    result: list[Pair] = []
    gone: list[int] = []
    come: list[int] = []
    for before, after in [*align([b.text for b in old], [b.text for b in new]), (-1, -1)]:
        if before is not None and after is not None:
            result += _replaced(old, new, gone, come)
            result.append((before, after))
            gone, come = [], []
        elif before is not None:
            gone.append(before)
        elif after is not None:
            come.append(after)
    return result[:-1]


def _replaced(old: Sequence[Block], new: Sequence[Block], gone: list[int], come: list[int]) -> list[Pair]:
    """Pair what went with what came between two blocks that stayed: those of one kind first, else one by one."""
    places: dict[Kind, list[int]] = {}
    for j, after in enumerate(come):
        places.setdefault(new[after].kind, []).append(j)
    pairs: list[tuple[int, int]] = []
    free = 0
    for i, before in enumerate(gone):
        alike = places.get(old[before].kind, [])
        later = bisect_left(alike, free)
        if later < len(alike):
            pairs.append((i, alike[later]))
            free = alike[later] + 1
    result: list[Pair] = []
    at_gone, at_come = 0, 0
    for i, j in pairs or zip(range(len(gone)), range(len(come)), strict=False):
        result += [(before, None) for before in gone[at_gone:i]]
        result += [(None, after) for after in come[at_come:j]]
        result.append((gone[i], come[j]))
        at_gone, at_come = i + 1, j + 1
    return (
        result + [(before, None) for before in gone[at_gone:]] + [(None, after) for after in come[at_come:]]
    )


def _put_in(at: int, mine: _Edits, yours: _Edits, atoms: Atoms) -> bool:
    """Add what was put in before base block `at`; say whether a person must look at the order or the place."""
    ours, theirs = mine.put_in.get(at, []), yours.put_in.get(at, [])
    same = [mine.blocks[i].text for i in ours] == [yours.blocks[i].text for i in theirs]
    if ours and theirs and same:
        atoms += [("ours", {"ours": i, "theirs": j}) for i, j in zip(ours, theirs, strict=True)]
        return False
    atoms += [("ours", {"ours": i}) for i in ours] + [("theirs", {"theirs": j}) for j in theirs]
    around = range(max(at - 1, 0), min(at + 1, len(mine.kept)))
    lost_ground = bool(theirs and around and all(mine.kept[i] is None for i in around)) or bool(
        ours and around and all(yours.kept[i] is None for i in around)
    )
    return bool(ours and theirs) or lost_ground


def _atom(at: int, mine: _Edits, yours: _Edits) -> Atom:
    atom: Atom = {"base": at}
    for name, edits in (("ours", mine), ("theirs", yours)):
        place = edits.kept[at]
        if place is not None:
            atom[name] = place
    return atom


def _assemble(texts: dict[str, _Text], atoms: Atoms) -> tuple[str, bool]:
    """Return the whole text, and whether it reads as exactly these blocks with nothing left to choose."""
    blocks = [texts[side].blocks[atom[side]] for side, atom in atoms]
    ends = [
        ("", dict.fromkeys(texts, -1)),
        *atoms,
        ("", {name: len(text.blocks) for name, text in texts.items()}),
    ]
    parts: list[str] = []
    sound = True
    for number, (first, second) in enumerate(pairwise(ends)):
        gap, agreed = _gap(texts, first, second)
        sound &= agreed
        parts.append(gap)
        if number < len(blocks):
            parts.append(blocks[number].text)
    text = "".join(parts) if blocks else ""
    # Two sound changes can make a third thing of what stands between them: half a fence each, a line under a line.
    read = [(block.kind, block.text) for block in split(text)]
    return text, sound and read == [(block.kind, block.text) for block in blocks]


def _gap(texts: dict[str, _Text], first: tuple[str, Atom], second: tuple[str, Atom]) -> tuple[str, bool]:
    """Return what stands between two neighbours of the result, and whether the two sides agree on it."""
    found: dict[str, str] = {}
    for side, text in texts.items():
        left, right = first[1].get(side), second[1].get(side)
        if left is not None and right == left + 1:
            found[side] = text.gaps[right]
    ours, theirs, base = found.get("ours"), found.get("theirs"), found.get("base")
    if ours is not None and theirs is not None:
        return (theirs, True) if ours == base else (ours, theirs in (ours, base))
    for gap in (ours, theirs, base):
        if gap is not None:
            return gap, True
    if not first[0] or not second[0]:
        return ("", True) if not first[0] else ("\n", True)
    before, after = texts[first[0]].blocks[first[1][first[0]]], texts[second[0]].blocks[second[1][second[0]]]
    close = before.kind == after.kind and before.kind in (Kind.ROW, Kind.ITEM)
    return "\n" if close and not texts[second[0]].begins_unit(second[1][second[0]]) else "\n\n", True
