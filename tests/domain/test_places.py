"""What became of a passage since somebody wrote about it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from wgec_living.domain.places import Place, place_of, place_of_whole


@dataclass(frozen=True)
class Block:
    id: str
    first_line: int
    last_line: int
    text: str


ONE = Block("1-3", 3, 3, "One.")
TWO = Block("1-5", 5, 6, "Two,\nlonger.")


@pytest.mark.parametrize(
    ("then", "now", "place"),
    [
        ([ONE], [ONE], Place.EXACT),
        ([ONE, TWO], [TWO, ONE], Place.EXACT),
        ([ONE], [Block("1-3", 9, 9, "One.")], Place.MOVED),
        ([ONE, TWO], [ONE, Block("1-5", 7, 8, "Two,\nlonger.")], Place.MOVED),
        ([ONE], [Block("1-3", 3, 3, "Another.")], Place.CHANGED),
        ([ONE], [Block("1-3", 9, 9, "Another.")], Place.CHANGED),
        ([ONE, TWO], [ONE], Place.CHANGED),
        ([ONE], [], Place.GONE),
        ([ONE, TWO], [], Place.GONE),
        # The same words under another name are another passage: nothing is attached by guesswork.
        ([ONE], [Block("2-3", 3, 3, "One.")], Place.GONE),
    ],
)
def test_a_passage_is_where_its_blocks_are(then: list[Block], now: list[Block], place: Place) -> None:
    assert place_of(then, now) is place


def test_a_whole_document_stands_until_its_text_changes() -> None:
    assert place_of_whole("a", "a") is Place.EXACT
    assert place_of_whole("a", "b") is Place.CHANGED
