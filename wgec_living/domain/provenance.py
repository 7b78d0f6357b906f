"""Which revision brought each run of a block's words, carried from one revision to the next."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from .blocks import Block
from .comparison_words import tokens
from .surviving import kept
from .tracing import Fate, Link, trace

SEPARATOR = "\n\n"
"""What stands between blocks that were split or joined."""


class Origin(NamedTuple):
    """What brought some words."""

    revision: int
    """The number of the revision in which they stood first."""
    decider: bool = False
    """Whether whoever decided wrote them: they are neither of the text before nor of the proposal."""


class Run(NamedTuple):
    """A stretch of a block's text that came all at once; code points, half open."""

    start: int
    end: int
    origin: Origin


Runs = tuple[Run, ...]
"""The runs of a text: they cover it, in order, without a gap, and no two neighbours have the same origin."""


def whole(text: str, origin: Origin) -> Runs:
    """Return the runs of a text that came all at once."""
    return (Run(0, len(text), origin),) if text else ()


def count_words(text: str) -> int:
    """Return how many words and numbers a stretch of source has; of Chinese and its likes, how many characters."""
    return sum(token[0].isalnum() for token in tokens(text))


def carried(olds: Sequence[tuple[str, Runs]], news: Sequence[str], origin: Origin) -> tuple[Runs, ...]:
    """Return the runs of the texts `news` that `olds` became: words that stayed keep their origin, others get `origin`.

    More than one on a side are taken as one text, as they were joined or split.
    """
    joined: list[Run] = []
    at = 0
    for place, (text, runs) in enumerate(olds):
        if place:
            joined.append(Run(at, at + len(SEPARATOR), joined[-1].origin if joined else origin))
            at += len(SEPARATOR)
        joined += [Run(at + run.start, at + run.end, run.origin) for run in runs]
        at += len(text)
    new = SEPARATOR.join(news)
    found: list[Run] = []
    come = 0
    for stretch in kept(SEPARATOR.join(text for text, _ in olds), new).runs:
        if come < stretch.new:
            found.append(Run(come, stretch.new, origin))
        come = stretch.new + stretch.length
        found += _shifted(_cut(joined, stretch.old, stretch.old + stretch.length), stretch.new - stretch.old)
    if come < len(new):
        found.append(Run(come, len(new), origin))
    starts = accumulate((len(text) + len(SEPARATOR) for text in news), initial=0)
    return tuple(
        _gathered(_shifted(_cut(found, start, start + len(text)), -start))
        for start, text in zip(starts, news, strict=False)
    )


def step(
    old: Sequence[Block],
    new: Sequence[Block],
    links: Iterable[Link],
    runs_of: Callable[[int], Runs],
    number: int,
    anew: Container[int] = (),
) -> dict[int, Runs]:
    """Return the runs of the blocks that hold older words and are not as they were, by place in revision `number`.

    `runs_of` knows those of the revision before, by place. A block left out has the runs it had, or is new.
    Of the older blocks `anew` wholly other words took the place: what they have in common by chance is no older.
    """
    found: dict[int, Runs] = {}
    for link in links:
        if link.fate is Fate.EDITED and link.olds[0] in anew:
            found[link.news[0]] = whole(new[link.news[0]].text, Origin(number))
        elif link.fate in (Fate.EDITED, Fate.SPLIT, Fate.JOINED):
            olds = [(old[place].text, runs_of(place)) for place in link.olds]
            news = [new[place].text for place in link.news]
            found.update(zip(link.news, carried(olds, news, Origin(number)), strict=True))
    return found


def told_apart(
    changed: Mapping[int, Runs], blocks: Sequence[Block], proposal: Sequence[Block], number: int
) -> dict[int, Runs]:
    """Return the runs of changed blocks, by place in revision `number`, with the words new in it told apart.

    What stands in the proposal's text too is the proposer's; the rest was written by whoever decided.
    """
    texts = {block.text for block in proposal}
    doubtful = {place for place in changed if blocks[place].text not in texts}
    found = dict(changed)
    for link in trace(proposal, blocks) if doubtful else ():
        if doubtful.isdisjoint(link.news):
            continue
        theirs = [(proposal[place].text, whole(proposal[place].text, Origin(number))) for place in link.olds]
        news = [blocks[place].text for place in link.news]
        parts = carried(theirs, news, Origin(number, decider=True))
        for place, labels in zip(link.news, parts, strict=True):
            if place in doubtful:
                found[place] = _labelled(changed[place], labels, Origin(number))
    return found


def _labelled(runs: Runs, labels: Runs, origin: Origin) -> Runs:
    """Return runs with those of one origin replaced by what the labels say of the same words."""
    parts: list[Run] = []
    for run in runs:
        parts += _cut(labels, run.start, run.end) if run.origin == origin else [run]
    return _gathered(parts)


def _cut(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """Return the part of runs that lies in a range."""
    return [
        Run(max(run.start, start), min(run.end, end), run.origin)
        for run in runs
        if max(run.start, start) < min(run.end, end)
    ]


def _shifted(runs: Iterable[Run], by: int) -> list[Run]:
    return [Run(run.start + by, run.end + by, run.origin) for run in runs]


def _gathered(runs: Iterable[Run]) -> Runs:
    """Return runs that follow each other with neighbours of one origin as one."""
    found: list[Run] = []
    for run in runs:
        if found and found[-1].origin == run.origin:
            found[-1] = Run(found[-1].start, run.end, run.origin)
        else:
            found.append(run)
    return tuple(found)
