"""Passages that read much like a given one: to be offered to a person, never to be taken for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from .block_words import words_of

MOST_OFFERED = 3
LEAST_ALIKE = 60.0
"""The least likeness (partial ratio, of 100) of a passage that is offered."""
MOST_COMPARED = 600
"""Characters of each text that are compared; the time grows with the third power (a quarter second for 2,000)."""
MOST_WEIGHED = 40
"""How many texts are compared by their letters: those that share most words, the rare ones counting more."""
SHORT = 60
"""A passage this long is never too short to be offered."""


def look_alikes(wanted: str, texts: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return `(index, likeness of 100)` of the texts most like `wanted`, best first, at most three.

    A text much shorter than the one wanted is none, although any longer text may contain all of its few words.
    """
    sought = wanted[:MOST_COMPARED]
    if not sought.strip():
        return ()
    able = [
        index for index, text in enumerate(texts) if text.strip() and 3 * len(text) >= min(len(sought), SHORT)
    ]
    found = []
    for index in _sharing_most(sought, texts, able):
        likeness = fuzz.partial_ratio(sought, texts[index][:MOST_COMPARED], score_cutoff=LEAST_ALIKE)
        if likeness:
            found.append((index, round(likeness)))
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))[:MOST_OFFERED])


def _sharing_most(sought: str, texts: Sequence[str], able: Sequence[int]) -> Sequence[int]:
    """Return the places of the texts worth comparing, of those that are `able`."""
    if len(able) <= MOST_WEIGHED:
        return able
    wanted = words_of(sought).distinct
    shared = {index: wanted & words_of(texts[index][:MOST_COMPARED]).distinct for index in able}
    times = Counter(word for words in shared.values() for word in words)
    weights = {index: sum(1 / times[word] for word in words) for index, words in shared.items()}
    return sorted(able, key=lambda index: (-weights[index], index))[:MOST_WEIGHED]
