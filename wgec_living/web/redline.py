"""A comparison made ready to be read: changed paragraphs in full, unchanged ones folded together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wgec_living.domain.blocks import Kind
from wgec_living.domain.comparison import Change

Words = Sequence[tuple[str, str]]
_HEADING = re.compile(r"#{1,6}[ \t]+")
_RULE_BELOW_HEAD = re.compile(r"\n[ \t|:-]*-[ \t|:-]*$")
_STRONG = re.compile(r"(?<!\\)\*\*")
_DASH = re.compile(r"^([ \t]*)[-*+][ \t]+")
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one fate: `op` is `same`, `added` or `removed`."""

    op: str
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Passage:
    """One block of a redline."""

    kind: str
    """`same`, `edited`, `added` or `removed`."""
    form: str
    """The block's kind: heading, paragraph, item, row, …"""
    cells: tuple[tuple[Run, ...], ...]
    """The words; one sequence for each cell of a table row, otherwise one in all."""
    place: int | None = None
    """Counts the changed passages from 1; None for an unchanged one."""


@dataclass(frozen=True)
class Fold:
    """Unchanged passages, left out of sight."""

    passages: tuple[Passage, ...]


def redline(changes: Iterable[Change], around: int = 1) -> tuple[Passage | Fold, ...]:
    """Return the passages of a comparison, folding unchanged ones farther than `around` from a change."""
    steps = [change for change in changes if not _unseen(change)]
    changed = [index for index, change in enumerate(steps) if change.kind != "same"]
    near = {spot for index in changed for spot in range(index - around, index + around + 1)}
    result: list[Passage | Fold] = []
    hidden: list[Passage] = []
    place = 0
    for index, change in enumerate(steps):
        if change.kind != "same":
            place += 1
        passage = _passage(change, place if change.kind != "same" else None)
        if index in near:
            _close(hidden, result)
            result.append(passage)
        else:
            hidden.append(passage)
    _close(hidden, result)
    return tuple(result)


def _unseen(change: Change) -> bool:
    """Whether it is an unchanged definition, such as the front matter, which no page shows."""
    block = change.new_block
    return change.kind == "same" and block is not None and block.kind is Kind.DEFINITION


def _close(hidden: list[Passage], result: list[Passage | Fold]) -> None:
    if hidden:
        result.append(Fold(tuple(hidden)))
        hidden.clear()


def _passage(change: Change, place: int | None) -> Passage:
    block = change.new_block or change.old_block
    form = str(block.kind) if block else "paragraph"
    words: Words = change.words
    if form == "heading":
        words = _without_marks(words)
    elif form == "item":
        words = _with_bullet(words)
    cells = _cells(words) if form == "row" else (words,)
    return Passage(change.kind, form, tuple(_emphasised(cell) for cell in cells), place)


def _emphasised(words: Words) -> tuple[Run, ...]:
    """Show words between double stars as strong, as far as both texts agree; a lone or changed star stays."""
    whole = "".join(text for _, text in words)
    unchanged = "".join(text for op, text in words if op == "same")
    stars = len(_STRONG.findall(unchanged))
    if stars % 2 or stars != len(_STRONG.findall(whole)):
        return tuple(Run(op, text) for op, text in words)
    runs: list[Run] = []
    strong = False
    for op, text in words:
        for place, part in enumerate(_STRONG.split(text)):
            strong = strong != (place > 0)
            if part:
                runs.append(Run(op, part, strong))
    return tuple(runs)


def _with_bullet(words: Words) -> Words:
    """Show a list item's dash as a bullet; its number stays as it is written."""
    op, text = words[0]
    return ((op, _DASH.sub(r"\1• ", text, count=1)), *words[1:])


def _without_marks(words: Words) -> Words:
    """Take the number signs from the front of a heading: its level shows in its size."""
    if not words:
        return words
    op, text = words[0]
    return ((op, _HEADING.sub("", text, count=1)), *words[1:])


def _cells(words: Words) -> tuple[Words, ...]:
    """Part a table row at its bars; a bar that was itself changed parts it like any other."""
    cells: list[list[tuple[str, str]]] = [[]]
    for op, text in words:
        first, *rest = _CELL_END.split(_RULE_BELOW_HEAD.sub("", text))
        cells[-1].append((op, first))
        cells.extend([(op, part)] for part in rest)
    tidy = [tuple((op, text) for op, text in cell if text) for cell in cells]
    if tidy and not _said(tidy[0]):
        tidy.pop(0)
    if tidy and not _said(tidy[-1]):
        tidy.pop()
    return tuple(tidy)


def _said(words: Words) -> bool:
    return any(text.strip() for _, text in words)
