"""What is called clean at a glance is clean when it is merged."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_merging import TEXT, edit, revised
from wgec_living.domain.merging import Result, merge
from wgec_living.domain.merging_glance import plain_lines, plainly_clean
from wgec_living.domain.merging_sides import side_of
from wgec_living.domain.merging_texts import Text
from wgec_living.domain.storage_form import storage_form

PLAIN = [
    "One line of words",
    "- item",
    "| 1 | 2 |",
    "# Heading",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "    code",
    "```",
]


def at_a_glance(base: str, ours: str, theirs: str) -> bool:
    before, mine, yours = Text(base), Text(ours), Text(theirs)
    lines = plain_lines(before, yours, side_of(before.blocks, yours.blocks))
    return plainly_clean(before, mine, side_of(before.blocks, mine.blocks), lines)


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_what_is_clean_at_a_glance_is_clean(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=6))
    gaps = data.draw(
        st.lists(st.sampled_from(["\n", "\n\n", "\n\n"]), min_size=len(parts), max_size=len(parts))
    )

    def changed(endings: list[str]) -> str:
        return storage_form("".join(p + e + g for p, e, g in zip(parts, endings, gaps, strict=True)))

    def drawn() -> str:
        return changed(
            data.draw(
                st.lists(
                    st.sampled_from(["", "", " more", " |", "\n---", "x"]),
                    min_size=len(parts),
                    max_size=len(parts),
                )
            )
        )

    base, ours = (
        changed([""] * len(parts)),
        data.draw(st.one_of(st.just(None), revised("\n\n".join(parts)))) or drawn(),
    )
    theirs = drawn()
    if at_a_glance(base, ours, theirs):
        assert merge(base, ours, theirs).result is Result.CLEAN


def test_a_line_rewritten_beside_others_is_clean_at_a_glance() -> None:
    ours, theirs = (
        edit(("First words", "Other words"), ("| a |", "| x |")),
        edit(("The end", "An end"), ("| c |", "| z |")),
    )
    assert at_a_glance(TEXT, ours, theirs)
    assert not at_a_glance(TEXT, theirs, edit(("The end", "The last"))), "both changed it"
    assert not at_a_glance(TEXT, ours, edit(("The end.", "    The end."))), "it may become another thing"
