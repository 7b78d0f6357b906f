"""Ids of blocks: unique in a revision, kept by what stays, given to nothing else, the same whoever computes them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import split
from wgec_living.domain.identifiers import BlockId, parse_block_id
from wgec_living.domain.lineage import Carried, blocks_at, carry_ids, first_ids

PARAGRAPHS = [
    f"Paragraph number {word} says what it says." for word in ("one", "two", "three", "four", "five")
]
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"


def history(sources: list[str]) -> list[Carried]:
    """Return the ids of each of these texts, taken as the revisions of one document."""
    found: list[Carried] = []
    before = ()
    for number, source in enumerate(sources, start=1):
        blocks = split(source)
        found.append(carry_ids(before, found[-1].ids, blocks, number) if found else first_ids(blocks, number))
        before = blocks
    return found


pieces = st.sampled_from([*PARAGRAPHS, "# Heading", "- item\n- item", TABLE, "same", "same", "伊藤"])
sources = st.lists(pieces, max_size=8).map("\n\n".join)


@given(st.lists(sources, min_size=1, max_size=6))
@settings(deadline=None, max_examples=300)
def test_ids_are_unique_kept_or_new_and_deterministic(texts: list[str]) -> None:
    found = history(texts)
    assert history(texts) == found
    given_out: set[BlockId] = set()
    before: set[BlockId] = set()
    for number, (carried, source) in enumerate(zip(found, texts, strict=True), start=1):
        blocks = split(source)
        ids = set(carried.ids)
        assert len(ids) == len(carried.ids) == len(blocks)
        for block, name in zip(blocks, carried.ids, strict=True):
            assert parse_block_id(name) == name
            # Kept from the revision before, or new: an id that was once lost never comes back.
            assert name in before or (name not in given_out and name == f"{number}-{block.first_line}")
        given_out |= ids
        before = ids


@given(sources)
@settings(deadline=None)
def test_an_unchanged_text_keeps_every_id(text: str) -> None:
    first, second = history([text, text])
    assert second == Carried(first.ids, 0, 0)


def test_ids_survive_edits_insertions_and_removals_around_them() -> None:
    start = "\n\n".join(PARAGRAPHS)
    first, second, third = history(
        [
            start,
            "# A new heading\n\n"
            + start.replace("number three says", "number three now says")
            + "\n\n"
            + TABLE,
            "# A new heading\n\n" + "\n\n".join(PARAGRAPHS[2:]).replace("| 1 |", "| one |"),
        ]
    )
    assert first.ids == ("1-1", "1-3", "1-5", "1-7", "1-9")
    assert second.ids == ("2-1", *first.ids, "2-13", "2-15", "2-16")
    assert (second.added, second.removed) == (5, 1)
    assert third.ids == ("2-1", "1-5", "1-7", "1-9")
    assert (third.added, third.removed) == (1, 6)


def test_rows_keep_their_ids_when_neighbours_change() -> None:
    first, second = history([TABLE, TABLE.replace("| 1 | 2 |\n", "| 1 | 2 |\n| new row | of it |\n")])
    assert first.ids == ("1-1", "1-3", "1-4")
    assert second.ids == ("1-1", "1-3", "2-4", "1-4")


def test_blocks_at_lines() -> None:
    blocks = split("# One\n\nTwo\nthree\n\n" + TABLE)
    assert blocks_at(blocks, (1, 1)) == (0,)
    assert blocks_at(blocks, (2, 2)) == ()
    assert blocks_at(blocks, (4, 4)) == (1,)
    assert blocks_at(blocks, (1, 4)) == (0, 1)
    assert blocks_at(blocks, (6, 8)) == (2, 3)
    assert blocks_at(blocks, (1, 10**8)) == (0, 1, 2, 3, 4)
