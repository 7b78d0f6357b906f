"""The title and language of a document, and the direction of a script."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import direction, document_language, document_title


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("", None),
        ("Just text.", None),
        ("# A title", "A title"),
        ("# A title #\n\ntext", "A title"),
        ("text\n\n## *Some* `code` [here](x)", "Some code here"),
        ("Under\n=====\n", "Under"),
        ("---\ntitle: From the top\n---\n\n# Heading", "From the top"),
        ("---\ntitle: 'Quoted: so'\n---\n", "Quoted: so"),
        ("---\ntitle:\n---\n\n# Heading", "Heading"),
        ("---\nlanguage: en\n---\n\ntext", None),
        ("```\n# no heading\n```\n\n# Heading", "Heading"),
        ("#\n\n# Second", "Second"),
        ("# نص قصير", "نص قصير"),
        ("# 伊藤", "伊藤"),
    ],
)
def test_titles(source: str, title: str | None) -> None:
    assert document_title(source) == title


KEPT = ("ar", "zh-Hant-TW", "en-GB", "es-419")
REFUSED = ("", "english please", 'en" onload="x', "e", "en\u202e")


@pytest.mark.parametrize(
    ("tag", "language"), [("'fr'", "fr"), *((tag, tag) for tag in KEPT), *((tag, "en") for tag in REFUSED)]
)
def test_languages(tag: str, language: str) -> None:
    assert document_language(f"---\nlanguage: {tag}\n---\n\ntext") == language


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("ar", "rtl"),
        ("he", "rtl"),
        ("fa-AF", "rtl"),
        ("ur-Latn", "ltr"),
        ("az-Arab", "rtl"),
        ("en", "ltr"),
        ("zh", "ltr"),
    ],
)
def test_directions(language: str, way: str) -> None:
    assert direction(language) == way


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_has_a_plain_title_or_none(source: str) -> None:
    title = document_title(source)
    assert title is None or (title == " ".join(title.split()) and title)
    assert direction(document_language(source)) in ("ltr", "rtl")
