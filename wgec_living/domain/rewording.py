"""What one text says in other words than another, place by place: old words, new words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .blocks import Kind, split
from .comparison import BREAK, Change, changed, compare
from .comparison_told import without_marks
from .comparison_words import Runs

AROUND = 32
"""Characters of the words that stand before and after a place, at most."""
_NEW = {Kind.ROW: "as a new row", Kind.HEADING: "as a new heading"}
_WHOLE = {Kind.ROW: "the whole row", Kind.HEADING: "the whole heading"}


class Rewording(NamedTuple):
    """The words that went and those that came at one place; one of them may be empty, both where it is only cut."""

    gone: str
    come: str
    before: str = ""
    """The last words of the same paragraph before the place."""
    after: str = ""
    """The first words of the same paragraph after it."""
    said: str = ""
    """What words around it cannot tell: `as a new paragraph`, `Split the paragraph in 2`."""


def rewordings(before: str, after: str) -> tuple[Rewording, ...]:
    """Return the old and new words at each place where two sources differ, in reading order.

    Marks of formatting are left out; where only those differ, or the place of the words, nothing is returned. Lines
    that both begin and end with are passed over first: the cost is that of the change and not of the text.
    """
    old, new = before.split("\n"), after.split("\n")
    most = min(len(old), len(new))
    start = 0
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    gone, come = "\n".join(old[start : len(old) - end]), "\n".join(new[start : len(new) - end])
    steps = changed(compare(split(gone), split(come)))
    return tuple(place for step in steps for place in _told(step))


def _told(step: Change) -> Iterator[Rewording]:
    if step.kind == "split":
        yield Rewording("", "", said=f"Split the paragraph in {len(step.news)}")
    if step.kind == "joined":
        yield Rewording("", "", said=f"Join {len(step.olds)} paragraphs into one")
    said = ""
    if step.kind == "added":
        said = _NEW.get(step.new_blocks[0].kind, "as a new paragraph")
    elif step.kind == "removed":
        said = _WHOLE.get(step.old_blocks[0].kind, "the whole paragraph")
    yield from (place._replace(said=said) for place in _places(step.words))


def _places(runs: Runs) -> Iterator[Rewording]:
    """Yield the words that went and came at each place where any did, with those around."""
    gone = before = ""
    closed: Runs = (*runs, ("same", ""))
    for at, (op, text) in enumerate(closed):
        if op == "removed":
            gone = text
            continue
        come = text if op == "added" else ""
        following = text if op == "same" else closed[at + 1][1] if closed[at + 1][0] == "same" else ""
        old, new = without_marks(gone), without_marks(come)
        if old or new:
            last, first = before.rpartition(BREAK)[2], following.partition(BREAK)[0]
            yield Rewording(old, new, _end(_words(last)), _beginning(_words(first)))
        gone = ""
        if op == "same":
            before = text


def _words(text: str) -> str:
    """Return the words of a text; nothing where it has only signs: these name no place."""
    return without_marks(text) if any(letter.isalnum() for letter in text) else ""


def _beginning(text: str) -> str:
    return text if len(text) <= AROUND else (text[:AROUND].rpartition(" ")[0] or text[:AROUND]) + "…"


def _end(text: str) -> str:
    return text if len(text) <= AROUND else "…" + (text[-AROUND:].partition(" ")[2] or text[-AROUND:])
