"""Two changes of one passage: together where they leave each other alone, and never a word of nobody's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import Kind, split
from wgec_living.domain.merging import Result, merge
from wgec_living.domain.merging_words import combine, text_of

BASE = "States shall, where needed, report to the Commission once a year. Others may do so too."


def together(kind: Kind, base: str, ours: str, theirs: str) -> str | None:
    """Combine both ways round, which must agree; return the text."""
    one, other = combine(kind, base, ours, theirs), combine(kind, base, theirs, ours)
    assert (one is None) == (other is None)
    if one is None or other is None:
        return None
    assert text_of(one) == text_of(other)
    assert "".join(run.text for run in one if run.op != "added") == base
    assert {run.by for run in one if run.op == "same"} <= {"base"}
    return text_of(one)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (("shall", "should"), ("a year", "every two years"), True),
        (("States", "All States"), ("too.", "too, if they wish."), True),
        ((" where needed,", ""), ("once", "twice"), True),
        (("shall", "should"), ("where needed", "where asked"), True),
        # The same words, a neighbour, and both sides of the end of a sentence.
        (("shall", "should"), ("shall", "must"), False),
        (("once a year", "every year"), ("a year", "a month"), False),
        (("a year", "a month"), ("once a", "every"), False),
        (("a year", "a month"), ("Others", "Observers"), False),
        (("year.", "year, in writing."), ("year.", "year and in public."), False),
    ],
)
def test_words_apart_combine_and_neighbours_clash(
    ours: tuple[str, str], theirs: tuple[str, str], expected: bool
) -> None:
    text = together(Kind.PARAGRAPH, BASE, BASE.replace(*ours, 1), BASE.replace(*theirs, 1))
    assert text == (BASE.replace(*ours, 1).replace(*theirs, 1) if expected else None)


def test_what_both_changed_alike_stands_once_and_is_told_of_both() -> None:
    ours = BASE.replace("shall", "must").replace("year", "month")
    theirs = BASE.replace("shall", "must").replace("Others", "Observers")
    assert together(Kind.PARAGRAPH, BASE, BASE.replace("shall", "must"), theirs) == theirs
    assert combine(Kind.PARAGRAPH, BASE, ours, theirs) is None, "neighbours over the end of a sentence"
    runs = combine(Kind.PARAGRAPH, BASE, ours, theirs.replace("Others", "And others"))
    assert runs is None
    runs = combine(Kind.PARAGRAPH, BASE, ours, BASE.replace("shall", "must").replace("too", "also"))
    assert runs is not None
    assert {(run.op, run.by, run.text) for run in runs if run.by != "base"} == {
        ("removed", "both", "shall"),
        ("added", "both", "must"),
        ("removed", "ours", "year"),
        ("added", "ours", "month"),
        ("removed", "theirs", "too"),
        ("added", "theirs", "also"),
    }


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("| access | a | b |", "| access | x | b |", "| access | a | y |", "| access | x | y |"),
        ("| access | | |", "| access | x | |", "| access | | y |", "| access | x | y |"),
        ("| one two | a |", "| ONE two | a |", "| one two | A |", "| ONE two | A |"),
        # Bars lined up anew are nobody's change.
        ("| a | b |", "| a    | b |", "| A | b |", "| A | b |"),
        ("| a | b |", "| x | b |", "| y | b |", None),
        ("| a | b |", "| a | b | c |", "| a | B |", None),
        (r"| a \| b | c |", r"| a \| x | c |", r"| a \| b | y |", r"| a \| x | y |"),
        ("| h | i |\n|---|---|", "| H | i |\n|---|---|", "| h | I |\n|---|---|", "| H | I |\n|---|---|"),
        ("| h | i |\n|---|---|", "| H | i |\n|---|--:|", "| h | I |\n|:--|---|", None),
    ],
)
def test_rows_combine_cell_by_cell(base: str, ours: str, theirs: str, expected: str | None) -> None:
    assert together(Kind.ROW, base, ours, theirs) == expected


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        (
            "تقرر الدول ما يلزم في كل سنة.",
            "تقرر جميع الدول ما يلزم في كل سنة.",
            "تقرر الدول ما يلزم في كل شهر.",
            "تقرر جميع الدول ما يلزم في كل شهر.",
        ),
        ("各国应每年报告一次。", "各国必须每年报告一次。", "各国应每年报告两次。", "各国必须每年报告两次。"),
        ("Не позднее года.", "Не позже года.", "Не позднее месяца.", None),
    ],
)
def test_other_scripts(base: str, ours: str, theirs: str, expected: str | None) -> None:
    assert together(Kind.PARAGRAPH, base, ours, theirs) == expected


def test_the_whole_merge_shows_the_place_and_never_calls_it_clean() -> None:
    base = f"# T\n\n{BASE}\n\nEnd.\n"
    ours, theirs = base.replace("shall", "should"), base.replace("once", "twice")
    merged = merge(base, ours, theirs)
    assert merged.result is Result.COMBINES
    assert merged.text == ours.replace("once", "twice")
    assert not merged.clashes
    (place,) = merged.combined
    assert (place.place, place.base, place.text) == (1, BASE, split(merged.text)[1].text)
    chosen = merge(base, ours, theirs, chosen={place.key: "Other words.\n\nAnd more."})
    assert chosen.text == "# T\n\nOther words.\n\nAnd more.\n\nEnd.\n"
    assert chosen.combined == merged.combined


def test_a_clash_takes_the_words_chosen_also_where_one_side_removed_it() -> None:
    base = f"# T\n\n{BASE}\n\nEnd.\n"
    removed, edited = base.replace(f"{BASE}\n\n", ""), base.replace("shall", "must")
    for ours, theirs, stands in ((removed, edited, removed), (edited, removed, edited)):
        merged = merge(base, ours, theirs)
        assert merged.result is Result.CLASHES
        assert merged.text == stands
        assert merge(base, ours, theirs, chosen={0: ""}).text == removed
        assert merge(base, ours, theirs, chosen={0: "Third."}).text == base.replace(BASE, "Third.")


WORDS = [
    "may",
    "shall",
    "not",
    "act",
    ".",
    ",",
    " ",
    " ",
    " ",
    "States",
    "法",
    "国",
    "(a)",
    "**",
    "قرار",
    "|",
    "\n",
]
texts = st.lists(st.sampled_from(WORDS), max_size=25).map("".join)


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """Draw a text made from `text` by a few changes."""
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 6)))
        text = text[:start] + draw(texts.map(lambda piece: piece[:8])) + text[end:]
    return text


@given(st.data(), st.sampled_from([Kind.PARAGRAPH, Kind.ROW]))
@settings(deadline=None, max_examples=600)
def test_every_word_comes_from_somebody(data: st.DataObject, kind: Kind) -> None:
    base = data.draw(texts)
    ours, theirs = data.draw(edited(base)), data.draw(edited(base))
    text = together(kind, base, ours, theirs)
    if kind is Kind.PARAGRAPH:
        for one in (ours, theirs):
            assert together(kind, base, one, base) == one
            assert together(kind, base, one, one) == one
    if text is None:
        return
    runs = combine(kind, base, ours, theirs) or ()
    for run in runs:
        if run.op == "added":
            sources = {"ours": (ours,), "theirs": (theirs,), "both": (ours, theirs)}[run.by]
            assert all(run.text in source for source in sources)
    # Without what the other side did, each side's own text is left; but for spaces that line up bars.
    for name, own in (("ours", ours), ("theirs", theirs)):
        left = "".join(
            run.text
            for run in runs
            if run.op == "same"
            or (run.op == "added" and run.by in (name, "both"))
            or (run.op == "removed" and run.by not in (name, "both"))
        )
        assert left == own if kind is Kind.PARAGRAPH else "".join(left.split()) == "".join(own.split())
