"""A merge seen to be clean at a glance, so that a desk of two hundred proposals need not put each together."""

from __future__ import annotations

import re

from .blocks_model import Kind
from .merging_sides import Side
from .merging_texts import Text

_PLAIN = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.ROW, Kind.ITEM})
_HAZARD = re.compile(r"\n|```|~~~|[\[\]<`\\]")
_MARK = re.compile(r"[\W\d_]*")


def plain_lines(base: Text, theirs: Text, yours: Side) -> tuple[int, ...] | None:
    """Return the blocks that a proposal rewrites where it does nothing but rewrite plain lines; else None.

    A plain line stays one of its kind, begins as before, and opens or closes nothing that reaches farther.
    """
    if yours.put_in or yours.moved or yours.joined or base.gaps != theirs.gaps:
        return None
    lines = tuple(sorted(yours.touched))
    return lines if all(_stays_plain(base, theirs, yours, at) for at in lines) else None


def plainly_clean(base: Text, ours: Text, mine: Side, lines: tuple[int, ...] | None) -> bool:
    """Say that a proposal that rewrites these plain lines merges cleanly into `ours`; False says nothing.

    What it finds clean, `merge` finds clean too.
    """
    return lines is not None and all(_undisturbed(base, ours, mine, at) for at in lines)


def _stays_plain(base: Text, theirs: Text, yours: Side, at: int) -> bool:
    if len(yours.kept[at]) != 1:
        return False
    before, after = base.blocks[at], theirs.blocks[yours.kept[at][0]]
    return (
        before.kind is after.kind
        and before.kind in _PLAIN
        and before.level == after.level
        and not _HAZARD.search(before.text)
        and not _HAZARD.search(after.text)
        and _mark(before.text) == _mark(after.text)
    )


def _undisturbed(base: Text, ours: Text, mine: Side, at: int) -> bool:
    """Say whether a line stands as it did, among neighbours of the same kinds and as far apart."""
    if at in mine.touched or len(mine.kept[at]) != 1:
        return False
    place = mine.kept[at][0]
    if base.gaps[at : at + 2] != ours.gaps[place : place + 2]:
        return False
    close = base.blocks[at].kind in (Kind.ROW, Kind.ITEM)
    apart = close or all("\n\n" in gap for gap in _inner(base, at))
    return apart and all(_same_kind(base, ours, mine, at, place, step) for step in (-1, 1))


def _mark(text: str) -> str:
    found = _MARK.match(text)
    return found.group() if found else ""


def _inner(base: Text, at: int) -> list[str]:
    """Return what stands between a block and its neighbours, where it has any."""
    gaps = base.gaps[at : at + 2]
    return gaps[at == 0 : 1 if at == len(base.blocks) - 1 else 2]


def _same_kind(base: Text, ours: Text, mine: Side, at: int, place: int, step: int) -> bool:
    old, new = at + step, place + step
    if not 0 <= old < len(base.blocks):
        return not 0 <= new < len(ours.blocks)
    if not 0 <= new < len(ours.blocks) or mine.kept[old] != (new,):
        return False
    units = [
        text.blocks[here].unit == text.blocks[here + step].unit for text, here in ((base, at), (ours, place))
    ]
    return base.blocks[old].kind is ours.blocks[new].kind and units[0] == units[1]
