"""Words as somebody read them, found in the blocks they were read in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .reading import Reading

CONTEXT = 32
MOST_LOOKED_AT = 2_000
"""How many places of the same words are told apart by their surroundings."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand: from a place in the source of one block to one in the source of the same or a later block."""

    first: int
    """Index of the block they begin in."""
    start: int
    last: int
    end: int
    before: str
    """What is read in the blocks before them, at most `CONTEXT` characters."""
    after: str
    """The same after them."""


def _sign(character: str) -> bool:
    return not character.isspace()


def _letter(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


# From the strictest to the most tolerant: what counts when words are compared.
_FORMS: tuple[Callable[[str], bool], ...] = (bool, _sign, _letter)


def spots(blocks: Sequence[Reading], quotation: str, prefix: str = "", suffix: str = "") -> tuple[Spot, ...]:
    """Return the places where the words stand; of several those whose surroundings agree best with what was sent.

    White space and, if need be, signs may differ: a page's cells and list marks are copied in many ways. None: they
    do not stand there. More than one: nothing tells which is meant.
    """
    characters = [
        (character, block, at)
        for block, reading in enumerate(blocks)
        for at, character in enumerate(f"{reading.text} ")
    ]
    for counts in _FORMS:
        found = _found(characters, blocks, _Sent(quotation, prefix, suffix, counts), counts)
        if found:
            return found
    return ()


class _Sent:
    """What was sent, in one form."""

    def __init__(self, quotation: str, prefix: str, suffix: str, counts: Callable[[str], bool]) -> None:
        self.words = _kept(" ".join(quotation.split()), counts)
        self.prefix = _kept(" ".join(prefix.split()), counts)
        self.suffix = _kept(" ".join(suffix.split()), counts)


def _kept(text: str, counts: Callable[[str], bool]) -> str:
    return "".join(character for character in text if counts(character))


def _found(
    characters: Sequence[tuple[str, int, int]],
    blocks: Sequence[Reading],
    sent: _Sent,
    counts: Callable[[str], bool],
) -> tuple[Spot, ...]:
    if not sent.words:
        return ()
    places = [(block, at) for character, block, at in characters if counts(character)]
    text = "".join(character for character, _, _ in characters if counts(character))
    found: list[int] = []
    best, at = -1, text.find(sent.words)
    for _ in range(MOST_LOOKED_AT):
        if at < 0:
            break
        end = at + len(sent.words)
        before = text[max(0, at - len(sent.prefix) - 1) : at].rstrip()
        after = text[end : end + len(sent.suffix) + 1].lstrip()
        agreement = _agreement(before[::-1], sent.prefix[::-1]) + _agreement(after, sent.suffix)
        if agreement >= best:
            found = [at] if agreement > best else [*found, at]
            best = agreement
        at = text.find(sent.words, at + 1)
    return tuple(_spot(blocks, places[at], places[at + len(sent.words) - 1]) for at in found)


def _agreement(text: str, wanted: str) -> int:
    count = 0
    for left, right in zip(text, wanted, strict=False):
        if left != right:
            break
        count += 1
    return count


def _spot(blocks: Sequence[Reading], first: tuple[int, int], last: tuple[int, int]) -> Spot:
    before = blocks[first[0]].text[max(0, first[1] - CONTEXT) : first[1]]
    for reading in blocks[: first[0]][::-1]:
        if len(before) >= CONTEXT:
            break
        before = f"{reading.text[-CONTEXT:]} {before}"
    after = blocks[last[0]].text[last[1] + 1 : last[1] + 1 + CONTEXT]
    for reading in blocks[last[0] + 1 :]:
        if len(after) >= CONTEXT:
            break
        after = f"{after} {reading.text[:CONTEXT]}"
    start, _ = blocks[first[0]].in_source(first[1], first[1] + 1)
    _, end = blocks[last[0]].in_source(last[1], last[1] + 1)
    return Spot(first[0], start, last[0], end, before[-CONTEXT:], after[:CONTEXT])
