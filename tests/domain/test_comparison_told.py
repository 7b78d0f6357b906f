"""Each change is told in a plain sentence, with the numbers that pages show."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import split
from wgec_living.domain.comparison import changed, compare
from wgec_living.domain.comparison_told import Teller, numbered, plain

TABLE = "| issue | gap |\n|---|---|\n"
ROWS = [
    "| access | large in rural areas |",
    "| privacy | law is missing in many states |",
    "| spam | operators work together |",
    "| security | teams answer incidents |",
]
FIRST = "The mandate of the group covers the mapping of issues and of mechanisms."
SECOND = "Governments should strengthen cooperation on routing security and on names."


def told(old: str, new: str) -> list[str]:
    """Return the sentences of the changes between two texts."""
    changes = compare(split(old), split(new))
    teller = Teller(changes)
    return [plain(teller.tell(change)) for change in changed(changes)]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("It shall be.", "It should be.", "Paragraph 1: “shall” became “should”."),
        ("It shall be.", "It shall not be.", "Paragraph 1: “not” was added."),
        ("It shall not be.", "It shall be.", "Paragraph 1: “not” was removed."),
        (
            f"It is. {FIRST} So be it.",
            "It is. So be it.",
            "Paragraph 1: “The mandate of the group … issues and of mechanisms.” was removed.",
        ),
        ("W.", "---\nlanguage: ar\n---\n\nW.", "The language is now Arabic (ar)."),
        (
            "---\ntitle: A\nby: x\n---\n\nW.",
            "---\ntitle: 'B c'\nby: y\n---\n\nW.",
            "The title is now “B c”. Other lines at the head of the file changed.",
        ),
        ("---\ntitle: A\n---\n\nW.", "W.", "The head of the file no longer gives the title."),
        ("It **shall** be.", "It shall be.", "Paragraph 1: only the formatting changed."),
        (
            "# Aims of it\n\nWords.",
            "# Aims of all\n\nWords.",
            "Heading “Aims of all”: “it” became “all”.",
        ),
        (f"{FIRST}\n\n{SECOND}", FIRST, "Paragraph 2 was removed."),
        (FIRST, f"{FIRST}\n\n{SECOND}", "Paragraph 2 was added."),
        (f"{FIRST} {SECOND}", f"{FIRST}\n\n{SECOND}", "Paragraph 1 was split in two."),
        (f"{FIRST}\n\n{SECOND}", f"{FIRST} {SECOND}", "Paragraph 1 and paragraph 2 were joined into one."),
        (
            TABLE + "\n".join(ROWS),
            TABLE + "\n".join([*ROWS[1:], ROWS[0]]),
            "Row 1 moved after row 4.",
        ),
        (
            TABLE + "\n".join(ROWS),
            TABLE + "\n".join([ROWS[3], *ROWS[:3]]),
            "Row 4 moved after table head “issue, gap”.",
        ),
        (
            TABLE + "\n".join(ROWS),
            (TABLE + "\n".join(ROWS)).replace("many", "some"),
            "Row 2: in “gap”, “many” became “some”.",
        ),
        (
            "a b c d e f g h i j k l m n o p q r",
            "a X c d Y Y g h i Z k l m W o p q r",
            "Paragraph 1: 5 words were removed and 5 added, in 4 places.",
        ),
    ],
)
def test_a_change_is_told_in_one_sentence(old: str, new: str, sentence: str) -> None:
    assert told(old, new) == [sentence]


def test_a_long_quotation_keeps_its_beginning_and_its_end() -> None:
    (sentence,) = told(f"{FIRST} End.", f"{FIRST} {SECOND} End.")
    assert sentence.startswith("Paragraph 1: “Governments should")
    assert sentence.endswith("on names.” was added.")
    assert len(sentence) < 100


def test_only_what_pages_number_has_a_number() -> None:
    blocks = split(f"---\ntitle: T\n---\n\n# H\n\nOne.\n\n{TABLE}{ROWS[0]}\n\n- item")
    assert numbered(blocks) == (None, None, 1, None, 2, 3)


@given(
    st.lists(st.sampled_from([FIRST, SECOND, *ROWS, TABLE, "# H", "- a", "**b**", ""]), max_size=8), st.data()
)
@settings(deadline=None, max_examples=150)
def test_every_change_has_a_sentence(lines: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(lines))
    for sentence in told("\n\n".join(lines), "\n".join([*other, "more"])):
        assert sentence.endswith(".")
        assert sentence[0].isupper()
