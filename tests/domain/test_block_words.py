"""The words of blocks are remembered within a bound."""

from __future__ import annotations

import pytest

from wgec_living.domain import block_words
from wgec_living.domain.block_words import words_of


def test_what_is_remembered_is_bounded_by_words_and_not_by_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_words, "MOST_KNOWN", 200)
    monkeypatch.setattr(block_words, "_KNOWN", known := block_words._Known())
    for number in range(30):
        assert words_of(f"Paragraph {number} " + "has words " * 10).order[1] == str(number)
        assert sum(len(words.order) for words in known.values()) == known.count < 200 + 22
