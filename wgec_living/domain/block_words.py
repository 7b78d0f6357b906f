"""The words of a block, as they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from sys import intern
from typing import NamedTuple

from .scripts import UNSPACED

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(f"[{UNSPACED}]+")
_MARKS = re.compile(r"\s*(?:(?:#{1,6}|[-*+>]|\(?(?:\d{1,4}|[a-zA-Z]|[ivxl]{2,6})[.)])\s+)+")


class Words(NamedTuple):
    """The words of a block."""

    order: tuple[str, ...]
    """As they stand; never empty."""
    distinct: frozenset[str]
    """Each once."""


MOST_KNOWN = 120_000
"""Words of all the blocks that are remembered, some 70 bytes for each; a text of 300 kB has some 50,000."""


class _Known(dict[str, Words]):
    """Words by the text of their block, and how many words these are."""

    count = 0


# A revision has most of its blocks in common with the one before, and asks for the words of each. A plain dictionary,
# emptied when it is full, answers ten times as fast as one that keeps count of what was used last.
_KNOWN = _Known()
LONGEST_KNOWN = 4_000
"""Blocks of more characters are rare, and taken apart each time."""


def words_of(text: str) -> Words:
    """Return the words of a block without case and without the mark or number it begins with.

    Of a script without spaces, each two neighbouring characters count as a word.
    """
    known = _KNOWN.get(text)
    if known is None:
        plain = without_mark(text).lower()
        found = _WORD.findall(plain)
        if not plain.isascii() and _UNSPACED.search(plain):
            found = [part for word in found for part in _parts(word)]
        order = tuple([intern(word) for word in found]) or (plain.strip(),)
        known = Words(order, frozenset(order))
        if len(text) <= LONGEST_KNOWN:
            _remember(text, known)
    return known


def _remember(text: str, words: Words) -> None:
    if _KNOWN.count >= MOST_KNOWN:
        _KNOWN.clear()
        _KNOWN.count = 0
    _KNOWN[text] = words
    _KNOWN.count += len(words.order)


def without_mark(text: str) -> str:
    """Return the text of a block without the mark or number it begins with."""
    mark = _MARKS.match(text)
    return text[mark.end() :] if mark else text


def letters_of(text: str) -> str:
    """Return the letters and digits of a block without the mark or number it begins with, without case."""
    return "".join(_WORD.findall(without_mark(text).lower()))


def _parts(word: str) -> Iterable[str]:
    at = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > at:
            yield word[at : run.start()]
        characters = run.group()
        yield from (characters[i : i + 2] for i in range(max(len(characters) - 1, 1)))
        at = run.end()
    if at < len(word):
        yield word[at:]
