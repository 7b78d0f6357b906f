"""Which older block became which newer one, as far as it is known: what stands unchanged comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import takewhile
from operator import is_

from rapidfuzz.distance import LCSseq

from .blocks import Block, Kind
from .rising import longest_rising

Keys = Sequence[Hashable]

MOST = 8_000
"""The longest gap in which repeated blocks are matched; the working memory is MOST * MOST / 8 bytes at worst."""

_ALLIED = {Kind.ITEM: Kind.PARAGRAPH, Kind.QUOTE: Kind.PARAGRAPH}
"""Kinds that may become a paragraph and come from one."""


class Matching:
    """The pairs found so far between two texts; grown step by step, never taken back."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block]) -> None:
        """Pair what the two texts begin and end with alike, as far as none of it stands between as well."""
        self.old, self.new = old, new
        start, end = _common_ends(old, new)
        self.first, self._old_stop, self._new_stop = start, len(old) - end, len(new) - end
        shift = len(new) - len(old)
        self.to_new: list[int] = [
            *range(start),
            *[-1] * (self._old_stop - start),
            *range(self._new_stop, len(new)),
        ]
        self.to_old: list[int] = [
            *range(start),
            *[-1] * (self._new_stop - start),
            *range(self._new_stop - shift, len(old)),
        ]
        self._above: list[int] = []
        self._below: list[int] = []
        self._settled = False
        self.settle()

    def pair(self, i: int, j: int) -> None:
        """Say that older block `i` became newer block `j`."""
        self.to_new[i], self.to_old[j] = j, i
        self._settled = False

    def is_free(self, i: int, j: int) -> bool:
        """Say whether neither has a partner yet."""
        return self.to_new[i] < 0 and self.to_old[j] < 0

    def free_old(self) -> list[int]:
        """Return the older blocks without a partner."""
        return [i for i in range(self.first, self._old_stop) if self.to_new[i] < 0]

    def free_new(self) -> list[int]:
        """Return the newer blocks without a partner."""
        return [j for j in range(self.first, self._new_stop) if self.to_old[j] < 0]

    def kinds(self, i: int, j: int) -> bool:
        """Say whether a block of the one's kind may become one of the other's."""
        one, other = self.old[i].kind, self.new[j].kind
        return one is other or _ALLIED.get(one, one) is _ALLIED.get(other, other)

    @property
    def after(self) -> int:
        """How many blocks both texts end with alike."""
        return len(self.new) - self._new_stop

    def middle_pairs(self) -> Iterable[tuple[int, int]]:
        """Return the newer blocks of the middle, each with its partner or -1."""
        return enumerate(self.to_old[self.first : self._new_stop], self.first)

    def middle(self) -> tuple[Sequence[Block], Sequence[Block]]:
        """Return the blocks between what the two texts begin and end with alike."""
        return self.old[self.first : self._old_stop], self.new[self.first : self._new_stop]

    def settle(self) -> None:
        """Take in the pairs made since: what stayed in order divides both texts into gaps."""
        if self._settled:
            return
        self._settled = True
        middle = self.to_new[self.first : self._old_stop]
        self._above, self._below = [-1] * len(middle), [-1] * len(middle)
        start, last = 0, self.first - 1
        for place in [*longest_rising(middle), len(middle)]:
            stop = middle[place] if place < len(middle) else self._new_stop
            for i in range(start, place):
                self._above[i], self._below[i] = last, stop
            if place < len(middle):
                self._above[place] = self._below[place] = stop
            start, last = place + 1, stop

    def in_place(self, i: int, j: int) -> bool:
        """Say whether both stand in the same gap between the blocks that stayed in order."""
        return self._above[i - self.first] < j < self._below[i - self.first]

    def follows(self, i: int, j: int) -> bool:
        """Say whether the blocks before these two are a pair, or both begin their text."""
        return self.to_new[i - 1] == j - 1 if i and j else i == j

    def precedes(self, i: int, j: int) -> bool:
        """Say whether the blocks after these two are a pair, or both end their text."""
        last_old, last_new = i + 1 == len(self.old), j + 1 == len(self.new)
        return self.to_new[i + 1] == j + 1 if not (last_old or last_new) else last_old and last_new

    def repeated(self, i: int, j: int, step: int) -> bool:
        """Say whether the text of either stands again in the next block of its side, `step` being 1 or -1."""
        old, new = self.old, self.new
        return (0 <= i + step < len(old) and old[i].text == old[i + step].text) or (
            0 <= j + step < len(new) and new[j].text == new[j + step].text
        )

    def held(self, i: int, j: int) -> bool:
        """Say whether both stand equally far from the blocks that stayed above them, and from those below."""
        start, stop = self._above[i - self.first], self._below[i - self.first]
        up = i - self.to_old[start] if start >= 0 else i + 1
        down = (self.to_old[stop] if stop < len(self.new) else len(self.old)) - i
        return j - start == up and stop - j == down

    def gaps(self) -> list[tuple[list[int], list[int]]]:
        """Return the free blocks of each gap that has some on both sides."""
        olds: dict[int, list[int]] = {}
        for i in self.free_old():
            olds.setdefault(self._above[i - self.first], []).append(i)
        found: list[tuple[list[int], list[int]]] = []
        for above, gap in olds.items():
            below = self._below[gap[0] - self.first]
            news = [j for j in range(above + 1, below) if self.to_old[j] < 0]
            if news:
                found.append((gap, news))
        return found


def _common_ends(old: Sequence[Block], new: Sequence[Block]) -> tuple[int, int]:
    """Return how many blocks at the beginning and at the end are the same without any doubt."""
    most = min(len(old), len(new))
    # A block that is the very same object needs no look at its text; most are.
    start = sum(takewhile(bool, map(is_, old, new)))
    while start < most and _alike(old[start], new[start]):
        start += 1
    end = min(sum(takewhile(bool, map(is_, reversed(old), reversed(new)))), most - start)
    while end < most - start and _alike(old[-1 - end], new[-1 - end]):
        end += 1
    between = {block.text for side in (old, new) for block in side[start : len(side) - end]}
    while start and old[start - 1].text in between:
        start -= 1
    while end and old[-end].text in between:
        end -= 1
    return start, end


def _alike(old: Block, new: Block) -> bool:
    return old.text == new.text and old.kind is new.kind


def pair_unchanged(matching: Matching, old: Keys, new: Keys) -> None:
    """Pair the blocks of equal keys that stand in order and cannot be taken for another.

    `old` and `new` are the keys of the middles, between what the texts begin and end with alike. First those whose
    key stands once in either (patience), then those whose key does so with its neighbours', then, between these, the
    ones that a longest common subsequence has from whichever end one begins.
    """
    # Numbers stand for the keys, which take longer to tell apart.
    numbers: dict[Hashable, int] = {}
    before = [numbers.setdefault(key, len(numbers)) for key in old]
    met = len(numbers)
    after = [numbers.setdefault(key, len(numbers)) for key in new]
    if all(number >= met for number in after):
        return
    _pair_once(matching, before, after)
    _pair_once(matching, _with_neighbours(before), _with_neighbours(after))
    matching.settle()
    first = matching.first
    for olds, news in matching.gaps():
        for i, j in _agreed([before[i - first] for i in olds], [after[j - first] for j in news]):
            matching.pair(olds[i], news[j])
    matching.settle()


def _with_neighbours(keys: Keys) -> Keys:
    """Return keys that stand for a block with its neighbours; one that equals a neighbour gets a key like no other."""
    around = [None, *keys, None]
    return [
        object() if key in (before, after) else (before, key, after)
        for before, key, after in zip(around, keys, around[2:], strict=False)
    ]


def _pair_once(matching: Matching, old: Keys, new: Keys) -> None:
    first = matching.first
    olds, news = Counter(old), Counter(new)
    places = {key: j for j, key in enumerate(new, first) if matching.to_old[j] < 0 and news[key] == 1}
    found = [
        places.get(key, -1) if olds[key] == 1 and matching.to_new[i] < 0 else matching.to_new[i]
        for i, key in enumerate(old, first)
    ]
    for place in longest_rising(found):
        if matching.is_free(first + place, found[place]):
            matching.pair(first + place, found[place])


def _agreed(old: Keys, new: Keys) -> list[tuple[int, int]]:
    """Return the pairs of equal keys that do not depend on the end from which one compares."""
    if old == new:
        return [(i, i) for i in range(len(old))]
    if len(old) > MOST or len(new) > MOST or not set(old) & set(new):
        return []
    forward = _common(old, new)
    backward = {
        (len(old) - 1 - i, len(new) - 1 - j) for i, j in _common(list(reversed(old)), list(reversed(new)))
    }
    return [pair for pair in forward if pair in backward]


def _common(old: Keys, new: Keys) -> list[tuple[int, int]]:
    return [
        (step.src_start + k, step.dest_start + k)
        for step in LCSseq.opcodes(old, new)
        if step.tag == "equal"
        for k in range(step.src_end - step.src_start)
    ]
