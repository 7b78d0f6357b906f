"""Passages offered as alike: the likest first, found among very many, in few comparisons."""

from __future__ import annotations

import random

import pytest

from wgec_living.domain import look_alikes as module
from wgec_living.domain.look_alikes import LEAST_ALIKE, MOST_OFFERED, MOST_WEIGHED, look_alikes

WANTED = "The committee shall keep a public list of every meeting it holds."
CHANGED = "The committee keeps a public register of every meeting it holds."


def test_the_likest_comes_first_and_what_is_not_alike_never() -> None:
    offered = look_alikes(WANTED, ["Quite another thing is said here, in other words.", CHANGED, WANTED])
    assert [index for index, _ in offered] == [2, 1]
    assert all(likeness >= LEAST_ALIKE for _, likeness in offered)


def test_a_few_words_that_any_text_contains_are_not_offered() -> None:
    assert look_alikes(WANTED, ["of every", " "]) == ()
    assert look_alikes("  ", [WANTED]) == ()


def test_no_more_than_a_few_are_offered() -> None:
    assert len(look_alikes(WANTED, [WANTED] * 10)) == MOST_OFFERED


def test_among_very_many_long_ones_it_is_found_and_few_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    words = [f"word{number}" for number in range(400)]
    texts = [" ".join(chance.choices(words, k=400)) for _ in range(600)]
    texts[431] = CHANGED + " " + texts[431]
    compared = []
    ratio = module.fuzz.partial_ratio

    def counted(one: str, other: str, *, score_cutoff: float) -> float:
        compared.append(max(len(one), len(other)))
        return ratio(one, other, score_cutoff=score_cutoff)

    monkeypatch.setattr(module.fuzz, "partial_ratio", counted)
    assert look_alikes(WANTED, texts)[0][0] == 431
    assert len(compared) == MOST_WEIGHED
    assert max(compared) <= module.MOST_COMPARED
