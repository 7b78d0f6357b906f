"""What one side made of a text: which block became which, what was put in, and what stands elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from .blocks_model import Block, Kind
from .tracing import Fate, Link, Middle, trace_middle


@dataclass(frozen=True, slots=True)
class Moved:
    """A block of the older text that stands here now."""

    old: int


Element = int | Moved
"""What stands at a place: a new block, by its index, or one that was moved there."""


@dataclass(slots=True)
class Side:
    """One side's changes to the older text."""

    blocks: Sequence[Block]
    kept: list[tuple[int, ...]]
    """For each older block what it became: one, several (split), or none (gone, or joined to one before it)."""
    joined: list[tuple[int, ...]] = field(default_factory=list)
    """Older blocks that became one."""
    moved: set[int] = field(default_factory=set)
    put_in: dict[int, list[Element]] = field(default_factory=dict)
    """What stands before the older block of that index (or at the end), in order."""
    touched: set[int] = field(default_factory=set)
    """Older blocks that do not stand as they did."""


def side_of(old: Sequence[Block], new: Sequence[Block], links: Sequence[Link] | None = None) -> Side:
    """Return what `new` made of `old`, by `links` where they are known already.

    A block wholly rewritten at its place counts as edited, so that two rewritings of one paragraph clash instead of
    both standing in the text.
    """
    middle = trace_middle(old, new) if links is None else Middle(0, 0, tuple(links))
    side = Side(new, [()] * len(old))
    side.kept[: middle.first] = _themselves(len(new))[: middle.first]
    side.kept[len(old) - middle.after :] = _themselves(len(new))[len(new) - middle.after : len(new)]
    gone: list[int] = []
    come: list[Element] = []
    at = middle.first
    for link in middle.links:
        same = link.fate is Fate.SAME and old[link.olds[0]].kind is new[link.news[0]].kind
        if same and not (link.moved or gone or come):  # Most blocks of most texts.
            side.kept[link.olds[0]] = link.news
            at = link.olds[0] + 1
        elif link.fate is Fate.NEW:
            come.extend(link.news)
        elif link.fate is Fate.GONE:
            gone.extend(link.olds)
        else:
            _keep(side, link.olds, link.news)
            side.touched.update(() if same and not link.moved else link.olds)
            if link.moved:
                side.moved.update(link.olds)
                come.append(Moved(link.olds[0]))
            else:
                _settle(side, old, at, gone, come)
                gone, come, at = [], [], link.olds[-1] + 1
    _settle(side, old, at, gone, come)
    return side


_SHARED: list[tuple[tuple[int], ...]] = [()]
"""Each number alone, the same objects for all sides: of most blocks that is what they became."""


def _themselves(count: int) -> tuple[tuple[int], ...]:
    """Return at least the first `count` of them."""
    known = _SHARED[0]
    if len(known) < count:
        known = _SHARED[0] = tuple(zip(range(2 * count), strict=True))
    return known


def _keep(side: Side, olds: tuple[int, ...], news: tuple[int, ...]) -> None:
    side.kept[olds[0]] = news
    if len(olds) > 1:
        side.joined.append(olds)


def _settle(side: Side, old: Sequence[Block], at: int, gone: list[int], come: list[Element]) -> None:
    """Say what became of the blocks between two that stayed: rewritten, removed, put in."""
    if not gone and not come:
        return
    new = [element for element in come if isinstance(element, int)]
    pairs = _replaced([old[i].kind for i in gone], [side.blocks[j].kind for j in new])
    rewritten = {new[j]: gone[i] for i, j in pairs}
    side.touched.update(gone)
    last = max([at - 1, *gone]) + 1
    for element in come:
        before = rewritten.get(element) if isinstance(element, int) else None
        if before is None or not isinstance(element, int):
            side.put_in.setdefault(at if rewritten else last, []).append(element)
        else:
            side.kept[before] = (element,)
            at = before + 1


def _replaced(gone: Sequence[Kind], come: Sequence[Kind]) -> list[tuple[int, int]]:
    """Pair what went with what came between two blocks that stayed: those of one kind first, else one by one."""
    places: dict[Kind, list[int]] = {}
    for j, kind in enumerate(come):
        places.setdefault(kind, []).append(j)
    pairs: list[tuple[int, int]] = []
    free = 0
    for i, kind in enumerate(gone):
        alike = places.get(kind, [])
        later = bisect_left(alike, free)
        if later < len(alike):
            pairs.append((i, alike[later]))
            free = alike[later] + 1
    return pairs or list(zip(range(len(gone)), range(len(come)), strict=False))
