"""Ids of blocks: unique in a revision, kept by what stays, given to nothing else, the same whoever computes them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import Block, split
from wgec_living.domain.identifiers import BlockId, parse_block_id
from wgec_living.domain.lineage import Carried, blocks_at, carry_ids, first_ids
from wgec_living.domain.returning import Former

PARAGRAPHS = [
    f"Paragraph number {word} says what it says." for word in ("one", "two", "three", "four", "five")
]
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"


def history(sources: list[str]) -> list[Carried]:
    """Return the ids of each of these texts, taken as the revisions of one document."""
    found: list[Carried] = []
    gone: dict[BlockId, Former] = {}

    def former(digests: Sequence[str]) -> dict[str, list[Former]]:
        return {digest: [one for one in gone.values() if one.digest == digest] for digest in digests}

    before: tuple[Block, ...] = ()
    for number, source in enumerate(sources, start=1):
        blocks = split(source)
        found.append(
            carry_ids(before, found[-1].ids, blocks, number, former) if found else first_ids(blocks, number)
        )
        for name in found[-1].back:
            del gone[name]
        gone |= {one.id: one for one in found[-1].lost}
        before = blocks
    return found


pieces = st.sampled_from([*PARAGRAPHS, "# Heading", "- item\n- item", TABLE, "same", "same", "伊藤"])
sources = st.lists(pieces, max_size=8).map("\n\n".join)


@given(st.lists(sources, min_size=1, max_size=6))
@settings(deadline=None, max_examples=300)
def test_ids_are_unique_kept_or_new_and_deterministic(texts: list[str]) -> None:
    found = history(texts)
    assert history(texts) == found
    said: dict[BlockId, set[str]] = {}
    before: set[BlockId] = set()
    for number, (carried, source) in enumerate(zip(found, texts, strict=True), start=1):
        blocks = split(source)
        ids = set(carried.ids)
        assert len(ids) == len(carried.ids) == len(blocks)
        for block, name in zip(blocks, carried.ids, strict=True):
            assert parse_block_id(name) == name
            # Kept from the revision before, new, or given again to the very words it stood for when it was lost.
            if name not in before:
                assert (name in said) == (name in carried.back)
                assert block.text in said[name] if name in said else name == f"{number}-{block.first_line}"
            said.setdefault(name, set()).add(block.text)
        assert {one.id for one in carried.lost} == before - ids
        assert all(one.into is None or one.into in ids for one in carried.lost)
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
    assert (second.changed, second.added, second.removed) == (1, 4, 0)
    assert third.ids == ("2-1", "1-5", "1-7", "1-9")
    assert (third.changed, third.added, third.removed) == (1, 0, 5)


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


FIRST = "The committee shall keep a public list of every meeting it holds."
SECOND = "Each member may ask the chair to put a new question on the agenda."
THIRD = "A summary is published within two weeks after the last sitting."


def text(*parts: str) -> str:
    return "\n\n".join(("# A heading", *parts, "The end of the text."))


def test_a_moved_block_keeps_its_id() -> None:
    _first, second = history([text(FIRST, SECOND, THIRD), text(THIRD, FIRST, SECOND)])
    assert second.ids == ("1-1", "1-7", "1-3", "1-5", "1-9")
    assert (second.changed, second.added, second.removed) == (1, 0, 0)


def test_the_first_part_of_a_split_block_keeps_its_id() -> None:
    _first, second = history([text(f"{FIRST} {SECOND}", THIRD), text(FIRST, SECOND, THIRD)])
    assert second.ids == ("1-1", "1-3", "2-5", "1-5", "1-7")
    assert (second.changed, second.added, second.removed) == (1, 1, 0)


def test_a_later_part_that_holds_most_of_the_words_keeps_the_id() -> None:
    _first, second = history([text(f"Note well. {FIRST} {SECOND}"), text("Note well.", f"{FIRST} {SECOND}")])
    assert second.ids == ("1-1", "2-3", "1-3", "1-5")


def test_a_joined_block_has_the_id_of_the_longer_and_the_other_says_where_it_went() -> None:
    first, second, third = history(
        [text("Note this well.", SECOND), text(f"Note this well. {SECOND}"), text("Note this well.", SECOND)]
    )
    assert second.ids == ("1-1", "1-5", "1-7")
    assert [(one.id, one.into) for one in second.lost] == [("1-3", "1-5")]
    # Taken apart again, each has its own id again.
    assert third.ids == first.ids
    assert third.back == ("1-3",)


def test_a_paragraph_that_returns_has_its_former_id() -> None:
    _first, second, _third, fourth = history(
        [text(FIRST, SECOND, THIRD), text(FIRST, THIRD), text(THIRD), text(THIRD, SECOND, FIRST)]
    )
    assert second.ids == ("1-1", "1-3", "1-7", "1-9")
    assert fourth.ids == ("1-1", "1-7", "1-5", "1-3", "1-9")


def test_few_words_return_only_to_their_neighbours() -> None:
    before, after = text(FIRST, "See above.", SECOND), text(FIRST, SECOND)
    at_its_place = history([before, after, before])[-1]
    assert at_its_place.ids == ("1-1", "1-3", "1-5", "1-7", "1-9")
    elsewhere = history([before, after, text(FIRST, SECOND) + "\n\nSee above."])[-1]
    assert elsewhere.ids[-1] == "3-9"


def test_words_that_stand_elsewhere_too_do_not_return_by_themselves() -> None:
    twice = text(FIRST, SECOND, FIRST)
    last = history([twice, text(SECOND, FIRST), text(SECOND, FIRST, "Something else stands here.", FIRST)])[
        -1
    ]
    assert "1-3" not in last.ids
