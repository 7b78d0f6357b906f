"""Words near one that was not found: its plural or singular, or what differs from it by a slip of the keyboard."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz.distance import OSA

MOST = 3
SHORTEST = 4
"""A slip in a shorter word may have been any word."""
LONG = 8
"""From so many letters on, two slips are taken for slips."""


def near(word: str, known: Mapping[str, int]) -> tuple[str, ...]:
    """Return at most `MOST` of the known words, the likeliest first; `known` says how often each stands on record.

    Of a word that is itself known only its other number is offered: it was meant as it was written.
    """
    if not word.isalpha():
        return ()
    numbers = [one for one in _other_numbers(word) if one in known]
    slips: dict[str, int] = {}
    if word not in known and len(word) >= SHORTEST:
        most = 2 if len(word) >= LONG else 1
        apart = {one: OSA.distance(word, one, score_cutoff=most) for one in known if one.isalpha()}
        slips = {one: distance for one, distance in apart.items() if distance <= most and one not in numbers}
    likeliest = sorted(slips, key=lambda one: (slips[one], -known[one], one))
    return (*numbers, *likeliest)[:MOST]


def _other_numbers(word: str) -> tuple[str, ...]:
    """Return what would be the plural or the singular of an English word, whether or not there is such a word."""
    if not word.isascii() or len(word) < SHORTEST - 1:
        return ()
    if word.endswith("ies"):
        return (f"{word[:-3]}y", word[:-1])
    if word.endswith("es"):
        return (word[:-1], word[:-2])
    if word.endswith("s"):
        return (word[:-1], f"{word}es")
    return (f"{word[:-1]}ies",) if word.endswith("y") else (f"{word}s", f"{word}es")
