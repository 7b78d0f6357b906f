"""Cut a text into blocks, and cut a later state of it by reading again only what surrounds the change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from operator import eq

from .blocks_lists import Draft
from .blocks_model import Block
from .blocks_patterns import find_fences, front_matter_end
from .blocks_split import Mark, Splitter

_UNUSUAL = ("\t", "\r", "\x02", "\x03")


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in its blocks, with what spares reading all of it again after a change."""

    blocks: tuple[Block, ...]
    lines: Sequence[str]
    """The lines of the source as they stand there."""
    marks: Sequence[Mark]
    """Where reading could begin anew, in order."""
    fences: Mapping[int, int]
    """Fenced code: the index of each opening line with that of its closing one."""
    front_matter: int
    """How many lines at the top are front matter."""


def cut(source: str, *, front_matter: bool = True) -> Cut:
    """Return the blocks of `source`; without `front_matter` the top of the text is read like the rest."""
    lines = source.split("\n")
    plain = _plain(source, lines)
    start = front_matter_end(plain) if front_matter else 0
    return _whole(lines, plain, _fences(source, plain, start), start)


def cut_again(before: Cut, source: str) -> Cut:
    """Return what `cut(source)` returns, taking over from an earlier state of the text what did not change."""
    lines = source.split("\n")
    plain = _plain(source, lines)
    start = front_matter_end(plain)
    fences = _fences(source, plain, start)
    head = _common(before.lines, lines)
    least = min(len(lines), len(before.lines))
    tail = min(_common(reversed(before.lines), reversed(lines)), least - head)
    place = bisect_left(before.marks, (head,)) - 1
    if place < 0 or start != before.front_matter:
        return _whole(lines, plain, fences, start)
    mark = before.marks[place]
    further = len(lines) - len(before.lines)
    after = len(before.lines) - tail
    if not _same_fences(before.fences, fences, mark[0], after, further):
        return _whole(lines, plain, fences, start)
    later = before.marks[bisect_left(before.marks, (after,)) :]
    meets = {line + further: i for i, (line, _, _) in enumerate(later)}
    splitter = Splitter(plain, fences, mark)
    draft, end = splitter.run(meets=meets)
    blocks = before.blocks[: mark[1]] + _blocks(draft, lines)
    marks = [*before.marks[:place], *splitter.marks]
    if end in meets:
        rest = later[meets[end] :]
        more_blocks, more_units = len(blocks) - rest[0][1], draft.unit - rest[0][2]
        blocks += tuple(moved(before.blocks[rest[0][1] :], further, more_units))
        marks += [(line + further, count + more_blocks, unit + more_units) for line, count, unit in rest]
    return Cut(blocks, lines, marks, fences, start)


def _whole(lines: Sequence[str], plain: Sequence[str], fences: Mapping[int, int], start: int) -> Cut:
    splitter = Splitter(plain, fences)
    draft, _ = splitter.run(start)
    return Cut(_blocks(draft, lines), lines, splitter.marks, fences, start)


def _plain(source: str, lines: Sequence[str]) -> Sequence[str]:
    """Return the lines as they are read; what a line becomes does not depend on any other."""
    if not any(mark in source for mark in _UNUSUAL):
        return lines
    tidy = source.replace("\x02", "").replace("\x03", "").replace("\r\n", "\n").removesuffix("\r")
    return tidy.expandtabs(4).split("\n")


def _fences(source: str, plain: Sequence[str], start: int) -> Mapping[int, int]:
    # One character is found much faster than three, and most texts have neither.
    return find_fences(plain, start) if "`" in source or "~" in source else {}


def _blocks(draft: Draft, lines: Sequence[str]) -> tuple[Block, ...]:
    join = "\n".join
    return tuple(
        [
            Block(
                kind,
                first + 1,
                end,
                lines[first] if end - first == 1 else join(lines[first:end]),
                unit,
                level,
            )
            for kind, first, end, unit, level in zip(
                draft.kinds, draft.firsts, draft.ends, draft.units, draft.levels, strict=True
            )
        ]
    )


def moved(blocks: Sequence[Block], lines: int, units: int) -> Sequence[Block]:
    """Return the same blocks so many lines further down, and of units with so much higher numbers."""
    if not lines and not units:
        return blocks
    return tuple(
        [
            Block(b.kind, b.first_line + lines, b.last_line + lines, b.text, b.unit + units, b.level)
            for b in blocks
        ]
    )


def _same_fences(
    old: Mapping[int, int], new: Mapping[int, int], before: int, after: int, further: int
) -> bool:
    """Say whether the same code is fenced down to line `before`, and from line `after` of the old text on."""
    if not old and not new:
        return True
    above = [[fence for fence in fences.items() if fence[0] <= before] for fences in (old, new)]
    below = {(first + further, last + further) for first, last in old.items() if first >= after}
    return above[0] == above[1] and below == {fence for fence in new.items() if fence[0] >= after + further}


def _common(old: Iterable[str], new: Iterable[str]) -> int:
    """Return how many lines are the same from the start on."""
    return sum(takewhile(bool, map(eq, old, new)))
