"""Pair blocks that changed, by the rare words they share, their neighbours and their place.

A pair needs enough likeness and a clear lead over the second best of either side; a doubtful block stays alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from .blocks import Kind
from .matching import Matching
from .weighing import Weighing

IN_PLACE = 0.3
"""The least likeness (0 to 1) of two blocks in the same gap."""
HELD = 0.2
"""The least likeness of two blocks in the same gap, equally far from the pairs above and from those below."""
ELSEWHERE = 0.62
"""The least likeness of two blocks at different places."""
TELLING = 3.0
"""How many words that stand nowhere else two blocks at different places must share, by weight."""
TELLING_UNCHANGED = 3
"""How many different words a text needs that moved without change and stands once in either revision."""
LEAD_KEPT = 0.05
"""How much more two blocks must be alike than the newer one is like any block that stayed."""
LEAD_KEPT_HELD = -0.1
"""The same, of two blocks equally far from the pairs above and below."""
SURE = 0.9
"""The likeness at which that is no longer asked."""
SHORT = (Kind.ROW, Kind.HEADING)
"""Kinds of so few words that the place between two pairs tells more."""
LEAD = 0.10
"""How much the best partner must lead over the second best."""
BESIDE = 0.12
"""What a neighbour that is a pair adds on each side."""
HERE = 0.10
"""What the same gap adds."""
UNCHANGED = 0.10
"""What it adds that two blocks are word for word the same."""
MOST_ROUNDS = 8


def pair_alike(weighing: Weighing, pairs: set[tuple[int, int]]) -> None:
    """Pair the blocks that changed or moved, the surest first; each round knows the pairs of those before.

    `pairs` are the candidates.
    """
    matching = weighing.matching
    beside = {i + step for i in matching.free_old() for step in (-1, 1)}
    pairs |= _neighbours(matching, ((i, matching.to_new[i]) for i in beside if 0 <= i < len(matching.old)))
    for _ in range(MOST_ROUNDS):
        pairs = {pair for pair in pairs if matching.is_free(*pair)}
        sure = _sure(weighing, pairs)
        for i, j in sure:
            matching.pair(i, j)
        if not sure:
            break
        matching.settle()
        pairs |= _neighbours(matching, sure)


def _neighbours(matching: Matching, pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the free blocks that stand before or after both of a pair."""
    found: set[tuple[int, int]] = set()
    for i, j in pairs:
        for step in (-1, 1) if j >= 0 else ():
            if 0 <= i + step < len(matching.old) and 0 <= j + step < len(matching.new):
                found.add((i + step, j + step))
    return {pair for pair in found if matching.is_free(*pair)}


def _sure(weighing: Weighing, pairs: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs that are alike enough and lead clearly on both sides."""
    scores = {pair: score for pair in pairs if (score := _score(weighing, *pair))}
    lead_old: dict[int, tuple[float, float]] = {}
    lead_new: dict[int, tuple[float, float]] = {}
    for (i, j), score in scores.items():
        for lead, place in ((lead_old, i), (lead_new, j)):
            first, second = lead.get(place, (0.0, 0.0))
            if score > second:
                lead[place] = (score, first) if score > first else (first, score)
    leading = (
        (i, j)
        for (i, j), score in scores.items()
        if score == lead_old[i][0] == lead_new[j][0] and score - max(lead_old[i][1], lead_new[j][1]) >= LEAD
    )
    # Asked last: it costs most, and few come to it.
    return sorted(pair for pair in leading if _enough(weighing, *pair))


def _alike(weighing: Weighing, i: int, j: int) -> float:
    matching = weighing.matching
    alike = weighing.likeness(i, j)
    if alike < SURE and matching.held(i, j) and matching.old[i].kind is matching.new[j].kind:
        alike += weighing.spelt_otherwise(i, j)
    return alike


def _score(weighing: Weighing, i: int, j: int) -> float:
    """Return how well two blocks fit; 0 where nothing in them is alike."""
    alike = _alike(weighing, i, j)
    if not alike:
        return 0.0
    here, unchanged = weighing.matching.in_place(i, j), weighing.unchanged(i, j)
    return alike + BESIDE * _beside(weighing, i, j) + HERE * here + UNCHANGED * unchanged


def _beside(weighing: Weighing, i: int, j: int) -> int:
    """Return how many of their neighbours are a pair, above and below."""
    matching = weighing.matching
    before, after = matching.follows(i, j), matching.precedes(i, j)
    # In a run of equal blocks the one next to a pair may be any of them.
    if (before or after) and weighing.unchanged(i, j):
        before = before and not matching.repeated(i, j, 1)
        after = after and not matching.repeated(i, j, -1)
    return before + after


def _enough(weighing: Weighing, i: int, j: int) -> bool:
    """Say whether two blocks fit well enough to pair them at all."""
    here = weighing.matching.in_place(i, j)
    alike = _alike(weighing, i, j)
    if not weighing.unchanged(i, j) and here:
        return _enough_here(weighing, i, j, alike)
    beside = _beside(weighing, i, j)
    if weighing.unchanged(i, j):
        telling = weighing.single(i, j) and len(weighing.new[j]) >= TELLING_UNCHANGED
        return here or beside == 2 or telling
    return (
        alike >= ELSEWHERE
        and (beside > 0 or weighing.telling(i, j) >= TELLING)
        and alike >= weighing.nearest_kept(j) + LEAD_KEPT
    )


def _enough_here(weighing: Weighing, i: int, j: int, alike: float) -> bool:
    """Say whether two blocks of the same gap are alike enough."""
    held = weighing.matching.held(i, j)
    if alike < (HELD if held else IN_PLACE):
        return False
    if alike >= SURE or (held and weighing.matching.old[i].kind in SHORT):
        return True
    return alike >= weighing.nearest_kept(j) + (LEAD_KEPT_HELD if held else LEAD_KEPT)
