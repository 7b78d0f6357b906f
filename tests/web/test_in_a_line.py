"""What somebody wrote, in one line of a list."""

from __future__ import annotations

import pytest

from wgec_living.web.in_a_line import in_a_line


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Plain words,\n\nin two paragraphs.", "Plain words, in two paragraphs."),
        ("See **this** and [that](https://example.org/that).", "See this and that."),
        ("# Head\n\n> quoted\n\n- one\n- two", "Head quoted one two"),
        ("Ten words " * 10, "Ten words Ten words Ten words Ten words…"),
        ("Ten *words* " * 10, "Ten words Ten words Ten words Ten words…"),
        ("a" + "\n \n" * 40 + "- b", "a b"),
        ("", ""),
    ],
)
def test_it_is_read_without_marks_and_ends_in_time(source: str, line: str) -> None:
    assert in_a_line(source, 40) == line
