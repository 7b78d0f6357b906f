"""A clash by sentence: cut where a reader would, put side by side, and composed of what was chosen."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_merging_words import edited, texts
from wgec_living.domain.blocks import Kind
from wgec_living.domain.merging import Clash
from wgec_living.domain.merging_sentences import (
    Reading,
    compose,
    is_by_cell,
    readings,
    row_of,
    sentences,
)
from wgec_living.domain.rows import cells


@pytest.mark.parametrize(
    "parts",
    [
        ["States report. ", "They do so yearly. ", "Do they? ", "Yes!"],
        ["See Art. 5 and para. 7, e.g. the first. ", "Cf. also A/RES/70/125."],
        ["The U.S. Government said so. ", "Mr. J. Doe did (see no. 3.) ", "Then he left."],
        ["1. States report. ", "2015 was the year."],
        ["About 2.5 per cent, i.e. few. ", "“Is it?” ", "“It is.” ", "So be it."],
        ["هل تقرر الدول؟ ", "نعم۔ ", "تقرر الدول ذلك. ", "وهذا يكفي."],
        ["各国应报告。", "谁报告？", "「全部。」", "然后结束！"],
        ["日本語の文です。", "次の文です。"],
        ["Les États décident. ", "Voir art. 3, p. ex. le premier. ", "M. Dupont le dit…"],
        ["Государства решают. ", "См. п. 3 и др. пункты. ", "Конец."],
        ["One.\n\n    ", "Two, indented."],
        ["No end"],
        [],
    ],
)
def test_sentences(parts: list[str]) -> None:
    assert list(sentences("".join(parts))) == parts


@given(texts)
@settings(deadline=None, max_examples=300)
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text
    assert all(sentences(text))


def clash(base: str, ours: str, theirs: str, kind: Kind = Kind.PARAGRAPH) -> Clash:
    return Clash(0, 0, kind, base, ours, theirs)


def test_each_sentence_is_read_beside_its_other_forms() -> None:
    found = readings(
        clash(
            "All States report. They may do so yearly. The end.",
            "All States report. They shall do so yearly. The end.",
            "All States report. They must do so yearly. New. The end.",
        )
    )
    assert found == (
        Reading("All States report. ", "All States report. ", "All States report. "),
        Reading("They may do so yearly. ", "They shall do so yearly. ", "They must do so yearly. "),
        Reading("", "", "New. "),
        Reading("The end.", "The end.", "The end."),
    )
    assert [part.default for part in found] == ["theirs", "", "theirs", "theirs"]
    assert [part.same for part in found] == [True, False, False, True]


def test_a_sentence_in_which_both_can_stand_says_so() -> None:
    base = "States may report to the Commission every year. Or not."
    part = readings(
        clash(base, base.replace("may", "shall"), base.replace("year", "month").replace("Or", "And"))
    )[0]
    assert part.together() == "States shall report to the Commission every month. "


def test_a_sentence_replaced_by_another_is_one_choice() -> None:
    found = readings(clash("Keep. Old words here.", "Keep. Wholly @@@@.", "Keep. Old words there."))
    assert [part for part in found if not part.same] == [
        Reading("Old words here.", "Wholly @@@@.", "Old words there.")
    ]


def test_what_one_side_took_out_or_cannot_be_cut_is_one_choice() -> None:
    assert readings(clash("A. B.", "", "A. C.")) == (Reading("A. B.", "", "A. C."),)
    assert len(readings(clash("a. B\nc. D", "a. X\nc. D", "a. Y\nc. D", Kind.CODE))) == 1


@given(st.lists(st.text("ab |`\\"), min_size=2, max_size=4))
def test_no_chosen_word_leaves_its_cell(chosen: list[str]) -> None:
    assert len(cells(row_of(chosen))) == len(chosen)


def test_rows_are_read_by_cell_and_put_together_with_their_bars() -> None:
    row = clash("| a | b |\n|---|---|", "| x | b |\n|---|---|", "| y | B |\n|---|---|", Kind.ROW)
    assert readings(row) == (Reading("a", "x", "y"), Reading("b", "b", "B"))
    assert compose(row, ["third | way\n", "B"]) == "| third \\| way | B |\n|---|---|"
    uneven = clash("| a | b |", "| a | b | c |", "| a | y |", Kind.ROW)
    assert len(readings(uneven)) == 1


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        (["One.", "Two."], "One. Two."),
        (["One. ", "", " Two. "], "One.  Two."),
        (["一。", "二。"], "一。二。"),
        (["", ""], ""),
    ],
)
def test_what_is_chosen_stands_with_spaces_between(chosen: list[str], text: str) -> None:
    assert compose(clash("a", "b", "c"), chosen) == text


def bare(text: str) -> str:
    return "".join(text.split()).replace("|", "")


@given(st.data(), st.sampled_from([Kind.PARAGRAPH, Kind.ROW, Kind.CODE]))
@settings(deadline=None, max_examples=400)
def test_the_parts_of_each_side_are_its_words(data: st.DataObject, kind: Kind) -> None:
    base = data.draw(texts)
    place = clash(base, data.draw(edited(base)), data.draw(edited(base)), kind)
    found = readings(place)
    for side in ("base", "ours", "theirs"):
        whole = "".join(getattr(part, side) for part in found)
        by_cell = is_by_cell(place)
        if by_cell:
            assert bare(whole) == bare(getattr(place, side).partition("\n")[0])
        else:
            assert whole == getattr(place, side)
        if kind is Kind.CODE:
            continue
        composed = compose(place, [getattr(part, side) for part in found])
        assert bare(composed.partition("\n")[0] if by_cell else composed) == bare(whole)


def test_a_long_passage_is_read_in_bounded_time() -> None:
    base = "".join(f"Sentence number {i} says a thing. " for i in range(4_000))
    other = "".join(f"@@@ {i * 7919 % 4_000} ####. X. " for i in range(4_000))
    for ours, theirs in ((other, base.replace("thing", "word")), ("." * 100_000, "a. " * 30_000)):
        started = time.process_time()
        readings(clash(base, ours, theirs))
        assert time.process_time() - started < 10
