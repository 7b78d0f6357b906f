"""A text taken apart again after a change, and what one made of another: exactly as if each were looked at anew."""

from __future__ import annotations

from itertools import chain, zip_longest

from hypothesis import given, settings

from tests.domain.test_blocks_cut import TEXTS
from wgec_living.domain.merging_sides import side_of
from wgec_living.domain.merging_texts import Text
from wgec_living.domain.tracing import trace


@given(TEXTS, TEXTS, TEXTS, TEXTS)
@settings(max_examples=300)
def test_a_text_is_taken_apart_as_if_it_were_new(
    above: list[str], old: list[str], new: list[str], below: list[str]
) -> None:
    before = Text("\n".join([*above, *old, *below]))
    source = "\n".join([*above, *new, *below])
    again, anew = Text(source, before), Text(source)
    assert (again.blocks, again.gaps) == (anew.blocks, anew.gaps)
    words = [block.text for block in again.blocks]
    assert "".join(chain.from_iterable(zip_longest(again.gaps, words, fillvalue=""))) == source
    links = trace(before.blocks, again.blocks)
    assert side_of(before.blocks, again.blocks) == side_of(before.blocks, again.blocks, links)
