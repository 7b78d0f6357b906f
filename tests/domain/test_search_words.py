"""Words as they are searched, in the languages of the United Nations and beyond."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgec_living.domain.blocks_model import Kind
from wgec_living.domain.proposed_words import proposed_words
from wgec_living.domain.reading import read
from wgec_living.domain.search_sources import searched
from wgec_living.domain.search_words import LONGEST, folded, words_in
from wgec_living.domain.snippets import snippet

ALIKE = [
    ("Multi-Stakeholder ACCESS", "multi stakeholder access"),
    ("\ufb01ne snake_case \uff12\uff10\uff12\uff16", "fine snake case 2026"),
    ("L’accès à l’Internet, œuvre naïve", "l acces a l internet oeuvre naive"),
    ("acce\u0301s", "acces"),
    ("Señor, ¿corazón? ÑANDÚ", "senor corazon nandu"),
    ("Ещё Ёлка, мой ПОДХОД", "еще елка мой подход"),
    ("мо\u0438\u0306", "мой"),
    ("المُجْتَمَع المدنيّ", "مجتمع مدني"),
    ("والمجتمع بالمجتمع للمجتمع", "مجتمع مجتمع مجتمع"),
    ("إلى الأمم، مبادرة جديدة", "الي امم مبادره جديده"),
    ("عـــربي ٢٠٢٦", "عربي 2026"),
    ("نص النص ال", "نص نص ال"),
    ("互联网治理（IGF）", "互 联 网 治 理 igf"),
    ("ガバナンス ｶﾞ", "ガ バ ナ ン ス ガ"),
    ("Straße İstanbul", "strasse istanbul"),
    ("soft\u00adhyphen and\u200b joined", "softhyphen and joined"),
    ("\0 \u202e \u2066 … — “”", ""),
]
PIECES = st.sampled_from(
    [*"abé *_`[]()<>&\\|#-1.\n", "ال", "互", "ة", "ё", "\u0301", "**", "](x)", "&amp;", "![a](b)"]
)
WORDS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=40)


@pytest.mark.parametrize(("text", "words"), ALIKE)
def test_what_is_written_otherwise_is_searched_alike(text: str, words: str) -> None:
    assert folded(text) == words


@given(WORDS)
def test_each_word_says_where_it_stands(text: str) -> None:
    words = list(words_in(text))
    assert " ".join(word.folded for word in words) == folded(text)
    for word in words:
        assert word.folded in folded(text[word.start : word.end]).split(" ")


def test_what_is_longer_than_any_word_is_cut() -> None:
    assert folded("é" * 200) == "e" * LONGEST
    assert folded("a" * 200) == "a" * LONGEST


@given(WORDS, st.sampled_from([kind for kind in Kind if kind is not Kind.DEFINITION]))
def test_the_words_of_a_source_are_those_that_are_read(source: str, kind: Kind) -> None:
    assert folded(searched(source, kind)) == folded(read(source, kind).text)


def test_definitions_are_never_found() -> None:
    assert searched("[a]: https://example.org", Kind.DEFINITION) == ""


LINES = st.lists(st.sampled_from("abc"), max_size=6)


@given(LINES, LINES, st.lists(st.sampled_from("xyz"), max_size=3), LINES)
def test_proposed_words_are_the_lines_put_in(
    above: list[str], taken: list[str], put: list[str], below: list[str]
) -> None:
    base = "\n".join([*above, *taken, *below]).encode()
    text = "\n".join([*above, *put, *below]).encode()
    assert proposed_words(base, text).split() == put


@given(st.text(max_size=60), st.data())
def test_a_snippet_shows_the_first_words_found(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.sets(st.integers(0, len(text)), max_size=6).map(sorted))
    places = list(zip(cuts[::2], cuts[1::2], strict=False))
    stretches = snippet(text, places, 30)
    shown = "".join(stretch.text for stretch in stretches)
    assert shown.removeprefix("… ").removesuffix(" …") in text
    if places:
        first = next(stretch.text for stretch in stretches if stretch.found)
        assert text[places[0][0] : places[0][1]].startswith(first)
