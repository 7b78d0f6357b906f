"""Which words of a text are still there in the next one: only stretches that are surely the same words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from .comparison import words
from .scripts import UNSPACED

SURE_WORDS = 5
"""A stretch of so many words that stayed is believed."""
LEAST_WORDS = 2
"""A stretch of so many is, if it stands but once in either text; a lone word may be any of its likes."""

Range = tuple[int, int]

_CHARACTER = re.compile(f"[{UNSPACED}]")
"""Two of these count as a word."""
_WORD = re.compile(f"[^\\W_{UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the older text that stands in the newer one."""

    old: int
    new: int
    length: int


@dataclass(frozen=True, slots=True)
class Kept:
    """The stretches of an older text that stand in a newer one, in order."""

    old: str
    runs: tuple[Run, ...]

    def hull(self, start: int, end: int) -> Range | None:
        """Return the place in the newer text from the first to the last word kept of a range; None where none is.

        A range without any word needs any of its signs.
        """
        need_word = _has_word(self.old[start:end])
        found: list[Range] = []
        for run in self.runs:
            low, high = max(start, run.old), min(end, run.old + run.length)
            text = self.old[low:high]
            if low < high and (_has_word(text) if need_word else text.strip()):
                shift = run.new - run.old
                if low != start:  # What was between the words that went and this one belongs to neither.
                    low += len(text) - len(text.lstrip())
                if high != end:
                    high -= len(text) - len(text.rstrip())
                found.append((low + shift, high + shift))
        return (found[0][0], found[-1][1]) if found else None

    def place_of(self, at: int) -> int:
        """Return where in the newer text that place of the older one is now, or where what stood there began."""
        place = 0
        for run in self.runs:
            if run.old > at:
                break
            place = run.new + min(at - run.old, run.length)
        return place


def kept(old: str, new: str) -> Kept:
    """Return the stretches of `old` that surely stand in `new`.

    A few words that happen to stand in both are none, where they may be any of their likes.
    """
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    runs = [Run(0, 0, start)] if start else []
    at_old, at_new = start, start
    for op, text in words(middle_old, middle_new):
        if op == "same":
            if _sure(text.strip(), old, new):
                runs.append(Run(at_old, at_new, len(text)))
            at_old, at_new = at_old + len(text), at_new + len(text)
        elif op == "removed":
            at_old += len(text)
        else:
            at_new += len(text)
    if end:
        runs.append(Run(len(old) - end, len(new) - end, end))
    return Kept(old, tuple(_joined(runs)))


def _shared(old: str, new: str) -> int:
    """Return how many characters both begin with, cut back to the end of a word in both."""
    if old == new:
        return len(old)
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    while count > 0 and any(count < len(text) and _inside(text, count) for text in (old, new)):
        count -= 1
    return count


def _inside(text: str, at: int) -> bool:
    """Say whether `at` stands within a word, in whichever direction the text runs."""
    before, after = text[at - 1], text[at]
    marks = unicodedata.combining(before) or unicodedata.combining(after)
    return bool(marks) or (before.isalnum() and after.isalnum())


def _has_word(text: str) -> bool:
    return _WORD.search(text) is not None or _CHARACTER.search(text) is not None


def _sure(text: str, old: str, new: str) -> bool:
    size = len(_WORD.findall(text)) + len(_CHARACTER.findall(text)) / 2
    return size >= SURE_WORDS or (size >= LEAST_WORDS and old.count(text) == 1 and new.count(text) == 1)


def _joined(runs: Iterable[Run]) -> list[Run]:
    result: list[Run] = []
    for run in runs:
        last = result[-1] if result else None
        if last and last.old + last.length == run.old and last.new + last.length == run.new:
            result[-1] = Run(last.old, last.new, last.length + run.length)
        else:
            result.append(run)
    return result
