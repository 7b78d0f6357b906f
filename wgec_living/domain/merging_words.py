"""Two changes of one passage put together word by word, where they leave each other alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .blocks_model import Kind
from .comparison import words
from .merging_model import Run
from .rows import pieces

_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class _Hunk:
    """One change: these code points of the older text became `come`."""

    start: int
    end: int
    come: str
    by: str


def combine(kind: Kind, base: str, ours: str, theirs: str) -> tuple[Run, ...] | None:
    """Return both changes of one block together, or None where they meet.

    They meet where they change the same words, or words with no unchanged word between them. Cells of a table row
    stand by themselves: two people may change neighbouring ones.
    """
    if kind is Kind.ROW and "`" not in base + ours + theirs:
        return _combine_row(base, ours, theirs)
    return _combine_words(base, ours, theirs)


def text_of(runs: Sequence[Run]) -> str:
    """Return the words that stand in the end."""
    return "".join(run.text for run in runs if run.op != "removed")


def _combine_row(base: str, ours: str, theirs: str) -> tuple[Run, ...] | None:
    cells = [pieces(text)[0] for text in (base, ours, theirs)]
    if rule_below(base, ours, theirs) is None or not len(cells[0]) == len(cells[1]) == len(cells[2]):
        return None
    runs: list[Run] = []
    for number, (before, mine, yours) in enumerate(zip(*cells, strict=True)):
        if number:
            runs.append(Run("same", "base", "|"))
        cell = _combine_cell(before, mine, yours)
        if cell is None:
            return None
        runs += cell
    below = [text[text.index("\n") :] if "\n" in text else "" for text in (base, ours, theirs)]
    return _gathered([*runs, *(_combine_words(*below) or ())])


def _combine_cell(base: str, ours: str, theirs: str) -> tuple[Run, ...] | None:
    # Spaces that only line the bars up are nobody's words.
    mine, yours = (base if side.strip() == base.strip() else side for side in (ours, theirs))
    return _combine_words(base, mine, yours)


def rule_below(base: str, ours: str, theirs: str) -> str | None:
    """Return what stands below the first line of a row (the dashes of a table's head), None where it is disputed."""
    before, mine, yours = (text.partition("\n")[1:] for text in (base, ours, theirs))
    if mine in (before, yours):
        return "".join(yours)
    return "".join(mine) if yours == before else None


def _combine_words(base: str, ours: str, theirs: str) -> tuple[Run, ...] | None:
    runs: list[Run] = []
    at = 0
    before = None
    for hunk in _hunks_of_both(base, ours, theirs):
        if before is not None and {before.by, hunk.by} == {"ours", "theirs"}:
            apart = _WORD.search(base, at, max(at, hunk.start)) is not None
        else:
            apart = hunk.start >= at
        if not apart:
            return None
        runs.append(Run("same", "base", base[at : hunk.start]))
        runs += _runs(base, hunk)
        at, before = hunk.end, hunk
    return _gathered([*runs, Run("same", "base", base[at:])])


def _hunks_of_both(base: str, ours: str, theirs: str) -> list[_Hunk]:
    """Return all changes in order; one that both made alike comes once, as made by both."""
    mine, yours = set(_hunks(base, ours)), set(_hunks(base, theirs))
    whose = (("both", mine & yours), ("ours", mine - yours), ("theirs", yours - mine))
    return sorted(
        (_Hunk(start, end, come, by) for by, hunks in whose for start, end, come in hunks),
        key=lambda hunk: (hunk.start, hunk.end, hunk.come),
    )


def _runs(base: str, hunk: _Hunk) -> list[Run]:
    runs = [Run("removed", hunk.by, base[hunk.start : hunk.end]), Run("added", hunk.by, hunk.come)]
    return [run for run in runs if run.text]


def _hunks(old: str, new: str) -> list[tuple[int, int, str]]:
    hunks: list[tuple[int, int, str]] = []
    at = start = 0
    come = ""
    for op, text in [*words(old, new), ("same", "")]:
        if op == "added":
            come += text
        elif op == "removed":
            at += len(text)
        else:
            if at > start or come:
                hunks.append((start, at, come))
            at = start = at + len(text)
            come = ""
    return hunks


def _gathered(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs with neighbours of one fate joined and empty ones left out."""
    result: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if result and (result[-1].op, result[-1].by) == (run.op, run.by):
            result[-1] = Run(run.op, run.by, result[-1].text + run.text)
        else:
            result.append(run)
    return tuple(result)
