"""Find blocks that were cut in pieces, or put one after the other, without another word changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .block_words import letters_of
from .blocks import Block
from .matching import Matching
from .matching_parts import Parts

LEAST = 6
"""The fewest letters and digits of the first part."""
MOST_TRIED = 20_000
"""How many beginnings are compared at most."""


def verbatim_parts(matching: Matching) -> tuple[list[Parts], list[Parts]]:
    """Return the wholes that are their neighbouring parts word for word; one that could be told twice is left out.

    First the splits, whose wholes are older, then the joins, whose wholes are newer. Only free blocks count.
    """
    olds, news = _compact(matching.old, matching.free_old()), _compact(matching.new, matching.free_new())
    return _parts(matching, olds, news, joins=False), _parts(matching, news, olds, joins=True)


def _parts(
    matching: Matching, wholes: Mapping[int, str], parts: Mapping[int, str], *, joins: bool
) -> list[Parts]:
    if len(parts) < 2:
        return []
    by_beginning: dict[str, list[int]] = {}
    for whole, text in wholes.items():
        by_beginning.setdefault(text[:LEAST], []).append(whole)
    told: dict[int, list[tuple[int, ...]]] = {}
    claims: dict[int, int] = {}
    left = MOST_TRIED
    for first, text in parts.items():
        able = by_beginning.get(text[:LEAST], []) if len(text) >= LEAST else []
        left -= len(able)
        if left < 0:
            break
        for whole in able:
            run = _run(wholes[whole], parts, first) if wholes[whole].startswith(text) else ()
            if run and all(matching.kinds(*((part, whole) if joins else (whole, part))) for part in run):
                told.setdefault(whole, []).append(run)
                for part in run:
                    claims[part] = claims.get(part, 0) + 1
    return [
        Parts(whole, runs[0])
        for whole, runs in sorted(told.items())
        if len(runs) == 1 and all(claims[part] == 1 for part in runs[0])
    ]


def _compact(blocks: Sequence[Block], places: Sequence[int]) -> dict[int, str]:
    """Return the letters and digits of blocks: a list made of a sentence loses its commas."""
    return {place: letters_of(blocks[place].text) for place in places}


def _run(whole: str, parts: Mapping[int, str], first: int) -> tuple[int, ...]:
    """Return the neighbours from `first` on that make up the whole, two at least, or none."""
    at, place = 0, first
    while at < len(whole) and place in parts and parts[place] and whole.startswith(parts[place], at):
        at += len(parts[place])
        place += 1
    return tuple(range(first, place)) if at == len(whole) and place - first > 1 else ()
