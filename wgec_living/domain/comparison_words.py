"""Two texts compared word by word, in every script; where there are too many words, sentence by sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Hashable, Sequence

from rapidfuzz.distance import LCSseq

from .alignment import in_common
from .scripts import UNSPACED

Runs = tuple[tuple[str, str], ...]
"""`(op, text)` with op `same`, `removed` or `added`: joined without the added (removed) ones they give back the
older (newer) text."""

MOST_WEIGHED = 36_000_000
"""The largest product of two word counts compared at once: its table takes an eighth of so many bytes, 4.5 MB."""


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
_LETTER = f"(?:(?![{UNSPACED}])[\\w{_MARKS}])"
_NUMBER = f"\\d+(?:[.,:/'’٫٬]\\d+)*[%‰٪]?(?!{_LETTER})"
_WORD = f"{_LETTER}+(?:['’]{_LETTER}+)*"
# A run of spaces; or a character of those scripts, a number, a word or one sign, with the marks upon it.
_TOKEN = re.compile(f"\\s+(?![{_MARKS}])|(?:[{UNSPACED}]|{_NUMBER}|{_WORD}|.)[{_MARKS}]*", re.DOTALL)
_SENTENCE = re.compile("[^.!?。！？؟\n]+[.!?。！？؟\n]*\\s*|[.!?。！？؟\n]+\\s*")


def tokens(text: str) -> list[str]:
    """Return the words, numbers, signs and spaces of a text; joined, they are the text."""
    found: list[str] = _TOKEN.findall(text)
    return found if sum(map(len, found)) == len(text) else [text]


def words(old: str, new: str) -> Runs:
    """Return the word-level difference of two texts, removed before added.

    Changes with nothing but spaces between them are joined, so that a rewritten phrase reads as one.
    """
    return compared(old, new)[0]


def compared(old: str, new: str) -> tuple[Runs, bool]:
    """Return the difference of two texts, and whether it is coarser than by words: there were too many."""
    left, right = tokens(old), tokens(new)
    if len(left) * len(right) <= MOST_WEIGHED:
        return _runs(_joined(_steps(left, right))), False
    steps, coarse = _by_sentence(old, new)
    return _runs(_joined(steps)), coarse


Spans = list[tuple[str, tuple[int, int], tuple[int, int]]]
"""`(op, places in the older, places in the newer)`, op `same` or `changed`, each range half open."""


def spans(left: Sequence[Hashable], right: Sequence[Hashable], spaces: Container[int] = ()) -> Spans:
    """Return what is the same in two sequences of anything and what changed between; too many count as one change.

    Places of the older sequence in `spaces` that stand alone between two changes join these.
    """
    if len(left) * len(right) > MOST_WEIGHED:
        return [("changed", (0, len(left)), (0, len(right)))]
    found: Spans = []
    steps = list(LCSseq.opcodes(left, right))
    for count, step in enumerate(steps):
        olds, news = (step.src_start, step.src_end), (step.dest_start, step.dest_end)
        op = "same" if step.tag == "equal" else "changed"
        if op == "same" and 0 < count < len(steps) - 1 and all(at in spaces for at in range(*olds)):
            op = "changed"
        _add(found, op, olds, news)
    trimmed: Spans = []
    for op, olds, news in found:
        cut = int(op == "changed" and _ends_alike(left, right, olds, news, spaces))
        _add(trimmed, op, (olds[0], olds[1] - cut), (news[0], news[1] - cut))
        if cut:
            _add(trimmed, "same", (olds[1] - 1, olds[1]), (news[1] - 1, news[1]))
    return trimmed


def _add(found: Spans, op: str, olds: tuple[int, int], news: tuple[int, int]) -> None:
    """Add a span, to the last one where that has the same fate."""
    if found and found[-1][0] == op:
        found[-1] = (op, (found[-1][1][0], olds[1]), (found[-1][2][0], news[1]))
    else:
        found.append((op, olds, news))


def _ends_alike(
    left: Sequence[Hashable],
    right: Sequence[Hashable],
    olds: tuple[int, int],
    news: tuple[int, int],
    spaces: Container[int],
) -> bool:
    """Say whether both sides of a change end with the same space, which then is no part of it."""
    last_old, last_new = olds[1] - 1, news[1] - 1
    return (
        olds[0] <= last_old
        and news[0] <= last_new
        and last_old in spaces
        and left[last_old] == right[last_new]
    )


def _by_sentence(old: str, new: str) -> tuple[list[tuple[str, str]], bool]:
    """Return the steps by sentence, by word where what lies between two equal sentences is short enough."""
    left, right = _SENTENCE.findall(old), _SENTENCE.findall(new)
    start = in_common(left, right)
    end = in_common(left[start:][::-1], right[start:][::-1])
    steps = [("same", text) for text in left[:start]]
    left_middle, right_middle = left[start : len(left) - end], right[start : len(right) - end]
    if len(left_middle) * len(right_middle) > MOST_WEIGHED:
        middle = [("removed", "".join(left_middle)), ("added", "".join(right_middle))]
    else:
        middle = _gathered(_steps(left_middle, right_middle))
    coarse = False
    budget = 4 * MOST_WEIGHED
    for place, (op, text) in enumerate(middle):
        if op == "added" and place and middle[place - 1][0] == "removed":
            before, after = tokens(steps.pop()[1]), tokens(text)
            weight = len(before) * len(after)
            if weight <= min(budget, MOST_WEIGHED):
                budget -= weight
                steps += _steps(before, after)
            else:
                coarse = True
                steps += [("removed", "".join(before)), ("added", text)]
        else:
            steps.append((op, text))
    return steps + [("same", text) for text in left[len(left) - end :]], coarse


def _steps(left: Sequence[str], right: Sequence[str]) -> list[tuple[str, str]]:
    steps: list[tuple[str, str]] = []
    for step in LCSseq.opcodes(left, right):
        gone = "".join(left[step.src_start : step.src_end])
        if step.tag == "equal":
            steps.append(("same", gone))
        else:
            steps += [("removed", gone), ("added", "".join(right[step.dest_start : step.dest_end]))]
    return steps


def _joined(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    joined = []
    for place, (op, text) in enumerate(steps):
        inner = 0 < place < len(steps) - 1
        if op == "same" and inner and text.isspace():
            joined += [("removed", text), ("added", text)]
        else:
            joined.append((op, text))
    return joined


def _runs(steps: list[tuple[str, str]]) -> Runs:
    """Return the gathered steps; a space with which both sides of a change end is no part of it."""
    runs: list[tuple[str, str]] = []
    gathered = _gathered(steps)
    for place, (op, text) in enumerate(gathered):
        if op == "added" and place and gathered[place - 1][0] == "removed":
            gone = runs.pop()[1]
            common = text[len(text.rstrip()) :]
            if common and gone.endswith(common) and (text + gone).strip():
                parts = [("removed", gone[: -len(common)]), ("added", text[: -len(common)]), ("same", common)]
                runs += [part for part in parts if part[1]]
                continue
            runs.append(("removed", gone))
        runs.append((op, text))
    return tuple(_gathered(runs))


def _gathered(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the steps with each stretch of changes gathered into one removal and one addition."""
    runs: list[tuple[str, str]] = []
    gone: list[str] = []
    come: list[str] = []
    kept: list[str] = []

    def close() -> None:
        for op, parts in (("same", kept), ("removed", gone), ("added", come)):
            text = "".join(parts)
            if text:
                runs.append((op, text))
            parts.clear()

    for op, text in steps:
        if op == "same":
            if text and (gone or come):
                close()
            kept.append(text)
        elif text:
            (gone if op == "removed" else come).append(text)
    close()
    return runs
