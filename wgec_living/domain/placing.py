"""Words put in beside a passage, and passages moved to another place, in the source of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .blocks import Block, Kind, split
from .errors import Invalid

_BULLET = re.compile(r"[ ]{0,3}(?:[*+-]|\d+\.)[ \t]+")
_CLOSE = frozenset((Kind.ROW, Kind.ITEM))
"""Kinds whose siblings stand on the lines right below each other."""


class Side(StrEnum):
    """On which side of a passage something is put."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Passage:
    """Some blocks of a text that follow each other, by the indexes of the first and the last."""

    first: int
    last: int


def inserted(source: str, beside: Passage, words: str, side: Side) -> str:
    """Return `source` with `words` as a passage of their own beside another one.

    Beside a row the words must be a row, beside an item they become one. Raises `Invalid` where they cannot stand.
    """
    blocks = split(source)
    block = blocks[beside.last if side is Side.AFTER else beside.first]
    if block.kind is Kind.ROW and side is Side.BEFORE and _is_head(blocks, beside.first):
        raise Invalid("Nothing can stand above the head of a table.", {"": "Put the row after the head."})
    words = words.strip("\n")
    close = block.kind in _CLOSE
    if block.kind is Kind.ITEM and not _BULLET.match(words):
        marker = _BULLET.match(block.text)
        words = (marker.group() if marker else "- ") + words
    lines = source.split("\n")
    at = block.last_line if side is Side.AFTER else block.first_line - 1
    result = _put(lines, at, words.split("\n"), close=close)
    return _sound(result, _without(blocks, None), split(words) if not close else None)


def moved(source: str, passage: Passage, beside: int, side: Side) -> str:
    """Return `source` with a passage taken from its place and put beside the block with index `beside`.

    A row moves within its table, an item to another item, anything else to a place between tables and lists. Raises
    `Invalid` where it cannot stand there.
    """
    blocks = split(source)
    block, goal = blocks[passage.first], blocks[beside]
    close = block.kind in _CLOSE
    if passage.first <= beside <= passage.last:
        raise Invalid("It stands there already.", {"beside": "Choose another place."})
    if close and goal.kind is not block.kind:
        raise Invalid("It cannot stand there.", {"beside": "A row stays in a table, an item in a list."})
    if block.kind is Kind.ROW and (goal.unit != block.unit or _is_head(blocks, passage.first)):
        raise Invalid("It cannot stand there.", {"beside": "A row stays in its own table, below its head."})
    if block.kind is Kind.ROW and side is Side.BEFORE and _is_head(blocks, beside):
        raise Invalid("Nothing can stand above the head of a table.", {"beside": "Choose another place."})
    if not close and goal.kind in _CLOSE:
        goal = _end_of_unit(blocks, beside, side)
    lines = source.split("\n")
    words = lines[block.first_line - 1 : blocks[passage.last].last_line]
    at = goal.last_line if side is Side.AFTER else goal.first_line - 1
    start, stop = block.first_line - 1, blocks[passage.last].last_line
    if at <= start:
        result = _put(_taken_out(lines, start, stop).split("\n"), at, words, close=close)
    else:
        shorter = _taken_out(lines, start, stop).split("\n")
        result = _put(shorter, at - (len(lines) - len(shorter)), words, close=close)
    if result == source:
        raise Invalid("It stands there already.", {"beside": "Choose another place."})
    return _sound(result, _without(blocks, passage), list(blocks[passage.first : passage.last + 1]))


def places(blocks: Sequence[Block], passage: Passage) -> tuple[tuple[int, Side], ...]:
    """Return where a passage may be put: after each block it can follow, and before the first such one."""
    kind, unit = blocks[passage.first].kind, blocks[passage.first].unit
    found: list[tuple[int, Side]] = []
    for index, block in enumerate(blocks):
        inside = passage.first <= index <= passage.last
        if kind is Kind.ROW:
            fits = block.unit == unit
        elif kind is Kind.ITEM:
            fits = block.kind is Kind.ITEM
        else:
            last = index + 1 == len(blocks) or blocks[index + 1].unit != block.unit
            fits = last and block.kind not in (Kind.DEFINITION, Kind.FOOTNOTE)
        if not fits or inside:
            continue
        if not found and kind is not Kind.ROW:
            found.append((index, Side.BEFORE))
        if index != passage.first - 1:  # There it stands already.
            found.append((index, Side.AFTER))
    return tuple(found)


def _is_head(blocks: Sequence[Block], index: int) -> bool:
    block = blocks[index]
    return block.kind is Kind.ROW and (index == 0 or blocks[index - 1].unit != block.unit)


def _end_of_unit(blocks: Sequence[Block], index: int, side: Side) -> Block:
    step = 1 if side is Side.AFTER else -1
    while 0 <= index + step < len(blocks) and blocks[index + step].unit == blocks[index].unit:
        index += step
    return blocks[index]


def _put(lines: list[str], at: int, words: list[str], *, close: bool) -> str:
    """Put `words` before the line with index `at`, with an empty line on either side unless they are `close`."""
    before, after = lines[:at], lines[at:]
    if not close:
        if before and before[-1].strip():
            before = [*before, ""]
        if after and after[0].strip():
            after = ["", *after]
    return "\n".join([*before, *words, *after])


def _taken_out(lines: list[str], start: int, stop: int) -> str:
    """Return the text without these lines, and without one of two empty lines that would then meet."""
    before, after = lines[:start], lines[stop:]
    if before and after and not before[-1].strip() and not after[0].strip() and len(after) > 1:
        after = after[1:]
    return "\n".join([*before, *after])


def _without(blocks: Sequence[Block], passage: Passage | None) -> list[Block]:
    if passage is None:
        return list(blocks)
    return [*blocks[: passage.first], *blocks[passage.last + 1 :]]


def _sound(result: str, stayed: Sequence[Block], put: Sequence[Block] | None) -> str:
    """Return `result` if all that stood in the text stands there still, and what was put in besides."""
    found = [(block.kind, block.text.strip()) for block in split(result)]
    wanted = [(block.kind, block.text.strip()) for block in stayed]
    more = len(found) - len(wanted)
    fits = more == len(put) if put is not None else more >= 1
    rest = iter(found)
    if not fits or not all(one in rest for one in wanted):
        raise Invalid(
            "The words cannot stand there.", {"": "They would run together with what stands beside them."}
        )
    return result
