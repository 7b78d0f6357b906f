"""How a table's width is shared among its columns, where the format wants that said beforehand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .tree import Element

WIDTH = 104.0
"""Latin letters that stand side by side on a sheet, at the size of tables."""
PADDING = 2.5
LONGEST = 16.0
"""A word that is longer may be broken."""
LONGEST_HEAD = 22.0
"""The same of a word at the head of a column, which is never broken where the sheet has room."""
BOLD = 1.45
"""A letter of a head is so much broader, also in the fonts that stand in for ours."""
LEAST_PART = 0.8
"""So much of the width, at most, goes by the longest words; the rest by what the cells have to say."""
_WORD = re.compile(r"[^\s/\-–\u2e80-\uffef]+[/\-–]?|[\u2e80-\uffef]{1,4}")
"""A word; of Chinese and its likes, so many characters as should stand side by side."""


def shares(rows: Sequence[Element]) -> list[float]:
    """Return each column's part of the width, together 1: room for its longest word, the rest by what it has to say."""
    columns: list[list[str]] = []
    heads: list[float] = []
    for row in rows:
        for place, cell in enumerate(row.elements("td", "th")):
            if place == len(columns):
                columns.append([])
                heads.append(0.0)
            columns[place].append(cell.text())
            if cell.name == "th":
                heads[place] = max(heads[place], BOLD * _longest(columns[place][-1:], LONGEST_HEAD) + PADDING)
    over = sum(heads) / WIDTH
    heads = [head / over for head in heads] if over > 1 else heads
    more = [max(0.0, _longest(texts) + PADDING - head) for texts, head in zip(columns, heads, strict=True)]
    room = max(0.0, LEAST_PART * WIDTH - sum(heads))
    shrink = min(1.0, room / sum(more)) if any(more) else 1.0
    least = [head + shrink * rest for head, rest in zip(heads, more, strict=True)]
    wanted = [max(0.0, _usual(texts) + PADDING - low) for texts, low in zip(columns, least, strict=True)]
    rest = max(0.0, WIDTH - sum(least))
    asked = sum(wanted)
    if asked:
        least = [low + rest * more / asked for low, more in zip(least, wanted, strict=True)]
    total = sum(least)
    return [round(one / total, 4) for one in least]


def _longest(texts: Sequence[str], most: float = LONGEST) -> float:
    words = (_breadth(word) for text in texts for word in _WORD.findall(text))
    return min(most, max(words, default=1.0))


def _usual(texts: Sequence[str]) -> float:
    """Return how broad the cells of a column would like to be: between the mean and the longest."""
    breadths = [_breadth(text) for text in texts]
    return (sum(breadths) / len(breadths) + max(breadths)) / 2


def _breadth(text: str) -> float:
    """Return about how many Latin letters are as broad."""
    return sum([2.0 if sign >= "\u2e80" else 1.0 for sign in text])
