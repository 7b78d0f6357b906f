"""Rows of a table taken apart and put together."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wgec_living.domain.blocks import Kind, split
from wgec_living.domain.rows import cells, empty_row, one_cell, with_cells

WORDS = st.text(st.sampled_from("ab `|\\*كم中\n"), max_size=12)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| access | |", ("access", "")),
        ("access | open", ("access", "open")),
        (r"| a \| b | c |", ("a | b", "c")),
        ("| `a|b` | c |", ("`a|b`", "c")),
        ("| a | b", ("a", "b")),
        ("| issue | status |\n|---|---|", ("issue", "status")),
    ],
)
def test_a_row_is_taken_apart_at_its_bars(row: str, expected: tuple[str, ...]) -> None:
    assert cells(row) == expected


def test_other_words_leave_the_borders_and_the_line_of_dashes_as_they_are() -> None:
    assert with_cells("| issue | status |\n|---|---|", ["topic", "state"]) == "| topic | state |\n|---|---|"
    assert with_cells("access | open", ["entry"]) == "entry | open"


def test_the_words_as_shown_put_back_leave_the_row_as_it_was() -> None:
    for row in (r"|a \| b|  c  |", "a|b | c", "| `x|y` |  |"):
        assert with_cells(row, cells(row)) == row


def test_an_empty_row_has_as_many_cells_as_asked() -> None:
    assert cells(empty_row(3)) == ("", "", "")


@given(st.lists(WORDS, min_size=2, max_size=4))
@example(["\\``", "`"])
@example(["``\\`", "`"])
def test_no_word_leaves_its_cell(words: list[str]) -> None:
    row = with_cells(empty_row(len(words)), words)
    found = cells(row)
    assert len(found) == len(words)
    # Only backslashes are ever put in, so that a sign stands for itself.
    bare = [" ".join(word.split()).replace("\\", "").strip() for word in words]
    assert [cell.replace("\\", "").strip() for cell in found] == bare
    head = "| " + " | ".join("h" * len(words)) + " |\n|" + "---|" * len(words)
    blocks = split(f"{head}\n{row}")
    assert [block.kind for block in blocks] == [Kind.ROW, Kind.ROW]


def test_very_many_bars_in_a_cell_take_bounded_time() -> None:
    started = time.process_time()
    assert cells(f"| {one_cell('|' * 1_000_000)} | b |") == ("|" * 1_000_000, "b")
    assert time.process_time() - started < 10
