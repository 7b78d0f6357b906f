"""Moves, splits and joins in a merge, with what became of each block known for certain."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import split
from wgec_living.domain.merging import Merged, Result, merge_texts
from wgec_living.domain.merging_sides import side_of
from wgec_living.domain.merging_texts import Text
from wgec_living.domain.tracing import Fate, Link

BASE = tuple(f"Paragraph {name} says what it says." for name in "ABCDEFGH")


@dataclass(frozen=True)
class Made:
    """One side's text with the truth about each of its paragraphs."""

    parts: tuple[tuple[tuple[int, ...], str], ...]
    """Each paragraph: the base ones it came from (none: new), and its words."""
    moved: frozenset[int] = frozenset()

    @property
    def source(self) -> str:
        return "\n\n".join(words for _, words in self.parts) + "\n"

    def links(self) -> list[Link]:
        olds = [came for came, _ in self.parts]
        found: list[Link] = []
        done: set[tuple[int, ...]] = set()
        kept = {i for came in olds for i in came}
        lost = [i for i in range(len(BASE)) if i not in kept]
        for news, (came, words) in enumerate(self.parts):
            if not came:
                found.append(Link(Fate.NEW, (), (news,)))
            elif came not in done:
                done.add(came)
                moved = bool(self.moved & set(came))
                while lost and not moved and lost[0] < came[0]:
                    found.append(Link(Fate.GONE, (lost.pop(0),), ()))
                places = tuple(i for i, other in enumerate(olds) if other == came)
                fate = Fate.SAME if (words,) == tuple(BASE[i] for i in came) else Fate.EDITED
                fate = Fate.SPLIT if len(places) > 1 else Fate.JOINED if len(came) > 1 else fate
                found.append(Link(fate, came, places, moved))
        return found + [Link(Fate.GONE, (i,), ()) for i in lost]


AS_IT_WAS = Made(tuple(((i,), words) for i, words in enumerate(BASE)))


def edit(side: Made, at: int, words: str) -> Made:
    parts = tuple((came, words if came == (at,) else old) for came, old in side.parts)
    return Made(parts, side.moved)


def move(side: Made, at: int, to: int) -> Made:
    parts = list(side.parts)
    part = next(part for part in parts if part[0] == (at,))
    parts.remove(part)
    parts.insert(to, part)
    return Made(tuple(parts), side.moved | {at})


def put_in(side: Made, to: int, words: str) -> Made:
    return Made((*side.parts[:to], ((), words), *side.parts[to:]), side.moved)


def remove(side: Made, at: int) -> Made:
    return Made(tuple(part for part in side.parts if part[0] != (at,)), side.moved - {at})


def merged(ours: Made, theirs: Made) -> Merged:
    """Merge both ways round, which must agree on the result."""
    base = Text(AS_IT_WAS.source)
    results = []
    for first, second in ((ours, theirs), (theirs, ours)):
        texts = Text(first.source), Text(second.source)
        sides = (
            side_of(base.blocks, texts[0].blocks, first.links()),
            side_of(base.blocks, texts[1].blocks, second.links()),
        )
        results.append(merge_texts(base, *texts, sides))
    assert results[0].result is results[1].result
    return results[0]


def order(text: str) -> str:
    return "".join(block.text.split()[1] for block in split(text))


def test_a_move_on_one_side_and_an_edit_on_the_other_give_both() -> None:
    ours, theirs = move(AS_IT_WAS, 1, 5), edit(AS_IT_WAS, 1, "Paragraph B says more than it said.")
    result = merged(ours, theirs)
    assert result.result is Result.CLEAN
    assert result.text == edit(ours, 1, "Paragraph B says more than it said.").source


def test_two_moves_of_different_paragraphs_are_both_made() -> None:
    result = merged(move(AS_IT_WAS, 1, 4), move(AS_IT_WAS, 6, 0))
    assert result.result is Result.CLEAN
    assert order(result.text) == "GACDEBFH"


def test_one_paragraph_moved_to_two_places_stands_once_and_goes_to_a_person() -> None:
    result = merged(move(AS_IT_WAS, 1, 5), move(AS_IT_WAS, 1, 0))
    assert result.result is Result.COMBINES
    assert order(result.text) == "ACDEFBGH"
    assert merged(move(AS_IT_WAS, 1, 5), move(AS_IT_WAS, 1, 5)).result is Result.CLEAN


def test_what_one_removed_and_the_other_moved_goes_to_a_person() -> None:
    result = merged(remove(AS_IT_WAS, 1), move(AS_IT_WAS, 1, 5))
    assert result.result is Result.COMBINES
    assert order(result.text) == "ACDEFGH"


def test_what_is_put_in_below_a_moved_paragraph_goes_along_and_a_person_looks() -> None:
    result = merged(move(AS_IT_WAS, 1, 5), put_in(AS_IT_WAS, 2, "Paragraph x is new."))
    assert result.result is Result.COMBINES
    assert order(result.text) == "ACDEFBxGH"


def test_swapped_by_both_in_two_ways_loses_nothing() -> None:
    result = merged(move(AS_IT_WAS, 1, 4), move(AS_IT_WAS, 4, 1))
    assert sorted(order(result.text)) == list("ABCDEFGH")


@pytest.mark.parametrize("both", [False, True])
def test_a_split_or_a_join_is_taken_whole_or_clashes(both: bool) -> None:
    halves = ("Paragraph B says.", "Paragraph b too.")
    parts = AS_IT_WAS.parts
    cut = Made((parts[0], ((1,), halves[0]), ((1,), halves[1]), *parts[2:]))
    joined = Made((*parts[:4], ((4, 5), "Paragraph E+F says both."), *parts[6:]))
    other = edit(AS_IT_WAS, 7, "Paragraph H says more.")
    if both:
        other = edit(edit(other, 1, "Paragraph B says more."), 5, "Paragraph F says more.")
    for one, words in ((cut, halves), (joined, ("Paragraph E+F says both.",))):
        result = merged(one, other)
        assert result.result is (Result.CLASHES if both else Result.CLEAN)
        assert all(part in result.text for part in words)
        assert "Paragraph H says more." in result.text


@st.composite
def made(draw: st.DrawFn, mark: str) -> Made:
    """Draw a text made from the base; all its new words carry `mark`."""
    side = AS_IT_WAS
    for number in range(draw(st.integers(0, 4))):
        act = draw(st.sampled_from(["edit", "move", "put in", "remove"]))
        at = draw(st.integers(0, len(BASE) - 1))
        to = draw(st.integers(0, len(side.parts) - 1))
        if act == "put in":
            side = put_in(side, to, f"Paragraph {mark}{number} is new.")
        elif not any(came == (at,) for came, _ in side.parts):
            continue
        elif act == "edit":
            side = edit(side, at, f"Paragraph {mark}{number} says what {'ABCDEFGH'[at]} says.")
        elif act == "move":
            side = move(side, at, to)
        elif len(side.parts) > 1:
            side = remove(side, at)
    return side


@given(made("o"), made("t"))
@settings(deadline=None, max_examples=500)
def test_nothing_is_lost_or_doubled_however_paragraphs_are_moved(ours: Made, theirs: Made) -> None:
    if len({AS_IT_WAS.source, ours.source, theirs.source}) < 3:
        return
    result = merged(ours, theirs)
    lines = [block.text for block in split(result.text)]
    news = {words for side in (ours, theirs) for came, words in side.parts if not came}
    if result.result is Result.CLASHES:
        assert all(lines.count(words) <= 1 for words in news)
        return
    assert all(lines.count(words) == 1 for words in news)
    words_of = [dict(side.parts) for side in (ours, theirs)]
    for at, before in enumerate(BASE):
        left, right = (side.get((at,)) for side in words_of)
        told = [place.text for place in result.combined if place.base == before]
        expected = told or [left if left != before else right]
        assert [line for line in lines if line == expected[0]] == ([] if expected[0] is None else expected)
    assert len(lines) == len(news) + sum(
        (at,) in words_of[0] and (at,) in words_of[1] for at in range(len(BASE))
    )


def test_what_one_puts_in_beside_a_move_that_both_made_goes_to_a_person() -> None:
    moved = move(AS_IT_WAS, 1, 0)
    assert merged(moved, put_in(moved, 0, "Paragraph x is new.")).result is Result.COMBINES
    both = put_in(moved, 0, "Paragraph x is new.")
    other = edit(both, 7, "Paragraph H says more.")
    result = merged(both, other)
    assert (result.result, order(result.text)) == (Result.CLEAN, "xBACDEFGH")
