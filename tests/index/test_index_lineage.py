"""Ids of blocks as the index keeps them, beyond its own whole lists: the same as computed from the texts."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import TEXT, Server
from wgec_living.domain.blocks import split
from wgec_living.domain.events import Event, Kind, Speaker
from wgec_living.domain.identifiers import BlockId, DocumentPath, Handle
from wgec_living.domain.lineage import carry_ids, first_ids
from wgec_living.domain.returning import Former
from wgec_living.index import lineages
from wgec_living.store.record import MAIN, document_file

SHORT = DocumentPath("short")
REVISIONS = 150


def texts(seed: int) -> list[str]:
    """Return the texts of many revisions: lines edited, put in, taken away, brought back."""
    chance = random.Random(seed)
    lines = TEXT.split("\n")
    found = [TEXT]
    while len(found) < REVISIONS:
        at = chance.randrange(6, len(lines))
        how = chance.randrange(4)
        if how == 0:
            lines[at:at] = ["", f"Paragraph {len(found)} comes in here.", ""]
        elif how == 1 and len(lines) > 20:
            del lines[at]
        elif how == 2:
            lines[at] = f"{lines[at]} and {len(found)}"
        else:
            lines = [*lines[:6], *chance.choice(found).split("\n")[6:]]
        text = "\n".join(lines).rstrip("\n") + "\n"
        if text != found[-1]:
            found.append(text)
    return found


@pytest.mark.parametrize("one_by_one", [True, False])
def test_ids_of_every_revision_beyond_the_whole_lists(server: Server, one_by_one: bool) -> None:
    assert REVISIONS > 2 * lineages.WHOLE_EVERY
    revisions = texts(7)
    speaker = Speaker(Handle("server"), "WGEC Living server")
    for number, text in enumerate(revisions[1:], start=2):
        with server.site.record.writing() as writer:
            tip = server.site.record.tip()
            tree = writer.tree_with(
                server.site.record.commit(tip).tree, {document_file(SHORT): text.encode()}
            )
            event = Event(
                Kind.IMPORT, f"Bring in {number}", "", speaker, 1_790_000_000 + number, document=SHORT
            )
            commit = writer.commit(MAIN, tip, event, tree, (tip,))
            if one_by_one:
                server.site.index.keeping.advance(MAIN, commit)
    server.site.index.keeping.level()
    blocks = split(revisions[0])
    carried = first_ids(blocks, 1)
    seen: dict[BlockId, int] = {}
    gone: dict[BlockId, Former] = {}
    came_back = 0

    def former(digests: Sequence[str]) -> dict[str, list[Former]]:
        return {digest: [one for one in gone.values() if one.digest == digest] for digest in digests}

    for number, text in enumerate(revisions, start=1):
        if number > 1:
            before, blocks = blocks, split(text)
            carried = carry_ids(before, carried.ids, blocks, number, former)
            for name in carried.back:
                del gone[name]
            gone.update({one.id: one for one in carried.lost})
            came_back += len(carried.back)
        assert server.site.index.texts.block_ids(SHORT, number) == carried.ids, number
        revision = server.site.index.texts.revision(SHORT, number)
        counted = (revision.changed, revision.added, revision.removed)
        assert counted == (carried.changed, carried.added, carried.removed)
        seen.update(dict.fromkeys(carried.ids, number))
    present = set(carried.ids)
    for block, last in seen.items():
        expected = None if block in present else last
        assert server.site.index.texts.last_revision_with(SHORT, block) == expected
    assert len(seen) > len(present) > 5
    assert came_back > 5


ids = st.lists(st.integers(1, 9), max_size=9, unique=True).map(
    lambda found: tuple(BlockId(f"1-{i}") for i in found)
)


@given(st.lists(ids, min_size=1, max_size=140))
@settings(deadline=None, max_examples=60)
def test_differences_add_up(
    tmp_path_factory: pytest.TempPathFactory, revisions: list[tuple[BlockId, ...]]
) -> None:
    from wgec_living.index.database import Database

    database = Database(tmp_path_factory.mktemp("lineage") / "index.sqlite")
    with database.writing() as connection:
        previous = None
        rows = []
        for number, found in enumerate(revisions, start=1):
            rows.append(lineages.row(SHORT, number, found, previous))
            previous = found
        lineages.write(connection, rows)
        for number, found in enumerate(revisions, start=1):
            assert lineages.read(connection, SHORT, number) == found
    database.close()
