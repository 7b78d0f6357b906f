"""Old and new words, place by place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wgec_living.domain.rewording import rewordings


def plain(text: str) -> str:
    return " ".join(text.replace("|", "").split())


lines = st.lists(
    st.sampled_from(["One two.", "Three four five.", "", "- six", "| a | b |", "各国政府"]), max_size=6
)


def test_each_place_is_told_with_its_words_alone() -> None:
    before = "# Title\n\nAll shall act at once.\n\nThe **end** is near.\n"
    after = "# Title\n\nAll should act.\n\nNew words.\n\nThe end is near.\n"
    assert rewordings(before, after) == (
        ("shall", "should", "All", "act", ""),
        ("at once", "", "act", "", ""),
        ("", "New words.", "", "", "as a new paragraph"),
    )
    assert rewordings("a **b** c\n", "a b c\n") == ()
    assert rewordings("| access | |\n", "| access | open |\n") == (("", "open", "access", "", ""),)
    one, cut = (
        "It was seen by all of us. It was heard by none.\n",
        "It was seen by all of us.\n\nIt was heard by none.\n",
    )
    assert rewordings(one, cut) == (("", "", "", "", "Split the paragraph in 2"),)
    assert rewordings(cut, one) == (("", "", "", "", "Join 2 paragraphs into one"),)


@given(lines, lines, lines, lines)
def test_what_both_share_at_the_ends_makes_no_difference(
    head: list[str], old: list[str], new: list[str], tail: list[str]
) -> None:
    before, after = "\n".join([*head, *old, *tail]), "\n".join([*head, *new, *tail])
    for gone, come, _, _, said in rewordings(before, after):
        assert gone or come or said
        assert gone in plain(before) and come in plain(after)
    assert rewordings(before, before) == ()
