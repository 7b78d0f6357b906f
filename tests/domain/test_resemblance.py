"""Names that look alike have one skeleton; names that differ to the eye have two."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.people import SERVER
from wgec_living.domain.resemblance import looks_like, skeleton


@pytest.mark.parametrize(
    ("name", "imitation"),
    [
        ("Ana (sample)", "\u0410n\u0430 (sample)"),
        ("Boris", "\u0412\u041eR\u0406\u0405"),
        ("Cora Example", "\u0421ora Example"),
        ("Vera", "\uff36\uff45\uff52\uff41"),
        ("Daniel", "DanieI"),
        ("Ana", "ANA"),
        ("Zo\u00eb", "Zo\u0435\u0308"),
        ("O'Neil", "O\u2019Neil"),
        ("\u0410\u043d\u0430", "A\u043da"),
        ("Bob", "B0b"),
        ("Barnard", "Bamard"),
    ],
)
def test_names_that_print_alike_are_one(name: str, imitation: str) -> None:
    assert name != imitation
    assert looks_like(imitation, ["Somebody", name]) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana", "Anna"),
        ("Jos\u00e9", "Jose"),
        ("Ian Chen", "Lan Chen"),
        ("\u0418\u0432\u0430\u043d", "Ivan"),
        ("\u674e\u5c0f\u9f8d", "\u674e\u5c0f\u9f99"),
        ("Ana Example", "Ana B. Example"),
    ],
)
def test_names_that_differ_to_the_eye_are_two(one: str, other: str) -> None:
    assert looks_like(one, [other]) is None


def test_nobody_looks_like_the_server() -> None:
    assert looks_like("WGEC L\u0456ving Server", []) == SERVER.name


@given(st.text())
@settings(deadline=None)
def test_a_skeleton_is_its_own_and_does_not_depend_on_the_form(name: str) -> None:
    assert skeleton(skeleton(name)) == skeleton(name)
    assert skeleton(unicodedata.normalize("NFD", name)) == skeleton(unicodedata.normalize("NFC", name))
    assert skeleton(unicodedata.normalize("NFKC", name)) == skeleton(name)
