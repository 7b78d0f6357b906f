"""A proposal put together with the text in force: our own three-way merge, by block.

Two people who changed different blocks do not disturb each other (rows of a table included); where both changed
one block, a person decides. Nothing here ever writes a conflict marker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .alignment import align
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


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Return `theirs`, a proposal written on `base`, put into `ours`, the text in force; all three whole sources."""
    if ours in (base, theirs):
        return Merged(Result.CLEAN, theirs, ())
    if base == theirs:
        return Merged(Result.CLEAN, ours, ())
    texts = {"base": split(base), "ours": split(ours), "theirs": split(theirs)}
    count = len(texts["base"])
    mine, yours = _edits(texts["base"], texts["ours"]), _edits(texts["base"], texts["theirs"])
    atoms: list[tuple[str, Atom]] = []
    clashes: list[Clash] = []
    combines = False
    for at in range(count + 1):
        combines |= _put_in(at, mine, yours, atoms)
        if at == count:
            break
        before, left, right = texts["base"][at].text, mine.text(at), yours.text(at)
        if left != before and right not in (before, left):
            clashes.append(Clash(mine.kept[at], before, left, right))
        side = "theirs" if left == before else "ours"
        if (mine if side == "ours" else yours).kept[at] is not None:
            atoms.append((side, _atom(at, mine, yours)))
    result = Result.CLASHES if clashes else Result.COMBINES if combines else Result.CLEAN
    return Merged(result, _assemble(texts, atoms), tuple(clashes))


def _edits(base: Sequence[Block], side: Sequence[Block]) -> _Edits:
    edits = _Edits(side, [None] * len(base))
    at = 0
    for before, after in align([block.text for block in base], [block.text for block in side]):
        if before is None and after is not None:
            edits.put_in.setdefault(at, []).append(after)
        elif before is not None:
            edits.kept[before] = after
            at = before + 1
    return edits


def _put_in(at: int, mine: _Edits, yours: _Edits, atoms: list[tuple[str, Atom]]) -> bool:
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


def _assemble(texts: dict[str, tuple[Block, ...]], atoms: list[tuple[str, Atom]]) -> str:
    parts: list[str] = []
    for number, (side, atom) in enumerate(atoms):
        block = texts[side][atom[side]]
        if number:
            parts.append("\n" * _lines_between(texts, atoms[number - 1], (side, atom)))
        parts.append(block.text)
    return "".join(parts) + "\n" if parts else ""


def _lines_between(
    texts: dict[str, tuple[Block, ...]], first: tuple[str, Atom], second: tuple[str, Atom]
) -> int:
    """Return the line breaks between two neighbours of the result: as in a text where they are neighbours."""
    for side in ("theirs", "ours", "base"):
        left, right = first[1].get(side), second[1].get(side)
        if left is not None and right == left + 1:
            return texts[side][right].first_line - texts[side][left].last_line
    before, after = texts[first[0]][first[1][first[0]]], texts[second[0]][second[1][second[0]]]
    close = before.kind == after.kind and before.kind in (Kind.ROW, Kind.ITEM)
    return 1 if close else 2
