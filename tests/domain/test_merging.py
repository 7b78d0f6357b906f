"""Merging by block: nobody's words are lost, nothing is decided that a person must decide, no marker is written."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import Kind, split
from wgec_living.domain.merging import Merged, Result, merge
from wgec_living.domain.storage_form import storage_form

TABLE = "| issue | status |\n|---|---|\n| access | a |\n| privacy | b |\n| spam | c |\n"
TEXT = "---\ntitle: T\n---\n\n# Title\n\nFirst words here.\n\nSecond words here.\n\n"
TEXT += f"{TABLE}\n- one\n- two\n\nThe end.\n"


def both(base: str, ours: str, theirs: str) -> Merged:
    """Merge both ways round and fail unless they differ in nothing but who is who."""
    merged, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert merged.result is other.result
    assert [(c.base, c.ours, c.theirs) for c in merged.clashes] == [
        (c.base, c.theirs, c.ours) for c in other.clashes
    ]
    if merged.result is Result.CLEAN:
        assert merged.text == other.text
    return merged


def edit(*changes: tuple[str, str], text: str = TEXT) -> str:
    """Return a text with each of these pieces put in place of the other."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([("First words", "Other words")], [("Second words", "More words")]),
        ([("| a |", "| x |")], [("| b |", "| y |")]),
        ([("| a |", "| x |"), ("| c |", "| z |")], [("| b |", "| y |")]),
        ([("- one", "- eins")], [("- two", "- zwei")]),
        ([("title: T", "title: U")], [("# Title", "# Heading")]),
        # A neighbour wholly rewritten, removed, or put in.
        ([("First words here.", "9876543210")], [("Second words here.", "@@@@@@@@@@@")]),
        ([("First words here.\n\n", "")], [("Second words", "More words")]),
        ([("| access | a |\n", "")], [("| b |", "| y |")]),
        ([("| access | a |\n", "| access | a |\n| new | n |\n")], [("| b |", "| y |")]),
        ([("- two\n", "- two\n- three\n")], [("The end.", "The very end.")]),
        ([("First words", "Other words")], [("The end.\n", "The end.\n\nA postscript.\n")]),
        ([("# Title\n", "# Title\n\nAn opening.\n")], [("First words", "Other words")]),
    ],
)
def test_edits_of_different_blocks_are_clean(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]]
) -> None:
    merged = both(TEXT, edit(*ours), edit(*theirs))
    assert merged.result is Result.CLEAN
    assert merged.text == edit(*ours, *theirs)
    assert not merged.clashes


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (
            [("# Title\n", "# Title\n\nOurs.\n")],
            [("# Title\n", "# Title\n\nTheirs.\n")],
            "# Title\n\nOurs.\n\nTheirs.\n\nFirst",
        ),
        (
            [("| a |\n", "| a |\n| ours | 1 |\n")],
            [("| a |\n", "| a |\n| theirs | 2 |\n")],
            "| a |\n| ours | 1 |\n| theirs | 2 |\n| privacy",
        ),
        (
            [("- one\n", "- one\n- ours\n")],
            [("- one\n", "- one\n- theirs\n")],
            "- one\n- ours\n- theirs\n- two",
        ),
        (
            [("The end.\n", f"The end.\n\n{TABLE}")],
            [("The end.\n", "The end.\n\n| other |\n|---|\n| table |\n")],
            f"The end.\n\n{TABLE}\n| other |\n|---|\n| table |\n",
        ),
    ],
)
def test_two_insertions_at_one_place_combine(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]], expected: str
) -> None:
    merged = both(TEXT, edit(*ours), edit(*theirs))
    assert merged.result is Result.COMBINES
    assert expected in merged.text


def test_the_same_insertion_on_both_sides_stands_once() -> None:
    ours = edit(("# Title\n", "# Title\n\nNew.\n"), ("The end.", "An end."))
    theirs = edit(("# Title\n", "# Title\n\nNew.\n"), ("Second words", "More words"))
    merged = both(TEXT, ours, theirs)
    assert merged.result is Result.CLEAN
    assert merged.text == edit(("Second words", "More words"), text=ours)


@pytest.mark.parametrize(
    ("ours", "theirs", "clash"),
    [
        ("First text here.", "First words there.", ("First text here.", "First words there.")),
        ("", "First words there.", ("", "First words there.")),
        # Two rewritings that have nothing in common with what stood there, or with each other.
        ("9876543210", "@@@@@@@@@@@@@@", ("9876543210", "@@@@@@@@@@@@@@")),
        ("9876543210", "First words there.", ("9876543210", "First words there.")),
        ("9876543210", "", ("9876543210", "")),
        ("9876543210\n\nFirst more.", "# A heading now", None),
    ],
)
def test_two_edits_of_one_block_clash(ours: str, theirs: str, clash: tuple[str, str] | None) -> None:
    def put(words: str) -> str:
        return edit(("First words here.\n\n", f"{words}\n\n" if words else ""))

    merged = both(TEXT, put(ours), put(theirs))
    assert merged.result is Result.CLASHES
    if clash:
        assert [(c.ours, c.theirs) for c in merged.clashes] == [clash]
        assert merged.clashes[0].base == "First words here."
        assert merged.text == put(ours), "at a clash the words in force stand"
        place = merged.clashes[0].place
        assert (place is None) == (not ours)
        assert place is None or split(put(ours))[place].text == ours


def test_an_insertion_whose_neighbours_are_gone_goes_to_a_person() -> None:
    ours = edit(("First words here.\n\nSecond words here.\n\n", ""))
    theirs = edit(("First words here.\n\n", "First words here.\n\nBetween.\n\n"))
    merged = both(TEXT, ours, theirs)
    assert merged.result is Result.COMBINES
    assert "Between." in merged.text


def test_what_stands_between_blocks_is_merged_too() -> None:
    base = "- one\n- two\n\ntext\n\n\n\nmore\n \nlast\n"
    ours = base.replace("- one\n- two", "- one\n\n- two")
    theirs = base.replace("last", "the last")
    merged = both(base, ours, theirs)
    assert merged == Merged(Result.CLEAN, ours.replace("last", "the last"), ())
    # Both changed the same space, each in another way: nobody's choice is thrown away unseen.
    wide = base.replace("text\n\n\n\nmore", "text\n\n\n\n\n\nmore")
    narrow = base.replace("text\n\n\n\nmore", "text\n\nmore")
    assert both(base, wide, narrow).result is Result.COMBINES


def test_lines_that_become_another_kind_are_merged_the_same_both_ways_round() -> None:
    base = "Words.\n\n| a | b |\n|---|---|\n| 1 | 2 |\nWords.\nWords.\n"
    both(base, f"Words.\n\n{base}", base.replace("\nWords.\nWords.", "\n\nWords."))


def test_two_sound_edits_that_make_a_third_thing_go_to_a_person() -> None:
    base = "One.\n\nTwo.\n\nThree.\n"
    ours, theirs = base.replace("One.", "```"), base.replace("Three.", "```")
    assert len(split(ours)) == len(split(theirs)) == 3
    merged = both(base, ours, theirs)
    assert len(split(merged.text)) == 1
    assert merged.result is Result.COMBINES


PIECES = [
    "A paragraph of words.",
    "A paragraph of letters.",
    "Something else altogether",
    "1234567890",
    "# Heading",
]
PIECES += ["- item", "- another item\n- and one", "1. numbered", "> quoted", "    code", "```\nfence\n```"]
PIECES += [
    "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |",
    "| a | b |\n|---|---|\n| 1 | 9 |",
    "[^1]: note",
    "---",
    "```",
]
PIECES += ["伊藤 博文", "فقرة قصيرة", "Setext\n---", "* * *"]
pieces = st.sampled_from(PIECES)


@st.composite
def sources(draw: st.DrawFn) -> str:
    """Draw a text in storage form of a few pieces with more or less space between them."""
    parts: list[str] = []
    for piece in draw(st.lists(pieces, max_size=7)):
        parts += [piece, draw(st.sampled_from(["\n", "\n\n", "\n\n", "\n\n", "\n\n\n"]))]
    return storage_form("".join(parts))


@st.composite
def revised(draw: st.DrawFn, source: str) -> str:
    """Draw a text made from `source` by removing, editing and putting in."""
    parts = source.rstrip("\n").split("\n\n")
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(parts)))
        gone = draw(st.integers(0, 2))
        parts[at : at + gone] = draw(st.lists(pieces, max_size=2))
    return storage_form("\n\n".join(parts))


@st.composite
def triples(draw: st.DrawFn) -> tuple[str, str, str]:
    """Draw a base and two revisions of it."""
    base = draw(sources())
    return base, draw(revised(base)), draw(revised(base))


@given(triples())
@settings(deadline=None, max_examples=100)
def test_what_one_side_did_alone_stands(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    assert merge(base, ours, base) == Merged(Result.CLEAN, ours, ())
    assert merge(base, base, theirs) == Merged(Result.CLEAN, theirs, ())
    assert merge(base, ours, ours) == Merged(Result.CLEAN, ours, ())


def texts_of(source: str) -> Counter[str]:
    return Counter(block.text for block in split(source))


@given(triples())
@settings(deadline=None, max_examples=400)
def test_nothing_of_either_side_is_lost(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    merged = both(base, ours, theirs)
    for marker in ("<<<<<<<", "=======", ">>>>>>>"):
        assert marker not in merged.text
    assert bool(merged.clashes) == (merged.result is Result.CLASHES)
    if merged.result is Result.CLASHES or any(place.base for place in merged.combined):
        return  # What becomes of single words is proved of them by themselves.
    # Counted by text: whatever a side has more often than the base is in the result at least as often as in it,
    # and whatever a side has less often stands there as rarely, unless the other side put it in.
    before, mine, yours = texts_of(base), texts_of(ours), texts_of(theirs)
    lines = merged.text.split("\n")
    for text in (mine - before) | (yours - before):
        first = text.split("\n")[0]
        assert lines.count(first) >= 1, text
    if merged.result is Result.CLEAN:
        after = texts_of(merged.text)
        for text in before | mine | yours:
            change = (mine[text] - before[text], yours[text] - before[text])
            assert (
                min(change) + min(0, max(change))
                <= after[text] - before[text]
                <= max(0, sum(change), *change)
            )
        assert storage_form(merged.text) == merged.text
        known = {(block.kind, block.text) for source in texts for block in split(source)}
        assert {(block.kind, block.text) for block in split(merged.text)} <= known


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_edits_of_disjoint_paragraphs_and_rows_are_always_clean(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 9))
    rows = data.draw(st.booleans())
    base = [
        f"| row {i} | value number {i} |" if rows else f"Paragraph {i} says thing number {i}."
        for i in range(count)
    ]
    whose = data.draw(st.lists(st.sampled_from(["", "ours", "theirs"]), min_size=count, max_size=count))
    how = data.draw(st.lists(st.sampled_from(["edit", "rewrite"]), min_size=count, max_size=count))

    def source(sides: tuple[str, ...]) -> str:
        lines = []
        for i, line in enumerate(base):
            if whose[i] in sides:
                other = "| @@@@ | %% |" if rows else "@@@@ %% ##"
                edited, rewritten = line.replace("number", "№"), f"{other[:-2]}{chr(65 + i) * 9} |"
                lines.append(edited if how[i] == "edit" else rewritten)
            else:
                lines.append(line)
        return "| a | b |\n|---|---|\n" + "\n".join(lines) + "\n" if rows else "\n\n".join(lines) + "\n"

    merged = both(source(()), source(("ours",)), source(("theirs",)))
    assert merged == Merged(Result.CLEAN, source(("ours", "theirs")), ())


def test_large_texts_merge_in_bounded_time() -> None:
    base = "\n\n".join(f"Paragraph {i} of the text." for i in range(6_000)) + "\n"
    ours = base.replace("Paragraph 7 ", "Section 7 ")
    theirs = "\n\n".join(f"# {i * 7919 % 6_000} @@@@@@@@@@@@@@@@" for i in range(6_000)) + "\n"
    started = time.process_time()
    merged = merge(base, ours, theirs)
    assert time.process_time() - started < 15
    assert merged.result is Result.CLASHES
    assert all(block.kind is Kind.PARAGRAPH for block in split(base))
