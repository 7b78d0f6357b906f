"""What became of blocks: the difference gives the newer text back; what moved, was cut or dressed anew is told."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.applying import Difference, applied, between, difference, side
from wgec_living.domain.blocks import split
from wgec_living.domain.comparison import BREAK, Changes, changed, compare, followed
from wgec_living.domain.comparison_marks import said, same_words
from wgec_living.domain.comparison_source import source_runs
from wgec_living.domain.comparison_told import unit_starts
from wgec_living.domain.reading import read
from wgec_living.domain.tracing import Fate, Link

LINES = ["# Title", "A paragraph of some length here.", "A paragraph of some other length.", "- one", "- two"]
LINES += ["> quoted", "", "", "", "[^1]: note", "```", "    code", "伊藤", "---", "word\r", "\ttab", "الكلمة"]
lines = st.sampled_from([*LINES, "| a | b |", "|---|---|", "| 1 | 2 |", "| 1 | 3 | 4 |"])
sources = st.lists(lines, max_size=14).map("\n".join)


@given(sources, sources)
@settings(deadline=None, max_examples=300)
def test_a_difference_turns_the_older_source_into_the_newer_byte_for_byte(old: str, new: str) -> None:
    found = difference(old, new)
    assert applied(found, old) == new
    assert sorted(i for c in found.changes for i in c.olds) == list(range(len(split(old))))
    if old == new:
        assert not changed(found.changes)
    for change in found.changes:
        same = all(op == "same" for op, _ in change.words)
        assert same == (
            change.kind == "same" or (change.kind == "moved" and not change.reworded) or not change.words
        )


@given(sources, sources)
@settings(deadline=None, max_examples=300)
def test_the_sources_read_in_one_line_are_both_whole(old: str, new: str) -> None:
    runs = source_runs(old, new, compare(split(old), split(new)))
    assert "".join(text for op, text in runs if op != "added") == old
    assert "".join(text for op, text in runs if op != "removed") == new


@given(sources, sources, st.data())
@settings(deadline=None, max_examples=200)
def test_whatever_became_which_the_newer_text_is_given_back(old: str, new: str, data: st.DataObject) -> None:
    before, after = split(old), split(new)
    links = data.draw(some_links(len(before), len(after)))
    changes = followed(before, after, links)
    assert applied(Difference(changes, between(new, after)), old) == new


@st.composite
def some_links(draw: st.DrawFn, olds: int, news: int) -> list[Link]:
    """Draw links between so many blocks in which each stands once, as wild as the form allows."""
    left = draw(st.permutations(range(olds)))
    right = draw(st.permutations(range(news)))
    links: list[Link] = []
    while left or right:
        i = min(len(left), draw(st.integers(0, 2)))
        j = min(len(right), draw(st.integers(0, 1 if i > 1 else 2)))
        if i == 0 and j != 1:
            i, j = (0, 1) if right else (1, 0)
        if j == 0:
            i = 1
        fates = {
            (1, 1): Fate.EDITED,
            (1, 0): Fate.GONE,
            (0, 1): Fate.NEW,
            (1, 2): Fate.SPLIT,
            (2, 1): Fate.JOINED,
        }
        taken = tuple(sorted(left[:i])), tuple(sorted(right[:j]))
        links.append(Link(fates[i, j], *taken, moved=bool(i and j) and draw(st.booleans())))
        left, right = left[i:], right[j:]
    return links


PARAGRAPHS = [
    "The mandate of the group covers the mapping of issues.",
    "Governments should strengthen cooperation on routing security.",
    "Developing countries ask for capacity building and transfer of technology.",
    "Stakeholders agreed on a further exchange about jurisdiction.",
    "Freedom of expression applies online as it does offline.",
]


def comparison(old: list[str], new: list[str]) -> Changes:
    """Compare two texts given by their paragraphs."""
    return compare(split("\n\n".join(old)), split("\n\n".join(new)))


def test_a_moved_paragraph_is_one_change_with_its_old_place() -> None:
    first, *rest = PARAGRAPHS
    (change,) = changed(comparison(PARAGRAPHS, [*rest, first]))
    assert (change.kind, change.old, change.new, change.reworded) == ("moved", 0, 4, False)
    better = first.replace("covers", "includes")
    (change,) = changed(comparison(PARAGRAPHS, [*rest, better]))
    assert (change.kind, change.old, change.new, change.reworded) == ("moved", 0, 4, True)
    assert ("removed", "covers") in change.words


def test_a_split_and_a_joined_paragraph_are_one_change_each() -> None:
    whole = " ".join(PARAGRAPHS[:2])
    (change,) = changed(comparison([whole, *PARAGRAPHS[2:]], PARAGRAPHS))
    assert (change.kind, change.olds, change.news) == ("split", (0,), (0, 1))
    assert not change.reworded
    assert side(change, "added") == BREAK.join(PARAGRAPHS[:2])
    (change,) = changed(comparison(PARAGRAPHS, [whole, *PARAGRAPHS[2:]]))
    assert (change.kind, change.olds, change.news) == ("joined", (0, 1), (0,))
    assert side(change, "removed") == BREAK.join(PARAGRAPHS[:2])


HEAD = "| issue | gap | status |\n|---|---|---|\n"


def test_a_row_is_compared_cell_by_cell() -> None:
    # By words alone, “open” would seem to have wandered from one cell to the next.
    (change,) = changed(
        compare(
            split(HEAD + "| spam | open | |\n| a | b | c |"), split(HEAD + "| spam | | open |\n| a | b | c |")
        )
    )
    spam, gap, status = change.cells
    assert spam == (("same", " spam "),)
    assert [op for op, text in gap if text.strip()] == ["removed"]
    assert [op for op, text in status if text.strip()] == ["added"]


def test_a_bar_in_code_or_after_two_backslashes_cuts_as_on_the_page() -> None:
    old, new = HEAD + "| see `a|b` | open | c \\\\| d |", HEAD + "| see `a|b` | shut | c \\\\| d |"
    (change,) = changed(compare(split(old), split(new)))
    told = [[(op, text.strip()) for op, text in cell if text.strip()] for cell in change.cells]
    assert told == [
        [("same", "see `a|b`")],
        [("removed", "open"), ("added", "shut")],
        [("same", "c \\\\")],
        [("same", "d")],
    ]


def test_a_column_put_in_leaves_the_other_cells_alone() -> None:
    old = "| issue | gap |\n|---|---|\n| spam messages | cooperation of operators |"
    new = "| issue | place | gap |\n|---|---|---|\n| spam messages | everywhere | cooperation of operators |"
    head, row = changed(compare(split(old), split(new)))
    assert [[op for op, _ in cell] for cell in head.cells] == [["same"], ["added"], ["same"]]
    assert [[op for op, _ in cell] for cell in row.cells] == [["same"], ["added"], ["same"]]


@pytest.mark.parametrize(
    ("old", "new", "only_marks"),
    [
        ("One **plain** word.", "One plain word.", True),
        ("One *plain* word.", "One __plain__ word.", True),
        ("One `plain` word.", "One plain word.", True),
        ("# Title", "### Title ###", True),
        ("Title", "## Title", True),
        ("- one", "* one", True),
        ("> one", "one", True),
        ("one two", "one\ntwo", True),
        ("| a | b |\n|---|---|", "|a|  **b** |\n|:-:|---|", True),
        ("One plain word.", "One **plainer** word.", False),
        ("It is 2*3*4 now.", "It is 234 now.", False),
        ("snake_case_name", "snakecasename", False),
        ("[here](https://example.org/a)", "[here](https://example.org/b)", False),
        ("1. one", "2. one", False),
        ("| a | b |\n|---|---|", "| a b | |\n|---|---|", False),
        ("    code *a*", "    code a", False),
    ],
)
def test_a_change_of_marks_alone_is_told_from_one_of_words(old: str, new: str, only_marks: bool) -> None:
    (before,), (after,) = split(old), split(new)
    assert same_words(before, after) == only_marks


@pytest.mark.parametrize(
    "source",
    [
        "# a" + " " * 200_000 + "x",
        "| a" + " " * 200_000 + "x | b |\n|---|---|",
        "| " + "-" * 200_000 + "x | b |\n|---|---|",
    ],
)
def test_a_long_run_of_one_sign_takes_bounded_time(source: str) -> None:
    (block,) = split(source)
    started = time.process_time()
    said(block)
    read(block.text, block.kind)
    assert time.process_time() - started < 5


def test_each_row_knows_the_head_of_its_table() -> None:
    blocks = split("One.\n\n" + HEAD + "| a | b | c |\n| d | e | f |\n\n" + HEAD + "| g | h | i |")
    assert unit_starts(blocks) == (0, 1, 1, 1, 4, 4)
