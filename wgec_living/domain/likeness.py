"""How alike two blocks are: the words they share, weighed by how rare these are in the two texts.

A formula that half of the paragraphs begin with says nothing about which is which; a name that stands in one does
(the idea of inverse document frequency; K. Sparck Jones, 1972).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from math import log

from .block_words import Words, words_of
from .blocks import Block


class Vocabulary:
    """In how many blocks of a text each word stands; counted when first asked for."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    @cached_property
    def blocks_with(self) -> Counter[str]:
        """The number of blocks that hold each word."""
        return _blocks_with([words_of(block.text) for block in self._blocks])

    def go_on(self, blocks: Sequence[Block], gone: Iterable[Block], come: Iterable[Block]) -> None:
        """Become that of a later state of the text, which has `come` in place of `gone`."""
        self._blocks = blocks
        if "blocks_with" in self.__dict__:
            self.blocks_with.subtract(_blocks_with([words_of(block.text) for block in gone]))
            self.blocks_with.update(_blocks_with([words_of(block.text) for block in come]))


class _Weights(dict[str, float]):
    """Weights by word, computed when first asked for."""

    def __init__(self, vocabulary: Vocabulary, kept: int, old: Sequence[Words], new: Sequence[Words]) -> None:
        super().__init__()
        self._all, self._old, self._new = vocabulary.blocks_with, _blocks_with(old), _blocks_with(new)
        self.rare = log(kept + max(len(old), len(new)) + 1)

    def __missing__(self, word: str) -> float:
        blocks = self._all[word] + max(self._new[word] - self._old[word], 0)
        # Squared, so that the dozen words of a formula do not outweigh the two that tell.
        found = self[word] = (self.rare - log(max(blocks, 1))) ** 2 / self.rare + 0.02
        return found


class Rarity:
    """What each word of two texts weighs: `rare` for one that stands in one block, nearly 0 for one in all."""

    def __init__(self, vocabulary: Vocabulary, kept: int, old: Sequence[Words], new: Sequence[Words]) -> None:
        """Take the vocabulary of the older text, the number of blocks in both, the words of those in only one."""
        self._weights = _Weights(vocabulary, kept, old, new)
        self.rare = self._weights.rare

    def __getitem__(self, word: str) -> float:
        """Return the weight of a word of either text."""
        return self._weights[word]

    def of(self, counts: Counter[str]) -> float:
        """Return the weight of counted words."""
        weights = self._weights
        return sum([weights[word] * times for word, times in counts.items()])

    def distinct(self, words: Iterable[str]) -> float:
        """Return the weight of words, each counted once."""
        weights = self._weights
        return sum([weights[word] for word in words])

    def shared(self, one: Counter[str], other: Counter[str]) -> float:
        """Return the weight of what two blocks have in common."""
        weights = self._weights
        return sum(
            [
                weights[word] * (mine if (mine := one[word]) < (theirs := other[word]) else theirs)
                for word in one.keys() & other.keys()
            ]
        )


def _blocks_with(side: Sequence[Words]) -> Counter[str]:
    """Count for each word the blocks that hold it."""
    return Counter(chain.from_iterable([words.distinct for words in side]))


def likeness(shared: float, one: float, other: float) -> float:
    """Return 0 to 1 for what two blocks share of their weights (the coefficient of Dice)."""
    return 2 * shared / (one + other) if shared else 0.0
