"""Every text of both sides gets exactly one place, in order, and the nearest partner."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain import alignment
from wgec_living.domain.alignment import align

items = st.lists(
    st.one_of(
        st.sampled_from(["", " ", "a", "one two three", "one two four", "a wholly other text", "six"]),
        st.text(max_size=12),
    ),
    max_size=14,
)


def well_formed(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    assert [i for i, _ in pairs if i is not None] == list(range(len(old)))
    assert [j for _, j in pairs if j is not None] == list(range(len(new)))
    assert (None, None) not in pairs
    for (i, _), (_, m) in pairwise(pairs):
        # What was removed at a place precedes what was added.
        assert not (i is None and m is None), pairs


@given(items, items)
@settings(deadline=None, max_examples=600)
def test_every_index_occurs_once_and_rising(old: list[str], new: list[str]) -> None:
    well_formed(old, new)


@given(items)
@settings(deadline=None)
def test_equal_texts_align_with_themselves(old: list[str]) -> None:
    assert align(old, old) == [(i, i) for i in range(len(old))]


@pytest.mark.parametrize("most", ["MOST", "MOST_PAIRED", "MOST_WEIGHED"])
@given(old=items, new=items)
@settings(deadline=None)
def test_beyond_each_bound_too(most: str, old: list[str], new: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, most, 1)
        well_formed(old, new)


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([], [], []),
        (["a"], [], [(0, None)]),
        ([], ["a"], [(None, 0)]),
        (["one two three"], ["one two four"], [(0, 0)]),
        (["one two three"], ["unlike it: 9876"], [(0, None), (None, 0)]),
        (["x", "one two three", "y"], ["x", "y", "z"], [(0, 0), (1, None), (2, 1), (None, 2)]),
        # The likelier of two partners, not the nearer.
        (["the red fox runs"], ["a green elephant sat", "the red fox ran"], [(None, 0), (0, 1)]),
        # A moved text is removed and added: the pairs rise.
        (["a1b2c3", "x9y8z7"], ["x9y8z7", "a1b2c3"], [(None, 0), (0, 1), (1, None)]),
        (["same", "same"], ["same"], [(0, 0), (1, None)]),
        (["   "], ["\n"], [(0, None), (None, 0)]),
    ],
)
def test_examples(old: list[str], new: list[str], pairs: list[tuple[int | None, int | None]]) -> None:
    assert align(old, new) == pairs


def test_long_texts_in_a_large_gap_are_still_paired() -> None:
    old = [f"{letter} begins " + letter * 60_000 + f" ends {letter}" for letter in "abc"]
    new = [text.replace("begins", "starts") for text in old]
    assert sum(map(len, old)) * sum(map(len, new)) > alignment.MOST_WEIGHED
    assert align(old, new[1:]) == [(0, None), (1, 0), (2, 1)]
    # A text that ends and begins alike but is three times as long is another one.
    assert align([old[0]], [old[0] + "z" * 200_000 + old[0]]) == [(0, None), (None, 0)]
