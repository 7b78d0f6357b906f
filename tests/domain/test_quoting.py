"""Words as read on a page, placed in the source: through marks, white space, cells and several blocks."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import Kind
from wgec_living.domain.quoting import spots
from wgec_living.domain.reading import read


@pytest.mark.parametrize(
    ("source", "kind", "quotation", "wanted"),
    [
        ("For **all persons**, access", Kind.PARAGRAPH, "all persons", "all persons"),
        ("For **all** *persons*, access", Kind.PARAGRAPH, "all persons", "all** *persons"),
        ("the [T Agenda](https://a.example) of\nx", Kind.PARAGRAPH, "Agenda of x", "Agenda](https://a.example) of\nx"),
        ("R&amp;D and more", Kind.PARAGRAPH, "R&D", "R&amp;D"),
        ("| 1.1 | **Spam** | none |", Kind.ROW, "1.1\tSpam\nnone", "1.1 | **Spam** | none"),
        ("| 1.1 | **Spam** | none |", Kind.ROW, "1.1Spam", "1.1 | **Spam"),
        ("an “odd” sign – here", Kind.PARAGRAPH, 'an "odd" sign - here', "an “odd” sign – here"),
    ],
)  # fmt: skip
def test_words_are_placed(source: str, kind: Kind, quotation: str, wanted: str) -> None:
    (spot,) = spots([read(source, kind)], quotation)
    assert source[spot.start : spot.end] == wanted


def test_the_surroundings_tell_which_is_meant() -> None:
    blocks = [read("the States and the States and the States")]
    assert len(spots(blocks, "States")) == 3
    (second,) = spots(blocks, "States", "the States and the", " and the States")
    assert second.start == 19
    (last,) = spots(blocks, "States", suffix="")[-1:]
    assert last.start == 34
    assert spots(blocks, "Nations") == ()


def test_words_may_run_over_several_blocks() -> None:
    sources = ["The *first* one.", "- an item", "The last one."]
    blocks = [
        read(text, kind)
        for text, kind in zip(sources, (Kind.PARAGRAPH, Kind.ITEM, Kind.PARAGRAPH), strict=True)
    ]
    (spot,) = spots(blocks, "first one.\n\nan item")
    assert (spot.first, spot.last) == (0, 1)
    assert sources[0][spot.start :] == "first* one." and sources[1][: spot.end] == "- an item"
    assert spot.before == "The " and spot.after.strip() == "The last one."


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab *_`[]()\\&;|é字\n"), min_size=1, max_size=50), st.data())
def test_what_is_read_is_found_where_it_was_read(source: str, data: st.DataObject) -> None:
    reading = read(source)
    assume(reading.text)
    start = data.draw(st.integers(0, len(reading.text) - 1))
    end = data.draw(st.integers(start + 1, len(reading.text)))
    words = reading.text[start:end]
    assume(words == words.strip() and words)
    found = spots([reading], words, reading.text[:start], reading.text[end:])
    places = [(spot.start, spot.end) for spot in found]
    assert reading.in_source(start, end) in places


def test_a_frequent_word_in_a_long_text_is_sought_in_time() -> None:
    began = time.process_time()
    spots([read("a b " * 40_000)], "a", "b " * 16, "b " * 16)
    assert time.process_time() - began < 3


def test_very_many_places_of_the_words_take_bounded_time() -> None:
    reading = read("a" * 200_000)
    started = time.process_time()
    assert len(spots([reading], "a", "a" * 1_000, "a" * 1_000)) > 1
    assert time.process_time() - started < 5
