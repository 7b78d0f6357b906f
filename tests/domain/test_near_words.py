"""Words near one that was not found."""

from __future__ import annotations

import pytest

from wgec_living.domain.near_words import near

KNOWN = {"policy": 3, "mechanisms": 2, "box": 1, "enhanced": 5, "enhances": 9, "2025": 4, "دول": 1, "دولي": 2}


@pytest.mark.parametrize(
    ("word", "offered"),
    [
        ("policies", ("policy",)),
        ("mechanism", ("mechanisms",)),
        ("boxes", ("box",)),
        ("polciy", ("policy",)),
        ("enhansed", ("enhanced", "enhances")),
        ("enhanced", ()),
        ("bix", ()),
        ("2026", ()),
        ("دولو", ("دولي", "دول")),
    ],
)
def test_a_slip_or_the_other_number_of_a_word_on_record_is_near(word: str, offered: tuple[str, ...]) -> None:
    assert near(word, KNOWN) == offered
