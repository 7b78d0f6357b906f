"""Two rows of a table compared cell by cell."""

from __future__ import annotations

from .alignment import align
from .blocks_patterns import cell_bars
from .comparison_words import Runs, compared
from .rows import pieces


def parted(row: str) -> tuple[list[str], str]:
    """Return a row's cells, each with the bar that ends it, and what stands below (a head's line of dashes).

    Joined, they are the row. What stands before the first bar is a cell like any other, and mostly empty.
    """
    (*closed, last), below = pieces(row)
    return [*[piece + "|" for piece in closed], last], below


def compared_rows(old: str, new: str) -> tuple[Runs, tuple[Runs, ...], bool]:
    """Return the difference of two rows, the same by cell without bars, and whether it is coarser than by words.

    Where a column came or went, cells are matched by their words.
    """
    (left, left_below), (right, right_below) = parted(old), parted(new)
    if len(left) == len(right):
        pairs: list[tuple[int | None, int | None]] = [(place, place) for place in range(len(left))]
    else:
        pairs = list(align(left, right))
    cells: list[Runs] = []
    coarse = False
    for before, after in pairs:
        if before is None or after is None:
            op, text = ("added", right[after]) if after is not None else ("removed", left[before or 0])
            cells.append(((op, text),) if text else ())
        else:
            runs, rough = compared(left[before], right[after])
            cells.append(runs)
            coarse = coarse or rough
    below, rough = compared(left_below, right_below)
    whole = _one_after_another([*cells, below])
    return whole, shown_cells(cells), coarse or rough


def shown_cells(cells: list[Runs]) -> tuple[Runs, ...]:
    """Return the cells without bars, and without the empty ones before the first bar and behind the last."""
    plain = [_without_bar(cell) for cell in cells]
    for end in (0, -1):
        if plain and not any(text.strip() for _, text in plain[end]):
            plain.pop(end)
    return tuple(plain)


def _without_bar(cell: Runs) -> Runs:
    """Return the runs of a cell without the bar that ends it: in the last run, or in what went and in what came."""
    ends = 1 if cell and cell[-1][0] == "same" else 2
    kept = [*cell[:-ends], *[(op, _unended(text)) for op, text in cell[-ends:]]]
    return tuple((op, text) for op, text in kept if text)


def _unended(text: str) -> str:
    bars = cell_bars(text)
    return text[:-1] if bars and bars[-1] == len(text) - 1 else text


def _one_after_another(parts: list[Runs]) -> Runs:
    """Return runs joined where one ends as the next begins; each stretch of changes stays as it is."""
    runs: list[tuple[str, str]] = []
    for part in parts:
        for op, text in part:
            if runs and runs[-1][0] == op:
                runs[-1] = (op, runs[-1][1] + text)
            else:
                runs.append((op, text))
    return tuple(runs)
