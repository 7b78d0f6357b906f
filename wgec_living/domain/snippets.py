"""The part of a text that shows what was found, cut at words, with the words found told apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .search_query import Range

BEFORE = 90
"""Characters shown before the first words found."""
MOST = 320
NEAR = 24
"""So far around a cut a space is looked for."""


class Stretch(NamedTuple):
    """A part of a snippet."""

    text: str
    found: bool


def snippet(text: str, places: Sequence[Range], most: int = MOST) -> tuple[Stretch, ...]:
    """Return about `most` characters of a text from a little before the first of `places`, or from its beginning."""
    first = places[0][0] if places else 0
    start = 0 if first <= BEFORE or len(text) <= most else _after_space(text, first - BEFORE)
    end = len(text) if len(text) - start <= most else _before_space(text, start + most, first)
    stretches: list[Stretch] = []

    def add(piece: str, found: bool) -> None:
        if piece:
            stretches.append(Stretch(piece, found))

    add("… " if start else "", False)
    at = start
    for left, right in places:
        if left >= end:
            break
        add(text[at:left], False)
        add(text[left : min(right, end)], True)
        at = min(right, end)
    add(text[at:end], False)
    add(" …" if end < len(text) else "", False)
    return tuple(stretches)


def _after_space(text: str, at: int) -> int:
    space = text.find(" ", at, at + NEAR)
    return at if space < 0 else space + 1


def _before_space(text: str, at: int, least: int) -> int:
    space = text.rfind(" ", max(least, at - NEAR), at)
    return at if space < 0 else space
