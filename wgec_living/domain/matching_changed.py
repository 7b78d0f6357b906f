"""Pair the blocks that did not stay word for word at their place, splits and joins included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from .block_words import words_of
from .blocks import Block
from .likeness import Vocabulary
from .matching import Matching, pair_unchanged
from .matching_alike import pair_alike
from .matching_parts import Parts, PartsFinder
from .matching_verbatim import verbatim_parts
from .weighing import Weighing

RETOUCHED = 0.85
"""The least share of words that the only changed block keeps to be taken for edited without weighing any."""
MOST_CHANGED = 20_000
"""How many changed blocks of both texts together are weighed at most; of more, none, and all are gone and new."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The splits (a whole of the older text) and the joins (a whole of the newer) among the pairs."""

    splits: tuple[Parts, ...]
    joins: tuple[Parts, ...]


def pair_changed(matching: Matching, vocabulary: Vocabulary) -> Changed:
    """Pair what is edited, moved, split or joined; what is doubtful stays without a partner.

    `vocabulary` is that of the older text.
    """
    found = _Found(matching)
    olds, news = matching.free_old(), matching.free_new()
    if len(olds) == len(news) == 1 and _retouched(matching, olds[0], news[0]):
        matching.pair(olds[0], news[0])
    elif olds and news:
        _pair_by_words(matching, vocabulary, found)
    return Changed(tuple(found.splits), tuple(found.joins))


def _retouched(matching: Matching, i: int, j: int) -> bool:
    """Say whether the only change is to one block, which has nearly all its words still."""
    if not matching.held(i, j) or matching.old[i].kind is not matching.new[j].kind:
        return False
    before, after = words_of(matching.old[i].text).order, words_of(matching.new[j].text).order
    shared = (Counter(before) & Counter(after)).total()
    return 2 * shared >= RETOUCHED * (len(before) + len(after))


def _pair_by_words(matching: Matching, vocabulary: Vocabulary, found: _Found) -> None:
    """Weigh the words, which takes most of the time, and pair the blocks that still have no partner."""
    # Renumbered, or laid out in another way.
    pair_unchanged(matching, *map(_keys, matching.middle()))
    found.take(*verbatim_parts(matching))
    if len(matching.free_old()) + len(matching.free_new()) > MOST_CHANGED:
        return
    weighing = Weighing(matching, vocabulary)
    splits, joins = PartsFinder(weighing, joins=False), PartsFinder(weighing, joins=True)
    pairs = weighing.candidates()
    found.take(splits.unpaired(pairs), joins.unpaired(pairs))
    pair_alike(weighing, pairs)
    found.take(splits.beside(), [])
    found.take([], joins.beside())


def _keys(blocks: Sequence[Block]) -> list[Hashable]:
    return [(block.kind, words_of(block.text).order) for block in blocks]


class _Found:
    """The splits and joins found so far; no block has a part in two."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self.splits: list[Parts] = []
        self.joins: list[Parts] = []
        self._olds: set[int] = set()
        self._news: set[int] = set()

    def take(self, splits: list[Parts], joins: list[Parts]) -> None:
        """Take in those that share no block with one taken before, and pair their blocks."""
        matching = self._matching
        for found in splits:
            if found.whole not in self._olds and self._news.isdisjoint(found.parts):
                self.splits.append(found)
                self._olds.add(found.whole)
                self._news.update(found.parts)
                for part in reversed(found.parts):
                    matching.pair(found.whole, part)
        for found in joins:
            if found.whole not in self._news and self._olds.isdisjoint(found.parts):
                self.joins.append(found)
                self._news.add(found.whole)
                self._olds.update(found.parts)
                for part in reversed(found.parts):
                    matching.pair(part, found.whole)
        matching.settle()
