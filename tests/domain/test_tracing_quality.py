"""Blocks traced on invented histories whose truth is known: hardly any wrong, few lost, in several scripts."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.histories import Changes, Writer, source_of
from bench.tracing import LANGUAGES, history, ours, score
from wgec_living.domain.blocks import split


@pytest.mark.parametrize(
    ("changes", "most_wrong", "most_lost"),
    [
        (Changes(0.02, inserted=0.01, deleted=0.01), 0.001, 0.03),
        (Changes(0.08, inserted=0.03, deleted=0.03), 0.001, 0.04),
        (Changes(0.20, inserted=0.07, deleted=0.07), 0.01, 0.06),
    ],
)
def test_hardly_any_block_is_traced_wrong(changes: Changes, most_wrong: float, most_lost: float) -> None:
    total: Counter[str] = Counter()
    for language in LANGUAGES:
        for seed in (101, 102):
            total += history(seed, language, changes, ours)
    assert total.total() > 6_000
    assert total["wrong"] <= most_wrong * total.total(), total
    assert total["lost"] <= most_lost * total.total(), total


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_truth_of_a_history_holds(language: str) -> None:
    """Guard the test above: what was not edited, split or joined is word for word what it came from."""
    writer = Writer(3, language)
    old = writer.text(120)
    new = writer.revise(old, Changes(0.1))
    sources = [piece.source(language) for piece in old]
    kept = sum(
        piece.source(language) == sources[next(iter(piece.came_from))]
        for piece in new
        if len(piece.came_from) == 1
    )
    assert len(split(source_of(new, language))) == len(new)
    assert 0.6 * len(old) < kept < len(old)
    assert any(len(piece.came_from) == 2 for piece in new), "some are joined"
    came = Counter(place for piece in new for place in piece.came_from)
    assert max(came.values()) >= 2, "some are split"
    assert any(place not in came for place in range(len(old))), "some are gone"
    assert any(not piece.came_from for piece in new), "some are new"
    order = [next(iter(piece.came_from)) for piece in new if piece.came_from]
    assert order != sorted(order), "some moved"


def test_scores_count_what_was_said_against_what_is_true() -> None:
    truth = {(0, 0), (1, 2), (1, 3), (2, 1)}
    assert score(truth, {(0, 0), (1, 2), (1, 3), (2, 1)}, 4) == Counter(right=4)
    assert score(truth, {(1, 2), (2, 0), (3, 3)}, 4) == Counter(lost=2, wrong=2)
