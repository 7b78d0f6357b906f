"""Passages put in and moved in the source of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgec_living.domain.blocks import split
from wgec_living.domain.errors import Invalid
from wgec_living.domain.placing import Passage, Side, inserted, moved, places

TEXT = """# Head

One.

Two.

| a | b |
|---|---|
| 1 | 2 |
| 3 | 4 |

- first
- second

Three.
"""


def at(words: str) -> Passage:
    index = next(i for i, block in enumerate(split(TEXT)) if words in block.text)
    return Passage(index, index)


def test_a_paragraph_is_put_in_on_either_side() -> None:
    assert "One.\n\nNew.\n\nTwo." in inserted(TEXT, at("One."), "New.", Side.AFTER)
    assert "# Head\n\nNew.\n\nOne." in inserted(TEXT, at("One."), "New.\n", Side.BEFORE)
    assert inserted(TEXT, at("Three."), "New.", Side.AFTER).endswith("Three.\n\nNew.\n")


def test_rows_and_items_are_put_in_among_their_like() -> None:
    assert "|---|---|\n| n | m |\n| 1 | 2 |" in inserted(TEXT, at("| a"), "| n | m |", Side.AFTER)
    assert "| 1 | 2 |\n| n | m |\n| 3 | 4 |" in inserted(TEXT, at("| 3"), "| n | m |", Side.BEFORE)
    assert "- first\n- between\n- second" in inserted(TEXT, at("first"), "between", Side.AFTER)


def test_nothing_is_put_above_the_head_of_a_table() -> None:
    with pytest.raises(Invalid, match="head of a table"):
        inserted(TEXT, at("| a"), "| n | m |", Side.BEFORE)


def test_words_that_would_run_together_with_their_neighbours_are_refused() -> None:
    with pytest.raises(Invalid, match="cannot stand there"):
        inserted("One.\n\n    code below an item would be its own\n", Passage(0, 0), "- item", Side.AFTER)


def test_a_row_moves_within_its_table_only() -> None:
    index = {words: at(words).first for words in ("| 1", "| 3", "| a", "One.")}
    assert "| 3 | 4 |\n| 1 | 2 |" in moved(TEXT, at("| 3"), index["| 1"], Side.BEFORE)
    assert "|---|---|\n| 3 | 4 |" in moved(TEXT, at("| 3"), index["| a"], Side.AFTER)
    for goal, side in (("One.", Side.AFTER), ("| a", Side.BEFORE)):
        with pytest.raises(Invalid):
            moved(TEXT, at("| 3"), index[goal], side)


def test_a_paragraph_beside_a_row_stands_outside_the_table() -> None:
    text = moved(TEXT, at("Two."), at("| 1").first, Side.AFTER)
    assert "| 3 | 4 |\n\nTwo.\n\n- first" in text


def test_a_place_where_it_stands_already_is_refused() -> None:
    with pytest.raises(Invalid, match="already"):
        moved(TEXT, at("Two."), at("One.").first, Side.AFTER)


PIECES = ("A.", "B.", "C.", "# H", "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", "- x\n- y\n- z", "> q")


@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=6), st.data())
def test_every_place_offered_can_be_taken_and_loses_nothing(pieces: list[str], data: st.DataObject) -> None:
    source = "\n\n".join(pieces) + "\n"
    blocks = split(source)
    index = data.draw(st.integers(0, len(blocks) - 1))
    offered = places(blocks, Passage(index, index))
    for beside, side in offered:
        try:
            text = moved(source, Passage(index, index), beside, side)
        except Invalid:
            continue  # Two lists or quotes without words between them melt into one.
        assert sorted(block.text for block in split(text)) == sorted(block.text for block in blocks)
