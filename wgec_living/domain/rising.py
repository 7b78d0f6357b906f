"""The longest part of a sequence that rises: what stayed in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return the places of a longest strictly rising subsequence, in order (patience sorting); -1 is skipped."""
    tops: list[int] = []
    at: list[int] = []
    before = [-1] * len(numbers)
    for place, number in enumerate(numbers):
        if number < 0:
            continue
        pile = bisect_left(tops, number) if tops and number <= tops[-1] else len(tops)
        before[place] = at[pile - 1] if pile else -1
        if pile == len(tops):
            tops.append(number)
            at.append(place)
        else:
            tops[pile], at[pile] = number, place
    found: list[int] = []
    place = at[-1] if at else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]
