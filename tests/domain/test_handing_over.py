"""What was traced elsewhere is heard as it was told: the same blocks, ids and links, by way of JSON."""

from __future__ import annotations

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import cut, cut_again
from wgec_living.domain.carrying import Carrying
from wgec_living.domain.gone import Gone
from wgec_living.domain.handing_over import hear, tell
from wgec_living.domain.identifiers import BlockId
from wgec_living.domain.lineage import first_ids

PARTS = st.sampled_from(
    (
        "# A heading",
        "The first of some words that stand here.",
        "The first of some words that stand here. And a second sentence of others.",
        "And a second sentence of others.",
        "كلمات أخرى تقف هنا",
        "- one thing\n- another thing",
        "| a | b |\n|---|---|\n| c | d |",
        "",
    )
)
TEXTS = st.lists(PARTS, max_size=7).map("\n\n".join)


@given(st.lists(TEXTS, min_size=2, max_size=5))
@settings(max_examples=200)
@example(["", "words", "", "words"])
def test_it_is_heard_as_it_was_told(texts: list[str]) -> None:
    gone = Gone()
    carrying = Carrying(gone.find)
    now, carried = cut(texts[0]), first_ids(cut(texts[0]).blocks, 1)
    told = tell((), (), now.blocks, carried)
    heard_blocks, heard = hear((), (), json.loads(json.dumps(told)))
    for number, source in enumerate(texts[1:], 2):
        before: tuple[BlockId, ...] = carried.ids
        old, now = now, cut_again(now, source)
        carried = carrying.carry(old.blocks, before, now.blocks, number)
        gone.note(carried)
        told = json.loads(json.dumps(tell(old.blocks, before, now.blocks, carried)))
        heard_blocks, heard = hear(heard_blocks, heard.ids, told)
        assert heard_blocks == now.blocks
        assert (heard, heard.links) == (carried, carried.links)


def test_what_did_not_change_is_not_told() -> None:
    old = cut("One.\n\nTwo.\n\nThree.\n\nFour.")
    new = cut_again(old, "One.\n\nTwo, changed.\nOn two lines.\n\nThree.\n\nFour.")
    ids = first_ids(old.blocks, 1).ids
    carried = Carrying(Gone().find).carry(old.blocks, ids, new.blocks, 2)
    told = tell(old.blocks, ids, new.blocks, carried)
    assert [block.text for block in told[1]] == ["Two, changed.\nOn two lines."]
