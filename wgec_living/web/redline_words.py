"""The words of one change made ready to be shown: as laid out, or as written where that cannot be had."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from wgec_living.domain.alignment import align
from wgec_living.domain.blocks import Block, Kind
from wgec_living.domain.comparison import Change
from wgec_living.domain.comparison_words import MOST_WEIGHED, spans
from wgec_living.domain.rows import pieces

from .redline_tokens import BREAK, Cells, Token, put_together

Laid = Mapping[int, Cells]
_CUT = (Token("¶"), Token(BREAK))
_HEADING = re.compile(r"#{1,6}[ \t]+")
_MARKER = re.compile(r"^[ \t]*(?:[-*+]|(\d+[.)]))[ \t]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one fate, as safe HTML."""

    op: str
    """`same`, `added` or `removed`."""
    html: Markup
    dressed: bool = False
    """Whether the words are the same and only their formatting is another."""


Runs = tuple[Run, ...]


def laid_words(change: Change, old: Laid, new: Laid) -> tuple[Runs, ...] | None:
    """Return the cells of a change, compared as laid out; None where a block of it was not laid out."""
    if any(place not in old for place in change.olds) or any(place not in new for place in change.news):
        return None
    if change.coarse:
        return None
    sizes = [
        sum(len(cell) for place in places for cell in laid[place])
        for places, laid in _sides(change, old, new)
    ]
    if sizes[0] * sizes[1] > MOST_WEIGHED:
        return None  # Compared as written, such a block is at least compared by sentences.
    befores, afters = [old[place] for place in change.olds], [new[place] for place in change.news]
    if not befores:
        return tuple(_whole("added", cell) for cell in afters[0])
    if not afters:
        return tuple(_whole("removed", cell) for cell in befores[0])
    if len(befores) == len(afters) == 1 and len(befores[0]) == len(afters[0]):
        return tuple(_compared(*pair) for pair in zip(befores[0], afters[0], strict=True))
    if len(befores) == len(afters) == 1 and min(len(befores[0]), len(afters[0])) > 1:
        return tuple(_by_cell(befores[0], afters[0]))
    return (_compared(_in_one(befores), _in_one(afters)),)


def _sides(change: Change, old: Laid, new: Laid) -> tuple[tuple[tuple[int, ...], Laid], ...]:
    return (change.olds, old), (change.news, new)


def unchanged(cells: Cells) -> tuple[Runs, ...]:
    """Return the cells of a block that did not change."""
    return tuple(_whole("same", cell) for cell in cells)


def written_words(change: Change) -> tuple[Runs, ...]:
    """Return the cells of a change as it is written in the source, with nothing laid out."""
    block = change.new_block or change.old_block
    cells = change.cells
    if (
        not cells
        and block is not None
        and block.kind is Kind.ROW
        and change.kind in ("same", "added", "removed")
    ):
        op = change.kind
        cells = tuple(((op, text),) for text in _cells_of(block))
    words = cells or (_tidy(change, block),)
    return tuple(tuple(Run(op, escape(text)) for op, text in cell) for cell in words)


def marker(block: Block) -> str:
    """Return the bullet or number of a list item as it is shown, empty for what is none."""
    found = _MARKER.match(block.text) if block.kind is Kind.ITEM else None
    return "" if found is None else found.group(1) or "•"


def _tidy(change: Change, block: Block | None) -> tuple[tuple[str, str], ...]:
    """Take the sign from the front of a heading or an item: the page shows it in its own way."""
    if block is None or not change.words or block.kind not in (Kind.HEADING, Kind.ITEM):
        return change.words
    (op, text), *rest = change.words
    pattern = _HEADING if block.kind is Kind.HEADING else _MARKER
    return ((op, pattern.sub("", text, count=1)), *rest) if op == "same" or not rest else change.words


def _cells_of(block: Block) -> list[str]:
    found = [cell.strip() for cell in pieces(block.text)[0]]
    return found[1 if not found[0] else 0 : -1 if not found[-1] else None]


def _whole(op: str, cell: Sequence[Token]) -> Runs:
    return (Run(op, put_together(cell)),) if cell else ()


def _in_one(blocks: Sequence[Cells]) -> tuple[Token, ...]:
    """Return several blocks as one sequence of words with a sign where one ends, cells with a bar."""
    words: list[Token] = []
    for count, cells in enumerate(blocks):
        words += _CUT if count else ()
        for place, cell in enumerate(cells):
            words += [Token(" "), Token("|"), Token(" ")] if place else []
            words += cell
    return tuple(words)


def _by_cell(old: Cells, new: Cells) -> list[Runs]:
    texts = [["".join([word.text for word in cell]) for cell in cells] for cells in (old, new)]
    found: list[Runs] = []
    for before, after in align(*texts):
        if before is None and after is not None:
            found.append(_whole("added", new[after]))
        elif after is None and before is not None:
            found.append(_whole("removed", old[before]))
        elif before is not None and after is not None:
            found.append(_compared(old[before], new[after]))
    return found


def _compared(old: Sequence[Token], new: Sequence[Token]) -> Runs:
    spaces = {place for place, word in enumerate(old) if word.text.isspace()}
    runs: list[Run] = []
    for op, olds, news in spans([word.key for word in old], [word.key for word in new], spaces):
        before, after = old[slice(*olds)], new[slice(*news)]
        if op != "same":
            shared, before, after = _beside_cut(before, after)
            runs += shared
        if op == "same":
            runs += _same(before, after)
            continue
        moved_links = [w.text for w in before] == [w.text for w in after]
        if before:
            runs.append(Run("removed", _with_addresses(before) if moved_links else put_together(before)))
        if after:
            runs.append(Run("added", _with_addresses(after) if moved_links else put_together(after)))
    return tuple(runs)


def _beside_cut(
    before: Sequence[Token], after: Sequence[Token]
) -> tuple[list[Run], Sequence[Token], Sequence[Token]]:
    """Where a block was cut, or two put together, only the cut itself is a change, not the space in its place."""
    cut = len(_CUT)
    if tuple(after[:cut]) == _CUT and before and before[0].text.isspace():
        return [Run("same", put_together(before[:1]))], before[1:], after
    if tuple(before[:cut]) == _CUT and after and after[0].text.isspace():
        return [Run("same", put_together(after[:1]))], before, after[1:]
    return [], before, after


def _same(old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    """Return the words that stayed, those apart whose formatting is another."""
    runs: list[Run] = []
    start = 0
    for place in range(1, len(new) + 1):
        differs = old[start].marks != new[start].marks
        if place == len(new) or (old[place].marks != new[place].marks) != differs:
            runs.append(Run("same", put_together(new[start:place]), differs))
            start = place
    return runs


def _with_addresses(words: Sequence[Token]) -> Markup:
    """Return words with where they lead written out: nothing else tells the two apart."""
    addresses = dict.fromkeys(mark[2:] for word in words for mark in word.marks if mark.startswith("a "))
    told = Markup("").join(Markup(' <span class="address">({})</span>').format(a) for a in addresses)
    return put_together(words) + told
