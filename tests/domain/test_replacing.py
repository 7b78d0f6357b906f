"""One block was to change, says the record: what stands in its place is the same block, and nothing else changes."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_handing_over import PARTS, TEXTS
from wgec_living.domain.anchors import Step
from wgec_living.domain.blocks import split
from wgec_living.domain.comparison import compare, compare_known
from wgec_living.domain.gone import Gone
from wgec_living.domain.handing_over import hear, tell
from wgec_living.domain.identifiers import BlockId
from wgec_living.domain.lineage import Carried, carry_ids, first_ids
from wgec_living.domain.passages import Version
from wgec_living.domain.places import Place
from wgec_living.domain.tracing import Fate, trace

ABOVE = "Nothing is said here about the weather of next year."
WORDS = "The secretariat publishes every summary on Fridays."
OTHERS = "Colours may differ between printed copies."
BELOW = "Delegations bring along whatever they would like."
MIDDLE = BlockId("1-3")


def carried(*texts: list[str], targets: list[BlockId | None]) -> list[Carried]:
    """Return what was carried into each of some texts, given which block each but the first was to change."""
    gone = Gone()
    blocks = [split("\n\n".join(parts)) for parts in texts]
    found = [first_ids(blocks[0], 1)]
    for number, target in enumerate(targets, 2):
        old, new = blocks[number - 2 : number]
        found.append(carry_ids(old, found[-1].ids, new, number, gone.find, target=target))
        gone.note(found[-1])
    return found


def test_wholly_other_words_in_the_place_of_the_target_are_the_same_block() -> None:
    texts = [ABOVE, WORDS, BELOW], [ABOVE, OTHERS, BELOW]
    without = carried(*texts, targets=[None])[1]
    assert (without.ids[1], without.added, without.removed) == ("2-3", 1, 1)
    found = carried(*texts, targets=[MIDDLE])[1]
    assert (found.ids[1], found.added, found.removed, found.changed) == (MIDDLE, 0, 0, 1)
    assert [link.fate for link in found.links] == [Fate.EDITED]


def test_only_what_is_sure_is_the_same_block() -> None:
    start = [ABOVE, WORDS, BELOW]
    for came, target in (
        ([ABOVE, OTHERS, BELOW], BlockId("1-1")),  # another was to change
        ([ABOVE, OTHERS, "Or perhaps both of them.", BELOW], MIDDLE),  # two stand in its place
        ([ABOVE, BELOW, OTHERS], MIDDLE),  # it stands elsewhere
        ([ABOVE, f"# {OTHERS}", BELOW], MIDDLE),  # of another kind
        ([OTHERS, BELOW], MIDDLE),  # a neighbour went too
    ):
        assert carried(start, came, targets=[target]) == carried(start, came, targets=[None])


def test_former_words_come_back_to_their_block() -> None:
    first, second = [ABOVE, WORDS, BELOW], [ABOVE, OTHERS, BELOW]
    for target in (MIDDLE, None):
        found = carried(first, second, first, targets=[MIDDLE, target])
        assert found[2].ids == found[0].ids
        assert (found[2].changed, found[2].back) == (1, ())
    again = carried(first, second, first, second, targets=[MIDDLE, None, None])
    assert again[3].ids == again[0].ids


def test_what_was_said_on_the_words_stays_at_the_paragraph() -> None:
    old, new = split("\n\n".join([ABOVE, WORDS, BELOW])), split("\n\n".join([ABOVE, OTHERS, BELOW]))
    ids = first_ids(old, 1).ids
    found = carry_ids(old, ids, new, 2, target=MIDDLE)
    before, after = Version(old, ids), Version(new, found.ids)
    step = Step(before, after, 2, found.links)
    on_words, on_block = before.begin([1], (4, 15)), before.begin([1], None)
    for passage, place in ((on_words, Place.GONE), (on_block, Place.CHANGED)):
        now = step.carry(passage)
        assert (now.place, now.changed_in, now.stands, now.blocks) == (place, 2, True, (MIDDLE,))


def test_a_comparison_tells_it_as_one_change() -> None:
    old, new = split("\n\n".join([ABOVE, WORDS, BELOW])), split("\n\n".join([ABOVE, OTHERS, BELOW]))
    assert [one.kind for one in compare(old, new)] == ["same", "removed", "added", "same"]
    assert [one.kind for one in compare(old, new, 1)] == ["same", "edited", "same"]
    ids = first_ids(old, 1).ids
    assert compare_known(old, ids, new, ids) == compare(old, new, 1)


@given(st.lists(TEXTS, min_size=2, max_size=6), st.data())
@settings(deadline=None, max_examples=150)
def test_the_target_changes_itself_alone_whatever_the_texts(texts: list[str], data: st.DataObject) -> None:
    gone = Gone()
    old = split(texts[0])
    now = first_ids(old, 1)
    for number, source in enumerate(texts[1:], 2):
        before, new = now, split(source)
        target = data.draw(st.sampled_from(before.ids)) if before.ids else None
        plain = carry_ids(old, before.ids, new, number, gone.find)
        now = carry_ids(old, before.ids, new, number, gone.find, target=target)
        assert len(set(now.ids)) == len(now.ids) == len(new)
        others = [(a, b) for a, b in zip(plain.ids, now.ids, strict=True) if a != b]
        assert others in ([], [(others[0][0] if others else None, target)])
        assert now.added + now.changed == plain.added + plain.changed
        assert sorted(i for link in now.links for i in link.olds) == sorted(
            i for link in plain.links for i in link.olds
        )
        if not others:
            assert now == plain
        told = json.loads(json.dumps(tell(old, before.ids, new, now)))
        assert hear(old, before.ids, told) == (new, now)
        gone.note(now)
        old = new


@given(st.lists(PARTS, min_size=1, max_size=5), st.data())
@settings(deadline=None, max_examples=150)
def test_one_block_put_in_the_place_of_another_is_known(parts: list[str], data: st.DataObject) -> None:
    parts = [*parts, WORDS]
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = WORDS if at < len(parts) - 1 else parts[at]
    parts = parts[:-1] if at < len(parts) - 1 else parts
    old, new = split("\n\n".join(parts)), split("\n\n".join([*parts[:at], OTHERS, *parts[at + 1 :]]))
    place = next(i for i, block in enumerate(old) if block.text == WORDS)
    assert trace(old, new) != compare(old, new, place)
    ids = first_ids(old, 1).ids
    assert carry_ids(old, ids, new, 2, target=ids[place]).ids == ids
