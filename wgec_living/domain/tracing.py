"""Which blocks of an older text became which of a newer one: kept, edited, moved, split, joined, gone or new."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import lt
from typing import NamedTuple

from .blocks import Block
from .likeness import Vocabulary
from .matching import Matching, pair_unchanged
from .matching_changed import Changed, pair_changed
from .rising import longest_rising


class Fate(StrEnum):
    """What became of a block from one revision to the next."""

    SAME = "same"
    EDITED = "edited"
    SPLIT = "split"
    JOINED = "joined"
    GONE = "gone"
    NEW = "new"


class Link(NamedTuple):
    """Blocks of the older text and what they became in the newer; an empty side means: new, or gone."""

    fate: Fate
    olds: tuple[int, ...]
    """Indexes of the older blocks, rising: one, but for `JOINED` (two or more) and `NEW` (none)."""
    news: tuple[int, ...]
    """Indexes of the newer blocks, rising: one, but for `SPLIT` (two or more) and `GONE` (none)."""
    moved: bool = False
    """Whether the text stands at another place among the blocks that stayed in order (an insertion moves nothing)."""


def trace(old: Sequence[Block], new: Sequence[Block]) -> tuple[Link, ...]:
    """Return the links between two texts; every index of either side stands in exactly one.

    They come in the order of the newer text; a gone one stands where it stood. Equal inputs give equal links. A
    doubtful block is gone and new, never linked to the wrong one.
    """
    middle = trace_middle(old, new)
    return (
        *[_same(i, i) for i in range(middle.first)],
        *middle.links,
        *[_same(len(old) - left, len(new) - left) for left in range(middle.after, 0, -1)],
    )


@dataclass(frozen=True, slots=True)
class Middle:
    """What `trace` says, but for the blocks that both texts begin and end with alike."""

    first: int
    """How many blocks both begin with."""
    after: int
    """How many blocks both end with."""
    links: tuple[Link, ...]


def trace_middle(old: Sequence[Block], new: Sequence[Block], vocabulary: Vocabulary | None = None) -> Middle:
    """Return the links between what two texts begin and end with alike, in the order of `trace`.

    `vocabulary` is that of the older text, where the caller has it at hand.
    """
    matching = Matching(old, new)
    middle_old, middle_new = matching.middle()
    pair_unchanged(matching, _keys(middle_old), _keys(middle_new))
    changed = pair_changed(matching, vocabulary or Vocabulary(old))
    return Middle(matching.first, matching.after, _in_order(_links(matching, changed)))


def _keys(blocks: Sequence[Block]) -> list[Hashable]:
    return [(block.kind, block.text) for block in blocks]


def _links(matching: Matching, changed: Changed) -> list[Link]:
    """Return the links of the middle in the order of the newer text, then those that are gone."""
    of_split = {part: found for found in changed.splits for part in found.parts}
    of_join = {found.whole: found for found in changed.joins}
    links: list[Link] = []
    for j, i in matching.middle_pairs():
        if j in of_split:
            if j == of_split[j].parts[0]:
                links.append(Link(Fate.SPLIT, (i,), of_split[j].parts))
        elif j in of_join:
            links.append(Link(Fate.JOINED, of_join[j].parts, (j,)))
        elif i < 0:
            links.append(Link(Fate.NEW, (), (j,)))
        elif matching.old[i].text == matching.new[j].text:
            links.append(_same(i, j))
        else:
            links.append(Link(Fate.EDITED, (i,), (j,)))
    return links + [Link(Fate.GONE, (i,), ()) for i in matching.free_old()]


@lru_cache(maxsize=50_000)
def _same(i: int, j: int) -> Link:
    """Return the link of a block that stayed: nearly all links of a revision, and mostly those of the one before."""
    return Link(Fate.SAME, (i,), (j,))


def _in_order(links: list[Link]) -> tuple[Link, ...]:
    """Mark what moved, and put what is gone where it stood: before what came to its place."""
    olds = [link.olds[0] for link in links if link.olds and link.news]
    gone = [link for link in links if not link.news]
    in_order = all(map(lt, olds, olds[1:]))
    if in_order and not gone:
        return tuple(links)
    stand = [link for link in links if link.news]
    if in_order:
        kept = {place for place, link in enumerate(stand) if link.olds}
    else:
        kept = set(longest_rising([link.olds[0] if link.olds else -1 for link in stand]))
    found: list[Link] = []
    waiting: list[Link] = []
    at = 0
    for place, link in enumerate(stand):
        if place not in kept:
            waiting.append(link._replace(moved=True) if link.olds else link)
            continue
        while at < len(gone) and gone[at].olds < link.olds:
            found.append(gone[at])
            at += 1
        found += [*waiting, link]
        waiting = []
    return (*found, *gone[at:], *waiting)
