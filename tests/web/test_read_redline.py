"""Comparisons and words made ready for pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgec_living.domain.blocks import split
from wgec_living.domain.comparison import compare
from wgec_living.rendering import RenderedUnit, Renderer
from wgec_living.rendering.model import Slot
from wgec_living.services.laying_out import on_their_lines
from wgec_living.web import words
from wgec_living.web.redline import Fold, LayOut, Left, Passage, redline
from wgec_living.web.redline_source import addresses_apart, shortened
from wgec_living.web.redline_tokens import taken_apart

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven")


@pytest.fixture(scope="module")
def lay_out() -> Iterator[LayOut]:
    """Lay texts out as the server does."""
    renderer = Renderer()
    yield lambda blocks, wanted: renderer.excerpts(on_their_lines(blocks), tuple(blocks), wanted)
    renderer.close()


def shown(old: str, new: str, lay_out: LayOut | None = None) -> list[Passage | Left | Fold]:
    """Return the redline of two texts."""
    return list(redline(compare(split(old), split(new)), lay_out))


def passages(parts: list[Passage | Left | Fold]) -> list[Passage]:
    """Return the passages, folded ones included."""
    found: list[Passage] = []
    for part in parts:
        found += part.passages if isinstance(part, Fold) else (part,) if isinstance(part, Passage) else ()
    return found


def said(passage: Passage) -> list[list[tuple[str, str]]]:
    """Return the cells of a passage with the HTML of their words."""
    return [[(run.op, str(run.html)) for run in cell] for cell in passage.cells]


def test_unchanged_passages_fold_but_for_the_neighbours_of_a_change() -> None:
    old = "\n\n".join(f"Paragraph {word} stands." for word in NUMBERS)
    parts = shown(old, old.replace("Paragraph four stands", "Paragraph four falls"))
    kinds = [len(p.passages) if isinstance(p, Fold) else p.kind for p in parts if not isinstance(p, Left)]
    assert kinds == [2, "same", "edited", "same", 2]


def test_words_are_shown_as_laid_out(lay_out: LayOut) -> None:
    (heading, item) = passages(
        shown(
            "## Old words\n\n- **Access** is [one][x]\n\n[x]: https://example.org/",
            "## New words\n\n- **Access** is two\n\n[x]: https://example.org/",
            lay_out,
        )
    )
    assert said(heading) == [[("removed", "Old"), ("added", "New"), ("same", " words")]]
    link = '<a href="https://example.org/" rel="nofollow ugc noopener noreferrer">one</a>'
    assert item.marker == "•"
    assert said(item) == [[("same", "<strong>Access</strong> is "), ("removed", link), ("added", "two")]]


def test_a_change_of_formatting_alone_is_shown_on_the_words(lay_out: LayOut) -> None:
    (passage,) = passages(shown("One plain word here.", "One **plain** word here.", lay_out))
    assert passage.label == "Formatting only"
    assert [(run.op, str(run.html), run.dressed) for run in passage.cells[0]] == [
        ("same", "One ", False),
        ("same", "<strong>plain</strong>", True),
        ("same", " word here.", False),
    ]


def test_a_link_that_leads_elsewhere_names_both_addresses(lay_out: LayOut) -> None:
    (passage,) = passages(shown("See [it](https://a.example/).", "See [it](https://b.example/).", lay_out))
    html = "".join(run.html for run in passage.cells[0])
    assert "(https://a.example/)" in html
    assert "(https://b.example/)" in html


def test_a_table_row_is_shown_by_cells_under_the_names_of_its_columns(lay_out: LayOut) -> None:
    head = "| issue | status |\n|---|---|\n"
    parts = passages(shown(head + "| access | |", head + "| access | **open** |", lay_out))
    assert said(parts[0]) == [[("same", "issue")], [("same", "status")]]
    assert said(parts[1]) == [[("same", "access")], [("added", "<strong>open</strong>")]]
    assert [[str(run.html) for run in column] for column in parts[1].columns] == [["issue"], ["status"]]


def test_a_moved_passage_leaves_a_note_at_its_old_place(lay_out: LayOut) -> None:
    texts = [f"The {word} paragraph speaks of its own {word} matters." for word in NUMBERS]
    parts = shown("\n\n".join(texts), "\n\n".join([*texts[1:], texts[0]]), lay_out)
    (left,) = [part for part in parts if isinstance(part, Left)]
    assert parts.index(left) == 0
    (moved,) = [part for part in passages(parts) if part.place]
    assert (moved.kind, moved.label, moved.place) == ("moved", "Moved", left.goes_to)


def test_the_place_of_a_cut_is_marked(lay_out: LayOut) -> None:
    one, two = "Governments should cooperate on routing.", "Developing countries ask for capacity building."
    parts = passages(shown(f"{one} {two}", f"{one}\n\n{two}", lay_out))
    assert [part.kind for part in parts] == ["split"]
    assert ("added", "¶<br>") in said(parts[0])[0]


def test_a_block_of_too_many_words_is_compared_by_sentences(lay_out: LayOut) -> None:
    sentences = [f"Sentence {number} says something of its own." for number in range(1_500)]
    old = " ".join(sentences)
    (passage,) = passages(shown(old, old.replace("1200 says", "1200 **asks**"), lay_out))
    assert [str(run.html) for run in passage.cells[0] if run.op != "same"] == ["says", "**asks**"]


def test_each_side_has_the_words_of_one_text(lay_out: LayOut) -> None:
    (passage,) = passages(shown("It shall be.", "It should be.", lay_out))
    assert [run.html for run in passage.side("removed")[0]] == ["It ", "shall", " be."]
    assert [run.html for run in passage.side("added")[0]] == ["It ", "should", " be."]


LINES = [
    "a *b*",
    "**c**",
    "# d",
    "- e",
    "| f | g |",
    "x ** y",
    "`h|i`",
    "<b>j</b>",
    "[k](javascript:l)",
    "&lt;m",
]
TAGS = re.compile(r"<(/?)(\w+)[^>]*>")


@given(st.lists(st.sampled_from(LINES), max_size=5))
def test_no_word_is_lost_and_no_mark_up_added_on_the_way_to_the_page(
    lay_out: LayOut, lines: list[str]
) -> None:
    old, new = "\n\n".join(lines), "\n\n".join([*lines[1:], "new words"])
    for way in (None, lay_out):
        found = passages(shown(old, new, way))
        html = "".join(str(run.html) for p in found for cell in p.cells for run in cell)
        letters = {c for line in lines for c in re.sub(r"\]\(.*\)", "]", line) if c.isalpha()}
        assert letters <= set(html)
        assert {name for _, name in TAGS.findall(html)} <= {"em", "strong", "code", "br", "a"}
        assert "javascript" not in "".join(re.findall(r"<[^>]*>", html))


@pytest.mark.parametrize(
    "html",
    [
        '<p{}>words <b onclick="x">bold</b></p>',
        "<p{}>words <script>alert(1)</script></p>",
        "<p{}>words",
        "<p{}>words</em></p>",
        '<p{}>words <a href="&#106;avascript:alert(1)">x</a></p>',
        "<p{}>words <img src=x onerror=alert(1)></p>",
        "<p{}>words &lt;img src=x&gt;</p>",
    ],
)
def test_whatever_html_comes_in_only_words_and_known_marks_go_out(html: str) -> None:
    before, _, after = html.partition("{}")
    unit = RenderedUnit((0,), (before, Slot(0, "attributes"), after))

    def lay_out(blocks: object, wanted: object) -> tuple[RenderedUnit, ...]:
        return (unit,)

    (passage,) = passages(list(redline(compare(split(""), split("words")), lay_out)))
    shown = "".join(str(run.html) for run in passage.cells[0])
    assert "words" in shown
    assert not re.findall(r"<(?!/?(?:em|strong)>)", shown)


def test_a_unit_shown_as_plain_text_is_left_out() -> None:
    unit = RenderedUnit((0,), ("<p", Slot(0, "attributes"), ">a</p>"), complex=True)
    assert taken_apart([unit]) == {}


def test_an_address_in_a_source_is_isolated_from_the_brackets_around_it() -> None:
    html = addresses_apart("(انظر [الرابط](https://unctad.org/a?b&c)) و[هنا](/people)")
    assert html == (
        '(انظر [الرابط](<bdi dir="ltr">https://unctad.org/a?b&amp;c</bdi>)) و[هنا](<bdi dir="ltr">/people</bdi>)'
    )


def test_sources_hide_what_is_far_from_a_change() -> None:
    same = "\n".join(f"line {number}" for number in range(40))
    stretches = shortened((("same", same), ("removed", "old"), ("added", "new"), ("same", same)))
    assert [stretch.op for stretch in stretches] == ["hidden", "same", "removed", "added", "same", "hidden"]
    assert stretches[0].lines == 37
    assert stretches[1].text == "\nline 37\nline 38\nline 39"
    assert shortened((("same", "a\nb"),)) == shortened((("same", "a\nb"),))


def test_dates_counts_and_summaries_read_plainly() -> None:
    assert words.moment(1399021500) == "2 May 2014, 09:05 UTC"
    assert words.machine_time(1399021500) == "2014-05-02T09:05:00Z"
    assert words.counted(1, "reply", "replies") == "1 reply"
    assert words.counted(1200, "reply", "replies") == "1,200 replies"
    assert words.block_name(12, "paragraph") == "Paragraph 12"
    assert words.block_name(15, "row", "| a | b |") == "Row 15"
    assert words.block_name(None, "heading", "## **Security** #") == "Heading “Security”"
    assert words.block_name(None, "row", "| issue | gap |\n|---|---|") == "Table head “issue, gap”"
    old = "One.\n\nTwo stays as it is.\n\nThree words here."
    new = "Two stays as it was.\n\nThree words here.\n\nFour.\n\nFive."
    assert words.change_summary(compare(split(old), split(new))) == "1 paragraph changed, 2 added, 1 removed"
    assert words.change_summary(compare(split(old), split(old))) == "No words changed"
    head = compare(split("Words."), split("---\nlanguage: ar\n---\n\nWords."))
    assert words.change_summary(head) == "The head of the file changed"
