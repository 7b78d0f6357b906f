"""A text cut again after a change: exactly as if it had been cut anew."""

from __future__ import annotations

from itertools import chain

import corpora
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wgec_living.domain import blocks_split
from wgec_living.domain.blocks import cut, cut_again
from wgec_living.domain.blocks_split import Splitter

COMMON = ("", "", "", " ", "words", "more words", "# heading", "===", "---", "> quote", "- item", "1. item")
INDENTED = ("    - nested", "    indented", "        deep", "\ttabbed")
RARE = ("| a | b |", "|---|---|", "```", "~~~", "key: value", "...", "words\r", "\x02")
DEFINING = ("[^1]: note", "[^2]: note", "[name]: address", "*[WG]: group")
LINES = st.sampled_from(COMMON + INDENTED + RARE + DEFINING)
TEXTS = st.lists(LINES, max_size=14)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
@settings(max_examples=600)
@example(["[^1]: note", ""], [], ["    more"], [])
@example(["words", "", "```", "code", ""], [], ["```"], ["", "- item"])
@example(["- item", ""], ["words"], [], ["", "    indented", "", "words"])
@example([], ["words"], ["---", "key: value"], ["---", "", "words"])
def test_a_changed_text_is_cut_as_if_it_were_new(
    above: list[str], old: list[str], new: list[str], below: list[str]
) -> None:
    before = cut("\n".join([*above, *old, *below]))
    source = "\n".join([*above, *new, *below])
    assert cut_again(before, source) == cut(source)


@given(st.lists(TEXTS, min_size=2, max_size=5), st.data())
@settings(max_examples=200)
def test_so_is_the_last_of_many_changes(pieces: list[list[str]], data: st.DataObject) -> None:
    found = cut("\n".join(chain.from_iterable(pieces)))
    for _ in range(4):
        pieces[data.draw(st.integers(0, len(pieces) - 1))] = data.draw(TEXTS)
        source = "\n".join(chain.from_iterable(pieces))
        found = cut_again(found, source)
        assert found == cut(source)


def test_hostile_texts_too() -> None:
    for case in corpora.own("pathological-own.json"):
        source = corpora.scaled(case, 20_000)
        half = len(source) // 2
        for changed in (
            source + "\n\nwords",
            "words\n\n" + source,
            source[:half] + "\n\nx\n\n" + source[half:],
        ):
            assert cut_again(cut(source), changed) == cut(changed)


def test_what_stands_apart_from_the_change_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for number in range(500) for line in (f"Paragraph {number}.", "")]
    before = cut("\n".join(lines))
    read: list[int] = []
    one_run = Splitter._run
    monkeypatch.setattr(
        blocks_split.Splitter, "_run", lambda self, number: read.append(number) or one_run(self, number)
    )
    lines[600:601] = ["Another.", "", "And one more."]
    again = cut_again(before, "\n".join(lines))
    assert [block.text for block in again.blocks] == [line for line in lines if line]
    assert len(read) <= 4
