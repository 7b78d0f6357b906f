"""Blocks traced from one text to the next: what is sure is linked, what is doubtful is gone and new."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain import matching, matching_changed, weighing
from wgec_living.domain.blocks import Block, split
from wgec_living.domain.tracing import Fate, Link, trace

PIECES = [
    "One two three.",
    "Four five six.",
    "Seven.",
    "One two four.",
    "One two three. Four five six.",
    "# Head",
    "- One two three.\n- Seven.",
    "| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 3 |",
    "الفقرة الأولى تقول أين نقف.",
    "工作组建议考虑这个问题。",
    "---",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=12).map("\n\n".join)

ACTORS = "Kenya Samoa Nauru Chile Ghana Malta Nepal Qatar Tonga Fiji".split()  # noqa: SIM905
FORMULA = [
    f"The Working Group recommends that {actor} consider this matter at the next session." for actor in ACTORS
]
ONE = "The committee shall keep a public list of every meeting it holds."
TWO = "Each member may ask the chair to put a new question on the agenda."
THREE = "A summary is published within two weeks after the last sitting."


def told(old: str, new: str) -> list[tuple[str, tuple[int, ...], tuple[int, ...], bool]]:
    """Return the links between two sources, plainly."""
    return [(link.fate.value, link.olds, link.news, link.moved) for link in trace(split(old), split(new))]


def pairs(old: list[str], new: list[str]) -> set[tuple[int, int]]:
    """Return which paragraph became which."""
    links = trace(split("\n\n".join(old)), split("\n\n".join(new)))
    return {(i, j) for link in links for i in link.olds for j in link.news}


def well_formed(before: tuple[Block, ...], after: tuple[Block, ...], links: tuple[Link, ...]) -> None:
    assert sorted(i for link in links for i in link.olds) == list(range(len(before)))
    assert sorted(j for link in links for j in link.news) == list(range(len(after)))
    shapes = {Fate.GONE: (1, 0), Fate.NEW: (0, 1), Fate.SAME: (1, 1), Fate.EDITED: (1, 1)}
    for link in links:
        assert list(link.olds) == sorted(link.olds)
        assert list(link.news) == sorted(link.news)
        if link.fate is Fate.SPLIT:
            assert len(link.olds) == 1 < len(link.news)
        elif link.fate is Fate.JOINED:
            assert len(link.olds) > 1 == len(link.news)
        else:
            assert (len(link.olds), len(link.news)) == shapes[link.fate]
        if link.fate in (Fate.SAME, Fate.EDITED):
            equal = before[link.olds[0]].text == after[link.news[0]].text
            assert equal is (link.fate is Fate.SAME)
    firsts = [link.news[0] for link in links if link.news]
    assert firsts == sorted(firsts)
    stayed = [link.olds[0] for link in links if link.olds and not link.moved]
    assert stayed == sorted(stayed), "what did not move, and what is gone, stands in the older order"


@given(TEXTS, TEXTS)
@settings(deadline=None, max_examples=400)
def test_every_block_of_either_text_stands_in_exactly_one_link(old: str, new: str) -> None:
    before, after = split(old), split(new)
    links = trace(before, after)
    well_formed(before, after, links)
    assert trace(before, after) == links


@pytest.mark.parametrize(
    ("module", "bound"),
    [
        (matching, "MOST"),
        (matching_changed, "MOST_CHANGED"),
        (weighing, "MOST_WEIGHED"),
        (weighing, "MOST_GAP"),
        (weighing, "MOST_FOUND"),
    ],
)
@given(old=TEXTS, new=TEXTS)
@settings(deadline=None, max_examples=60)
def test_beyond_each_bound_too(module: object, bound: str, old: str, new: str) -> None:
    before, after = split(old), split(new)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, bound, 1)
        well_formed(before, after, trace(before, after))


@given(TEXTS)
@settings(deadline=None)
def test_an_unchanged_text_is_the_same_throughout(text: str) -> None:
    blocks = split(text)
    assert trace(blocks, blocks) == tuple(Link(Fate.SAME, (i,), (i,)) for i in range(len(blocks)))


@given(st.permutations(range(10)))
@settings(deadline=None)
def test_paragraphs_in_any_order_are_each_found(order: list[int]) -> None:
    assert pairs(FORMULA, [FORMULA[i] for i in order]) == {(i, j) for j, i in enumerate(order)}


@given(st.sets(st.integers(0, 9), max_size=9), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_look_alikes_taken_out_take_no_other_with_them(gone: set[int], chance: random.Random) -> None:
    kept = [i for i in range(10) if i not in gone]
    chance.shuffle(kept)
    assert pairs(FORMULA, [FORMULA[i] for i in kept]) == {(i, j) for j, i in enumerate(kept)}


def test_an_edited_block_is_linked_and_a_new_one_is_not() -> None:
    before, after = split("One two three.\n\nEnd."), split("One two four.\n\nAnother thing.\n\nEnd.")
    assert [link.fate for link in trace(before, after)] == [Fate.EDITED, Fate.NEW, Fate.SAME]


@pytest.mark.parametrize(
    ("old", "new", "links"),
    [
        ("", "", []),
        (ONE, "", [("gone", (0,), (), False)]),
        ("", ONE, [("new", (), (0,), False)]),
        # Moved, and moved with other words.
        (
            f"{ONE}\n\n{TWO}\n\n{THREE}",
            f"{TWO}\n\n{THREE}\n\n{ONE}",
            [("same", (1,), (0,), False), ("same", (2,), (1,), False), ("same", (0,), (2,), True)],
        ),
        (
            f"{ONE}\n\n{TWO}\n\n{THREE}",
            f"{TWO}\n\n{THREE}\n\n{ONE.replace('public', 'printed')}",
            [("same", (1,), (0,), False), ("same", (2,), (1,), False), ("edited", (0,), (2,), True)],
        ),
        # Split, and joined; with other words too.
        (
            f"{ONE} {TWO}\n\n{THREE}",
            f"{ONE}\n\n{TWO}\n\n{THREE}",
            [("split", (0,), (0, 1), False), ("same", (1,), (2,), False)],
        ),
        (
            f"{ONE}\n\n{TWO}\n\n{THREE}",
            f"{ONE} {TWO.replace('new question', 'fresh matter')}\n\n{THREE}",
            [("joined", (0, 1), (0,), False), ("same", (2,), (1,), False)],
        ),
        (
            "The group wants access, privacy, and security for all.",
            "- The group wants access\n- privacy\n- and security for all.",
            [("split", (0,), (0, 1, 2), False)],
        ),
        # Something else at the same place.
        (
            f"{ONE}\n\n{TWO}\n\n{THREE}",
            f"{ONE}\n\nNothing that was there: 9876.\n\n{THREE}",
            [
                ("same", (0,), (0,), False),
                ("gone", (1,), (), False),
                ("new", (), (1,), False),
                ("same", (2,), (2,), False),
            ],
        ),
        # A paragraph made an item; a heading never becomes a paragraph.
        (
            f"{ONE}\n\n{TWO}",
            f"- {ONE}\n\n{TWO}",
            [("edited", (0,), (0,), False), ("same", (1,), (1,), False)],
        ),
        (
            f"# {ONE}\n\n{TWO}",
            f"{ONE}\n\n{TWO}",
            [("gone", (0,), (), False), ("new", (), (0,), False), ("same", (1,), (1,), False)],
        ),
        # A single word, of which a letter changed.
        (
            f"# Scope\n\n{ONE}",
            f"# Scopes\n\n{ONE}",
            [("edited", (0,), (0,), False), ("same", (1,), (1,), False)],
        ),
        # A word or two of the only block that changed.
        (
            f"{ONE}\n\n{TWO}\n\n{THREE}",
            f"{ONE}\n\n{TWO.replace('new question', 'fresh matter')}\n\n{THREE}",
            [("same", (0,), (0,), False), ("edited", (1,), (1,), False), ("same", (2,), (2,), False)],
        ),
        # Renumbered.
        (
            f"1. {ONE}\n2. {TWO}",
            f"1. {THREE}\n2. {ONE}\n3. {TWO}",
            [("new", (), (0,), False), ("edited", (0,), (1,), False), ("edited", (1,), (2,), False)],
        ),
        (
            f"{ONE}\n\nSee above.\n\nSee above.\n\nSee above.\n\n{TWO}",
            f"{ONE}\n\nSee above.\n\nSee above.\n\n{TWO}",
            [
                ("same", (0,), (0,), False),
                *[("gone", (i,), (), False) for i in (1, 2, 3)],
                *[("new", (), (j,), False) for j in (1, 2)],
                ("same", (4,), (3,), False),
            ],
        ),
        # Which of two that are alike is gone, nobody can tell.
        (
            "See above.\n\nSee above.",
            "See above.",
            [("gone", (0,), (), False), ("gone", (1,), (), False), ("new", (), (0,), False)],
        ),
    ],
)
def test_examples(
    old: str, new: str, links: list[tuple[str, tuple[int, ...], tuple[int, ...], bool]]
) -> None:
    assert told(old, new) == links


def test_a_formula_does_not_make_two_paragraphs_one() -> None:
    other = FORMULA[4].replace("Ghana", "Palau and Tuvalu").replace("this matter", "the use of harbours")
    assert pairs(FORMULA, [*FORMULA[:4], *FORMULA[5:7], other, *FORMULA[7:]]) == {
        (i, i - (4 < i < 7)) for i in range(10) if i != 4
    }


def test_boilerplate_stays_where_it_stood() -> None:
    old = [part for formula in FORMULA for part in (formula, "See above.")]
    new = [*old[:4], "A wholly new remark.", *old[4:12], *old[14:]]
    expected = {(i, i + (i >= 4) - 2 * (i >= 14)) for i in range(20) if i not in (12, 13)}
    # The one before the gap could be the one that went with its paragraph.
    assert expected - {(11, 12)} <= pairs(old, new) <= expected


def test_rows_that_differ_in_one_cell() -> None:
    rows = [f"| {actor} | yes | {number} |" for number, actor in enumerate(ACTORS)]
    head = "| who | agrees | when |\n|---|---|---|\n"
    changed = [*rows[:3], rows[3].replace("yes", "no"), *rows[5:], rows[4]]
    links = told(head + "\n".join(rows), head + "\n".join(changed))
    assert [link[:3] for link in links if link[1] == (4,)] == [("edited", (4,), (4,))]
    assert [link for link in links if link[1] == (5,)] == [("same", (5,), (10,), True)]
    assert {link[0] for link in links} == {"same", "edited"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a"] * 20_000, ["b"] * 20_000),
        (["a", "b"] * 10_000, ["b", "a"] * 10_000),
        (
            [f"The group recommends that item {i} be taken" for i in range(4_000)],
            [f"The group recommends that item {i} be taken" for i in range(4_000, 8_000)],
        ),
        (["word " * 60_000], ["other " * 60_000]),
        (
            [f"{i} common words of the same kind" for i in range(3_000)],
            ["common words of the same kind"] * 3_000,
        ),
    ],
)
def test_the_worst_takes_bounded_time(old: list[str], new: list[str]) -> None:
    before, after = split("\n\n".join(old)), split("\n\n".join(new))
    started = time.process_time()
    well_formed(before, after, trace(before, after))
    assert time.process_time() - started < 8


def test_of_very_many_changed_blocks_none_is_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = [ONE, TWO, THREE], [ONE, TWO.replace("new", "written"), THREE.replace("last", "next")]
    assert pairs(old, new) == {(0, 0), (1, 1), (2, 2)}
    monkeypatch.setattr(matching_changed, "MOST_CHANGED", 3)
    assert pairs(old, new) == {(0, 0)}


def test_unrelated_texts_of_300_kilobytes_take_bounded_time() -> None:
    chance = random.Random(5)
    words = [f"word{number}" for number in range(4_000)]
    one, other = (
        split("\n\n".join(" ".join(chance.choices(words, k=25)) for _ in range(1_500))) for _ in range(2)
    )
    started = time.process_time()
    links = trace(one, other)
    assert time.process_time() - started < 5
    assert sum(bool(link.olds and link.news) for link in links) < 15
