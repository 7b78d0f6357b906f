"""A revision that was traced elsewhere, told by how it differs from the one before: plain lists, as JSON takes them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from operator import eq
from typing import Any

from .blocks import Block, Kind
from .blocks_cut import moved
from .identifiers import BlockId
from .lineage import Carried
from .returning import Former
from .tracing import Fate, Link

Told = list[Any]
_KINDS = {kind.value: kind for kind in Kind}
_FATES = {fate.value: fate for fate in Fate}


def tell(old: Sequence[Block], old_ids: Sequence[BlockId], new: Sequence[Block], carried: Carried) -> Told:
    """Return what `hear` makes the blocks of a revision and what was carried into it of, given the revision before."""
    head = _alike(old, new)
    lines = new[-1].first_line - old[-1].first_line if old and new else 0
    units = new[-1].unit - old[-1].unit if old and new else 0
    most = min(len(old), len(new)) - head
    tail = min(_alike(moved(old[len(old) - most :][::-1], lines, units), new[::-1]), most)
    start, gone, come = splice(old_ids, carried.ids)
    return [
        [head, tail, lines, units],
        new[head : len(new) - tail],
        [start, gone, come],
        carried.links,
        [carried.added, carried.removed, carried.changed],
        [[one.id, one.digest, one.last, one.before, one.after, one.into, one.stands] for one in carried.lost],
        carried.back,
    ]


def hear(
    old: tuple[Block, ...], old_ids: tuple[BlockId, ...], told: Told
) -> tuple[tuple[Block, ...], Carried]:
    """Return the blocks of a revision and what was carried into it, as `tell` was given them."""
    (head, tail, lines, units), blocks, (start, gone, come), links, counts, lost, back = told
    fresh = [Block(_KINDS[kind], *rest) for kind, *rest in blocks]
    names = tuple(map(BlockId, come.split()))
    added, removed, changed = counts
    carried = Carried(
        (*old_ids[:start], *names, *old_ids[start + gone :]),
        added,
        removed,
        changed,
        tuple([Former(*one) for one in lost]),
        tuple(back),
        tuple([Link(_FATES[fate], tuple(olds), tuple(news), away) for fate, olds, news, away in links]),
    )
    return (*old[:head], *fresh, *moved(old[len(old) - tail :], lines, units)), carried


def splice(old: Sequence[BlockId], new: Sequence[BlockId]) -> tuple[int, int, str]:
    """Return where two lists of ids begin to differ, how many of the old are gone from there, and what came."""
    most = min(len(old), len(new))
    start = _alike(old, new)
    end = min(_alike(old[::-1], new[::-1]), most - start)
    return start, len(old) - start - end, " ".join(new[start : len(new) - end])


def _alike(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many things two lists begin with alike."""
    return sum(takewhile(bool, map(eq, one, other)))
