"""Comparisons and words made ready for pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wgec_living.domain.blocks import split
from wgec_living.domain.comparison import compare
from wgec_living.web import words
from wgec_living.web.redline import Fold, Passage, Run, redline

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven")


def shown(old: str, new: str) -> list[Passage | Fold]:
    """Return the redline of two texts."""
    return list(redline(compare(split(old), split(new))))


def passages(parts: list[Passage | Fold]) -> list[Passage]:
    """Return the passages, folded ones included."""
    return [p for part in parts for p in (part.passages if isinstance(part, Fold) else (part,))]


def test_unchanged_passages_fold_but_for_the_neighbours_of_a_change() -> None:
    old = "\n\n".join(f"Paragraph {word} stands." for word in NUMBERS)
    parts = shown(old, old.replace("Paragraph four stands", "Paragraph four falls"))
    kinds = [len(part.passages) if isinstance(part, Fold) else part.kind for part in parts]
    assert kinds == [2, "same", "edited", "same", 2]


def test_a_heading_is_shown_without_its_marks_and_an_item_with_a_bullet() -> None:
    heading, item = passages(
        shown("## Old words\n\n- **Access** is one", "## New words\n\n- **Access** is two")
    )
    assert [run.text for run in heading.cells[0]] == ["Old", "New", " words"]
    assert item.cells[0] == (
        Run("same", "• "),
        Run("same", "Access", strong=True),
        Run("same", " is "),
        Run("removed", "one"),
        Run("added", "two"),
    )


def test_stars_that_change_stay_visible() -> None:
    (passage,) = passages(shown("One plain word here.", "One **plain** word here."))
    assert "**" in "".join(run.text for run in passage.cells[0])


def test_a_table_row_is_shown_by_cells() -> None:
    head = "| issue | status |\n|---|---|\n"
    parts = passages(shown(head + "| access | |", head + "| access | open |"))
    assert [[run.text.strip() for run in cell if run.text.strip()] for cell in parts[0].cells] == [
        ["issue"],
        ["status"],
    ]
    assert parts[1].kind == "edited"
    assert len(parts[1].cells) == 2
    assert next(run for run in parts[1].cells[1] if run.op == "added").text.strip() == "open"


@given(
    st.lists(st.sampled_from(["a *b*", "**c**", "# d", "- e", "| f | g |", "x ** y", "`h|i`"]), max_size=5)
)
def test_no_word_is_lost_on_the_way_to_the_page(lines: list[str]) -> None:
    old, new = "\n\n".join(lines), "\n\n".join([*lines[1:], "new words"])
    letters = {letter for text in (old, new) for letter in text if letter.isalpha()}
    seen = {c for p in passages(shown(old, new)) for cell in p.cells for run in cell for c in run.text}
    assert letters <= seen


def test_dates_counts_and_summaries_read_plainly() -> None:
    assert words.moment(1399021500) == "2 May 2014, 09:05 UTC"
    assert words.machine_time(1399021500) == "2014-05-02T09:05:00Z"
    assert words.counted(1, "reply", "replies") == "1 reply"
    assert words.counted(1200, "reply", "replies") == "1,200 replies"
    assert words.block_name(12, "paragraph") == "Paragraph 12"
    assert words.block_name(None, "heading", "## **Security** #") == "Heading “Security”"
    assert words.block_name(None, "row", "| issue | gap |\n|---|---|") == "Table head “issue, gap”"
    old = "One.\n\nTwo stays as it is.\n\nThree words here."
    new = "Two stays as it was.\n\nThree words here.\n\nFour.\n\nFive."
    assert words.change_summary(compare(split(old), split(new))) == "1 paragraph changed, 2 added, 1 removed"
    assert words.change_summary(compare(split(old), split(old))) == "No words changed"
