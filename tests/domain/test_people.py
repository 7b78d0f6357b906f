"""Names as they may stand in the record, handles made from them, groups by slug or name."""

from __future__ import annotations

import unicodedata

import corpora
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.errors import Invalid
from wgec_living.domain.identifiers import parse_handle
from wgec_living.domain.people import DEFAULT_GROUPS, MAX_NAME, clean_name, find_group, handle_from


def test_invisible_and_reordering_characters_are_refused_in_names() -> None:
    cases = [case["text"] for case in corpora.shared("unicode/bidi-invisible.json") if "text" in case]
    refused = 0
    for text in cases:
        hidden = {char for char in text if unicodedata.category(char) == "Cf"}
        if hidden:
            with pytest.raises(Invalid) as error:
                clean_name(text, "name")
            assert any(f"U+{ord(char):04X}" in error.value.fields["name"] for char in hidden)
            refused += 1
    assert refused > 15


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Ana   Example ", "Ana Example"),
        ("Ana\u00a0Example", "Ana Example"),
        ("Zoe\u0308", "Zoë"),
        ("محمد الأمين", "محمد الأمين"),
        ("伊藤 博文", "伊藤 博文"),
        ("O’Neil-D'Arcy, Jr.", "O’Neil-D'Arcy, Jr."),
        ("नीता", "नीता"),
    ],
)
def test_names_of_people_pass(text: str, name: str) -> None:
    assert clean_name(text, "name") == name


INVISIBLE = "\u200b\u200c\u200d\u00ad\u2060\ufeff\u2066\u202e\U000e0041\ue000\u0378\ud800\0\n"
INVISIBLE += "\u3164\u115f\u1160\uffa0\ufe0f\U000e0100\u034f\u2800\u180b\u17b4"
NO_NAMES = ["", "  ", "\u3000", "x" * (MAX_NAME + 1), "Ana <ana@example.org>", "\u0301\u0301", "...", "—"]


@pytest.mark.parametrize("text", [*NO_NAMES, *(f"Ana{char}B" for char in INVISIBLE), *INVISIBLE], ids=ascii)
def test_names_that_would_mislead_are_refused(text: str) -> None:
    with pytest.raises(Invalid) as error:
        clean_name(text, "delegation")
    assert set(error.value.fields) == {"delegation"}


@given(st.text(max_size=MAX_NAME))
@settings(deadline=None)
def test_a_clean_name_is_clean(text: str) -> None:
    try:
        name = clean_name(text, "name")
    except Invalid:
        return
    assert clean_name(name, "name") == name == unicodedata.normalize("NFC", name)
    assert name == " ".join(name.split()) and not set(name) & set("<>\n\0")


@pytest.mark.parametrize(
    ("name", "taken", "handle"),
    [
        ("Ana Example", set(), "ana-example"),
        ("Ana Example", {"ana-example"}, "ana-example-2"),
        ("Ana Example", {"ana-example", "ana-example-2"}, "ana-example-3"),
        ("Zoë Çelik", set(), "zoe-celik"),
        ("محمد", set(), "person-1"),
        ("伊藤", {"person-1", "person-2"}, "person-3"),
        ("J. 伊藤博文", set(), "person-1"),
        ("Server", set(), "person-1"),
        ("Person", {"person-1"}, "person-2"),
        ("Person 5", {"person-5"}, "person-5-2"),
        ("---", set(), "person-1"),
        ("x" * 100, set(), "x" * 54),
        ("x" * 100, {"x" * 54}, "x" * 54 + "-2"),
    ],
)
def test_handles(name: str, taken: set[str], handle: str) -> None:
    assert handle_from(name, taken) == handle


@given(st.lists(st.text(max_size=80), max_size=12))
@settings(deadline=None)
def test_handles_are_well_formed_and_never_given_twice(names: list[str]) -> None:
    taken: set[str] = {"server"}
    for name in names:
        handle = handle_from(name, taken)
        assert parse_handle(handle) == handle and handle not in taken
        taken.add(handle)


def test_look_alike_letters_make_no_look_alike_handle() -> None:
    """A name in letters that only look Latin must not get the handle of the person it imitates."""
    for letter, alike in {"a": "а", "e": "е", "o": "о", "p": "р"}.items():
        imitation = "".join(alike if char == letter else char for char in "anapope")
        assert handle_from(imitation, {"anapope"}) != "anapope"


@pytest.mark.parametrize("group", DEFAULT_GROUPS)
def test_groups_by_slug_or_name_in_any_case(group: object) -> None:
    assert find_group(DEFAULT_GROUPS, f" {group.slug.upper()} ") is group  # type: ignore[attr-defined]
    assert find_group(DEFAULT_GROUPS, group.name.lower()) is group  # type: ignore[attr-defined]


def test_an_unknown_group_names_the_choices() -> None:
    with pytest.raises(Invalid) as error:
        find_group(DEFAULT_GROUPS, "martians")
    assert all(group.slug in error.value.fields["group"] for group in DEFAULT_GROUPS)
