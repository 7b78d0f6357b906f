"""Two texts compared, first by block, then by word: the redline everybody reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from .alignment import align
from .blocks import Block

MOST_WORDS = 6_000
"""Blocks with more tokens than this are shown as replaced as a whole (the word table would need 4.5 MB)."""

_EACH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese and Japanese characters: written without spaces, each counts as a word of its own."""


def _marks() -> str:
    """Return the inside of a character class: all marks that belong to the letter before them, and the joiners.

    Python's `\\w` has the letters but not their marks: Arabic and Hebrew vowels, most of each Indic syllable.
    """
    last = 0x1FFFF  # Beyond it stand only Chinese characters and the variation selectors added below.
    found = [at for at in range(0x300, last) if unicodedata.category(chr(at)).startswith("M")]
    ranges: list[list[int]] = []
    for at in found:
        if ranges and ranges[-1][1] == at - 1:
            ranges[-1][1] = at
        else:
            ranges.append([at, at])
    return "".join(f"{chr(first)}-{chr(end)}" for first, end in ranges) + "\u200c\u200d\U000e0100-\U000e01ef"


_MARKS = _marks()
# A run of spaces; or one character of those, a word or one sign, with the marks upon it.
_TOKEN = re.compile(
    f"\\s+(?![{_MARKS}])|(?:[{_EACH}]|(?:(?![{_EACH}])[\\w{_MARKS}])+|.)[{_MARKS}]*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a comparison: a block kept, edited, added or removed."""

    kind: str
    """`same`, `edited`, `added` or `removed`."""
    old: int | None
    """Index of the block in the older text, None when added."""
    new: int | None
    """Index of the block in the newer text, None when removed."""
    old_block: Block | None
    new_block: Block | None
    words: tuple[tuple[str, str], ...]
    """`(op, text)` with op `same`, `removed` or `added`: joined without the added (removed) ones they give
    back the older (newer) block's text."""


def compare(old: Sequence[Block], new: Sequence[Block]) -> tuple[Change, ...]:
    """Return every block of both texts in reading order, each with what became of it."""
    pairs = align([block.text for block in old], [block.text for block in new])
    return tuple(_change(old, new, before, after) for before, after in pairs)


def changed(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes that are any."""
    return tuple(change for change in changes if change.kind != "same")


def _change(old: Sequence[Block], new: Sequence[Block], before: int | None, after: int | None) -> Change:
    old_block = None if before is None else old[before]
    new_block = None if after is None else new[after]
    if new_block is None:
        assert old_block is not None
        return Change("removed", before, None, old_block, None, (("removed", old_block.text),))
    if old_block is None:
        return Change("added", None, after, None, new_block, (("added", new_block.text),))
    if old_block.text == new_block.text:
        return Change("same", before, after, old_block, new_block, (("same", new_block.text),))
    return Change("edited", before, after, old_block, new_block, words(old_block.text, new_block.text))


def words(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Return the word-level difference of two texts as `(op, text)` runs, removed before added.

    Changes with nothing but spaces between them are joined, so that a rewritten phrase reads as one.
    """
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    if "".join(left) != old or "".join(right) != new or max(len(left), len(right)) > MOST_WORDS:
        return _runs([("removed", old), ("added", new)])
    steps: list[tuple[str, str]] = []
    for step in LCSseq.opcodes(left, right):
        gone, come = (
            "".join(left[step.src_start : step.src_end]),
            "".join(right[step.dest_start : step.dest_end]),
        )
        if step.tag == "equal":
            steps.append(("same", gone))
        else:
            steps += [("removed", gone), ("added", come)]
    return _runs(_joined(steps))


def _joined(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    joined = []
    for place, (op, text) in enumerate(steps):
        inner = 0 < place < len(steps) - 1
        if op == "same" and inner and text.isspace():
            joined += [("removed", text), ("added", text)]
        else:
            joined.append((op, text))
    return joined


def _runs(steps: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the steps with each stretch of changes gathered into one removal and one addition."""
    runs: list[tuple[str, str]] = []
    gone = come = ""
    for op, text in [*steps, ("same", "")]:
        if op == "removed":
            gone += text
        elif op == "added":
            come += text
        else:
            runs += [run for run in (("removed", gone), ("added", come), ("same", text)) if run[1]]
            gone = come = ""
    return tuple(runs)
