"""What the blocks without a partner weigh, and what any two of them share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from rapidfuzz.distance import Indel

from .block_words import Words, words_of
from .blocks import Block, Kind
from .likeness import Rarity, Vocabulary, likeness
from .matching import Matching

ACROSS = 0.85
"""The least likeness of a paragraph and an item or quotation."""
MOST_COMMON = 30
"""A word that stands in more changed blocks than this finds no candidates."""
MOST_WORDS = 12
"""How many of its rarest words find candidates for a block."""
MOST_CANDIDATES = 6
MOST_GAP = 400
"""The largest gap (older blocks times newer) in which every pair is weighed."""
MOST_WEIGHED = 1_500_000
"""How many words are compared at most; what comes after stays alone."""
SPELT = 0.75
"""The least likeness (Indel, 0 to 1) of two spellings of a word."""
MOST_SPELT = 8
"""The most different words of a block that is compared by their letters; in a longer one, one word tells little."""
MOST_FOUND = 800
"""How many times blocks are found by their words when looking for one that stayed and is like another."""


class Background:
    """The blocks that stayed: a changed block must be more like its partner than like any of these."""

    def __init__(self, kept: Sequence[Block], changed: Sequence[Words], rarity: Rarity) -> None:
        """Take the blocks that stayed, and those that will be asked about."""
        self._kept, self._rarity = kept, rarity
        self._asked = frozenset().union(*[words.distinct for words in changed])
        self._where: dict[Kind, dict[str, list[int]]] = {}
        self._counts: dict[int, tuple[Counter[str], float]] = {}

    def nearest(self, kind: Kind, counts: Counter[str], weight: float) -> float:
        """Return how alike the likest block of the same kind is that stayed."""
        if not self._where:
            self._where = {kind: {} for kind in Kind}
            for place, block in enumerate(self._kept):
                common = self._asked & words_of(block.text).distinct
                for word in common:
                    self._where[block.kind].setdefault(word, []).append(place)
        where = self._where[kind]
        lists = [(word, where[word]) for word in counts if word in where]
        found: dict[int, float] = {}
        left = MOST_FOUND
        for _, word, places in sorted([(len(places), word, places) for word, places in lists]):
            left -= len(places)
            if left < 0:
                break
            rare = self._rarity[word]
            for place in places:
                found[place] = found.get(place, 0.0) + rare
        best = 0.0
        for _, place in _heaviest(found, 4):
            own, own_weight = self._counted(place)
            best = max(best, likeness(self._rarity.shared(counts, own), weight, own_weight))
        return best

    def _counted(self, place: int) -> tuple[Counter[str], float]:
        if place not in self._counts:
            counts = Counter(words_of(self._kept[place].text).order)
            self._counts[place] = counts, self._rarity.of(counts)
        return self._counts[place]


class Weighing:
    """The weights of the blocks without a partner, and of what any two share."""

    def __init__(self, matching: Matching, vocabulary: Vocabulary) -> None:
        """Weigh the free blocks of `matching`; `vocabulary` is that of the older text."""
        self.matching = matching
        self.old_words = {i: words_of(matching.old[i].text) for i in matching.free_old()}
        self.new_words = {j: words_of(matching.new[j].text) for j in matching.free_new()}
        kept = len(matching.old) - len(self.old_words)
        rarity = Rarity(vocabulary, kept, list(self.old_words.values()), list(self.new_words.values()))
        self.rarity = rarity
        self.old = {i: Counter(words.order) for i, words in self.old_words.items()}
        self.new = {j: Counter(words.order) for j, words in self.new_words.items()}
        self.old_weight = {i: rarity.of(counts) for i, counts in self.old.items()}
        self.new_weight = {j: rarity.of(counts) for j, counts in self.new.items()}
        # What has no word twice shares none twice, and need not be counted.
        self._once = {i for i, words in self.old_words.items() if len(words.order) == len(words.distinct)}
        self._once_new = {j for j, words in self.new_words.items() if len(words.order) == len(words.distinct)}
        self._nearest: dict[int, float] = {}
        self._shared: dict[tuple[int, int], float] = {}
        self._alike: dict[tuple[int, int], float] = {}
        self._spelt: dict[tuple[int, int], float] = {}
        self._left = MOST_WEIGHED

    @cached_property
    def _background(self) -> Background:
        kept = [block for i, block in enumerate(self.matching.old) if i not in self.old_words]
        return Background(kept, list(self.new_words.values()), self.rarity)

    @cached_property
    def _times_old(self) -> Counter[str]:
        return Counter([block.text for block in self.matching.old])

    @cached_property
    def _times_new(self) -> Counter[str]:
        return Counter([block.text for block in self.matching.new])

    def shared(self, i: int, j: int) -> float:
        """Return the weight of what two blocks share; 0 for kinds that never become each other."""
        found = self._shared.get((i, j))
        if found is None:
            found = 0.0
            if self.matching.kinds(i, j) and self._left > 0:
                self._left -= min(len(self.old[i]), len(self.new[j]))
                one, other = self.old[i], self.new[j]
                if i in self._once or j in self._once_new:
                    found = self.rarity.distinct(one.keys() & other.keys())
                else:
                    found = self.rarity.shared(one, other)
            self._shared[i, j] = found
        return found

    def likeness(self, i: int, j: int) -> float:
        """Return how alike two blocks are; 0 where that is too little for their kinds."""
        found = self._alike.get((i, j))
        if found is None:
            found = likeness(self.shared(i, j), self.old_weight[i], self.new_weight[j])
            if found < ACROSS and self.matching.old[i].kind is not self.matching.new[j].kind:
                found = 0.0
            self._alike[i, j] = found
        return found

    def spelt_otherwise(self, i: int, j: int) -> float:
        """Return what is to be added to the likeness of two blocks for words of which only letters changed."""
        if max(len(self.old[i]), len(self.new[j])) > MOST_SPELT:
            return 0.0
        found = self._spelt.get((i, j))
        if found is None:
            found = self._spelt[i, j] = self._spelling(i, j)
        return found

    def _spelling(self, i: int, j: int) -> float:
        before = _long_words(self.old[i], self.new[j])
        after = _long_words(self.new[j], self.old[i])
        weight = 0.0
        for word in before:
            if not after:
                break
            alike, other = max((Indel.normalized_similarity(word, other), other) for other in after)
            if alike >= SPELT:
                weight += alike * min(self.rarity[word], self.rarity[other])
                after.remove(other)
        return likeness(weight, self.old_weight[i], self.new_weight[j])

    def telling(self, i: int, j: int) -> float:
        """Return how many words that stand nowhere else weigh as much as the different words two blocks share."""
        common = self.old[i].keys() & self.new[j].keys()
        return self.rarity.distinct(common) / self.rarity.rare

    def single(self, i: int, j: int) -> bool:
        """Say whether the text of either stands only once in its revision."""
        return self._times_old[self.matching.old[i].text] == 1 == self._times_new[self.matching.new[j].text]

    def nearest_kept(self, j: int) -> float:
        """Return how like a newer block is to some block that stayed."""
        if j not in self._nearest:
            kind = self.matching.new[j].kind
            self._nearest[j] = self._background.nearest(kind, self.new[j], self.new_weight[j])
        return self._nearest[j]

    def unchanged(self, i: int, j: int) -> bool:
        """Say whether two blocks have the same words in the same order."""
        return self.old_words[i].order == self.new_words[j].order

    def candidates(self) -> set[tuple[int, int]]:
        """Return the pairs worth weighing: in the same gap, or with rare words in common."""
        pairs: set[tuple[int, int]] = set()
        for olds, news in self.matching.gaps():
            if len(olds) * len(news) <= MOST_GAP:
                pairs.update((i, j) for i in olds for j in news)
        pairs.update(_with_rare_words(self.old, self.new, self.rarity))
        pairs.update((i, j) for j, i in _with_rare_words(self.new, self.old, self.rarity))
        return pairs


def _long_words(one: Counter[str], other: Counter[str]) -> list[str]:
    """Return the words of one block that the other has not, but for numbers and words of few letters."""
    return sorted(word for word in one - other if len(word) >= 4 and word.isalpha())


def _with_rare_words(
    mine: dict[int, Counter[str]], others: dict[int, Counter[str]], rarity: Rarity
) -> Iterable[tuple[int, int]]:
    where: dict[str, list[int]] = {}
    for place, counts in others.items():
        for word in counts:
            where.setdefault(word, []).append(place)
    for place, counts in mine.items():
        words = sorted([(len(where[word]), word) for word in counts if word in where])
        found: dict[int, float] = {}
        for times, word in words[:MOST_WORDS]:
            if times > MOST_COMMON:
                break
            rare = rarity[word]
            for other in where[word]:
                found[other] = found.get(other, 0.0) + rare
        yield from ((place, other) for _, other in _heaviest(found, MOST_CANDIDATES))


def _heaviest(weights: dict[int, float], most: int) -> list[tuple[float, int]]:
    """Return the places that weigh most, each after its weight below zero; of equal ones the first."""
    if len(weights) > 2 * most:
        # Bare numbers are put in order several times as fast as pairs.
        least = sorted(weights.values(), reverse=True)[most - 1]
        weights = {place: weight for place, weight in weights.items() if weight >= least}
    return sorted([(-weight, place) for place, weight in weights.items()])[:most]
