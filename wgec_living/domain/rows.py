"""A table row taken apart into its cells and put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks_patterns import cell_bars

_TICKS = re.compile("`+")
_ESCAPED = re.compile(r"\\\\|\\?(`+)")
"""A backslash that stands for itself, or backticks with the one that escapes the first."""


def pieces(row: str) -> tuple[list[str], str]:
    """Return a row's first line cut at the bars that part cells, as it stands; and what is below it.

    What stands before the first bar and after the last are pieces too. Joined by bars, the pieces are the line.
    """
    line, feed, below = row.partition("\n")
    return _cut(line), feed + below


def _cut(line: str) -> list[str]:
    bars = cell_bars(line)
    return [
        line[start:end]
        for start, end in zip([0, *(bar + 1 for bar in bars)], [*bars, len(line)], strict=True)
    ]


def cells(row: str) -> tuple[str, ...]:
    """Return what stands in the cells of a row's first line, without the white space around it.

    Of the head of a table, which has a line of dashes below it, the names of the columns. A bar within a cell is
    given without the backslash that keeps it there.
    """
    return tuple(_shown(text) for text in _parts(row)[1])


def with_cells(row: str, words: Sequence[str]) -> str:
    """Return `row` with other words in its cells; borders, unchanged cells and what is below its first line stay.

    Words on several lines become one line, and a bar among them is escaped, so that no word leaves its cell. Words
    beyond the row's cells make further cells.
    """
    first, newline, below = row.partition("\n")
    lead, parts, tail = _parts(first)
    parts += [""] * (len(words) - len(parts))
    for place, text in enumerate(words):
        if " ".join(text.split()) != " ".join(_shown(parts[place]).split()):
            left = " " if place or lead.strip() else ""
            right = " " if tail or place < len(parts) - 1 else ""
            parts[place] = left + one_cell(text) + right
    return (lead + "|".join(parts) + tail).rstrip() + newline + below


def _shown(part: str) -> str:
    return part.strip().replace("\\|", "|")


def empty_row(columns: int) -> str:
    """Return a row of so many empty cells."""
    return "| " + " | ".join([""] * columns) + " |"


def _parts(row: str) -> tuple[str, list[str], str]:
    """Return the left border with what stands before it, the cells as they stand, and the right border."""
    line = row.partition("\n")[0]
    start = len(line) - len(line.lstrip(" "))
    lead = line[: start + 1] if line[start : start + 1] == "|" else line[:start]
    inner = line[len(lead) :].rstrip(" ")
    bars = cell_bars(inner)
    tail = ""
    if bars and bars[-1] == len(inner) - 1:
        inner, tail = inner[:-1], "|"
    return lead, _cut(inner), tail


def one_cell(text: str) -> str:
    """Return words as one cell holds them: on one line, and so written that none leaves it."""
    joined = " ".join(text.split())
    if not _closed(joined):
        # A lone backtick would pair with one in another cell.
        joined = _ESCAPED.sub(lambda met: "\\`" * len(met[1]) if met[1] else met[0], joined)
    # A bar in a span of code is no end of a cell; any other would be one.
    joined = "\\|".join(_cut(joined))
    return joined if _closed(joined) else f"{joined}\\"  # A backslash at the end would escape the bar.


def _closed(text: str) -> bool:
    """Say whether the end of `text` ends the cell too, whatever stands in the cells after it."""
    found = _TICKS.findall(text)
    runs = {"", *found, *(run[1:] for run in found)}  # An escaped run opens as one less.
    return all(len(text) + 1 in cell_bars(f"{text} | {run}") for run in runs)
