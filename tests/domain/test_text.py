"""What people send becomes text that can be kept; what cannot be kept is refused with a sentence for its field."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.errors import Invalid
from wgec_living.domain.text import MAX_BODY, clean_body, clean_line, clean_words, title_from
from wgec_living.domain.trailers import CUT_LINE, is_plain_line


def test_line_endings_become_one() -> None:
    assert clean_body("a\r\nb\rc\n", "body") == "a\nb\nc\n"


@pytest.mark.parametrize("char", ["\0", "\x01", "\x1b", "\x7f", "\x85", "\x9b", "\ud800", "\udfff"])
def test_controls_are_refused_by_name(char: str) -> None:
    for clean in (clean_body, clean_words, clean_line):
        if char == "\x85" and clean is clean_line:
            continue  # The end of a line, so a space within one.
        with pytest.raises(Invalid) as refused:
            clean(f"a{char}b", "body")
        assert f"U+{ord(char):04X}" in refused.value.fields["body"]


@pytest.mark.parametrize("text", ["\u202eabc\u202c", "a\u200db", "a\u00adb", "\ufeffx", "a\u2028b", "\t a"])
def test_what_scripts_need_stays(text: str) -> None:
    assert clean_body(text, "body") == text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000\u2028\t"])
def test_nothing_written_is_said_so(text: str) -> None:
    with pytest.raises(Invalid, match="missing") as refused:
        clean_body(text, "reason")
    assert "reason" in refused.value.fields
    assert clean_body(text, "reason", required=False) == text


def test_the_limit_counts_bytes_and_is_named() -> None:
    assert clean_body("é" * (MAX_BODY // 2), "body")
    with pytest.raises(Invalid, match="too long") as refused:
        clean_body("é" * (MAX_BODY // 2 + 1), "body")
    assert "1,000,000" in refused.value.fields["body"]


def test_the_line_that_git_cuts_at_is_refused_in_words_but_not_in_documents() -> None:
    for text in (CUT_LINE, f"a\n{CUT_LINE}\nb", f"a\r\n{CUT_LINE}\r\nb"):
        with pytest.raises(Invalid) as refused:
            clean_words(text, "body")
        assert CUT_LINE in refused.value.fields["body"]
        assert CUT_LINE in clean_body(text, "text")
    assert clean_words(f" {CUT_LINE}", "body") == f" {CUT_LINE}"


def test_a_line_has_single_spaces_and_a_limit() -> None:
    assert clean_line("  a \n b\u2028c ", "title") == "a b c"
    with pytest.raises(Invalid):
        clean_line("x" * 201, "title")
    with pytest.raises(Invalid):
        clean_line(" ", "title", required=True)
    with pytest.raises(Invalid):
        clean_line(CUT_LINE, "title")


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("First line.\nSecond.", "First line."),
        ("\n\n  ## A heading\n", "A heading"),
        ("> quoted", "quoted"),
        ("---", ""),
        ("| a  | b||c |", "a b c"),
        ("\u202eabc", "abc"),
        ("word " * 40, " ".join(["word"] * 14) + "…"),
        ("x" * 100, "x" * 71 + "…"),
    ],
)
def test_a_title_is_taken_from_the_first_line(body: str, title: str) -> None:
    assert title_from(body) == title


def test_a_title_of_a_line_of_spaces_takes_bounded_time() -> None:
    started = time.process_time()
    assert title_from("a" + " " * (MAX_BODY - 2) + "b") == "a b"
    assert time.process_time() - started < 10


@given(st.text(max_size=300))
@settings(deadline=None)
def test_a_title_is_always_short_and_plain(body: str) -> None:
    title = title_from(body)
    assert len(title) <= 72
    assert not title or is_plain_line(title)
