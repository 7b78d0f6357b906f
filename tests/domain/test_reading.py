"""What is read of a source, and where it stands there."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import Kind
from wgec_living.domain.reading import read


@pytest.mark.parametrize(
    ("kind", "source", "wanted"),
    [
        (Kind.PARAGRAPH, "Plain words,\n  on two lines.", "Plain words, on two lines."),
        (Kind.PARAGRAPH, "**All** *persons* and __each__ _one_", "All persons and each one"),
        (Kind.PARAGRAPH, "2 * 3 and snake_case stay", "2 * 3 and snake_case stay"),
        (Kind.PARAGRAPH, "the [Tunis Agenda](https://a.example/x_(y)) says", "the Tunis Agenda says"),
        (Kind.PARAGRAPH, "the [Agenda][1] and [contested] words[^2]", "the Agenda and [contested] words"),
        (Kind.PARAGRAPH, r"a \*star\* &amp; an R&D &lt;tag>", "a *star* & an R&D <tag>"),
        (Kind.PARAGRAPH, "see ![a picture](x.png) `code *as* it is`", "see code *as* it is"),
        (Kind.PARAGRAPH, "write to <a@b.example> or <https://c.example/>", "write to a@b.example or https://c.example/"),
        (Kind.HEADING, "## The *gaps* ##", "The gaps"),
        (Kind.HEADING, "The gaps\n========", "The gaps"),
        (Kind.ITEM, "- an item\n  that goes on", "an item that goes on"),
        (Kind.ITEM, "12. an item", "an item"),
        (Kind.QUOTE, "> quoted\n> words", "quoted words"),
        (Kind.ROW, r"| 1.1 | **Spam** \| more | none |", "1.1 Spam | more none"),
        (Kind.ROW, "| No | Issue |\n|----|:----:|", "No Issue"),
        (Kind.FOOTNOTE, "[^3]: See the *report*.", "See the report."),
        (Kind.CODE, "```py\na * b\n```", "a * b"),
    ],
)  # fmt: skip
def test_marks_are_left_out(kind: Kind, source: str, wanted: str) -> None:
    assert read(source, kind).text == wanted


MARKED = st.text(st.sampled_from("ab *_`[]()!\\&;|<>#1-\n^é字"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(MARKED, st.sampled_from(list(Kind)), st.data())
def test_every_character_read_has_its_place(source: str, kind: Kind, data: st.DataObject) -> None:
    reading = read(source, kind)
    assert len(reading.text) == len(reading.starts) == len(reading.ends)
    assert list(reading.starts) == sorted(reading.starts) and list(reading.ends) == sorted(reading.ends)
    assert reading.text == " ".join(reading.text.split())
    if reading.text:
        start = data.draw(st.integers(0, len(reading.text) - 1))
        end = data.draw(st.integers(start + 1, len(reading.text)))
        first, last = reading.as_read(*reading.in_source(start, end))
        # Characters that stand for one entity cannot be parted.
        assert first <= start and end <= last
        assert reading.words(*reading.in_source(start, end)).find(reading.text[start:end].strip()) >= 0


@given(st.text(st.sampled_from("abc de.é字\n"), max_size=40))
def test_words_without_marks_are_read_as_they_stand(source: str) -> None:
    assert read(source).text == " ".join(source.split())


@pytest.mark.parametrize("source", ["[" * 30_000, "![" * 20_000, "`a``b```c" * 4_000, "](" * 20_000, "*" * 30_000,
                                    "_a" * 20_000, "\\" * 30_000, "&" * 30_000, "<a@" * 15_000, "`" * 30_000,
                                    "_" * 30_000 + "a", "a" + "_" * 30_000 + "a"])  # fmt: skip
def test_hostile_marks_are_read_in_time(source: str) -> None:
    began = time.process_time()
    read(source)
    assert time.process_time() - began < 2
