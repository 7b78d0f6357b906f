"""Words marked in the laid-out text: exactly these, and nothing of the text lost."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Server
from wgec_living.domain.blocks import split
from wgec_living.domain.identifiers import BlockId
from wgec_living.rendering import Renderer, Slot
from wgec_living.services.views import BlockView
from wgec_living.web.marking import marked, words_in

TEXT = """# A head

Para *one* with a [link](http://x.example) & more, "so", and a note[^1] **there**.

| issue | status |
|---|---|
| access **now** | open |

- item one
    - nested
- two `code` words

> quoted words

[^1]: The note itself.

الفقرة الأولى تقول أين نقف.
"""
_MARK = re.compile(r"<mark [^>]*>|</mark>|<a class=\"sign\".*?</a>")


def views(source: str) -> list[BlockView | None]:
    return [
        BlockView(BlockId(f"1-{b.first_line}"), None, b.kind.value, b.first_line, b.last_line, b.text, b.level, 0, 0)
        for b in split(source)
    ]  # fmt: skip


def html(renderer: Renderer, source: str, spans: dict[int, list[tuple[int, int, int, bool]]]) -> str:
    blocks = views(source)
    wanted = {
        place: words_in(view, spans[place]) for place, view in enumerate(blocks) if place in spans and view
    }
    pieces = [
        piece for unit in renderer.document(source, split(source)).units for piece in marked(unit, wanted)
    ]
    return "".join(piece for piece in pieces if not isinstance(piece, Slot))


def words(page: str) -> list[str]:
    """Return the marked words, those of one contribution that a tag parts joined."""
    return [
        unescape(re.sub(r"<[^>]*>", "", part)) for part in re.findall(r"<mark [^>]*>(.*?)</mark>", page, re.S)
    ]


def place_of(source: str, text: str) -> tuple[int, int, int]:
    for place, block in enumerate(split(source)):
        at = block.text.find(text)
        if at >= 0:
            return place, at, at + len(text)
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("with a", ["with a"]),
        ("*one* with", ["one", "with"]),
        ("[link](http://x.example) & more", ["link", "& more"]),
        ("note[^1] **there**", ["note", "there"]),
        ("access **now** | open", ["access", "now", "open"]),
        ("nested", ["nested"]),
        ("two `code`", ["two", "code"]),
        ("quoted", ["quoted"]),
        ("note itself", ["note itself"]),
        ("تقول أين", ["تقول أين"]),
        ("A head", ["A head"]),
    ],
)
def test_exactly_these_words_are_marked(renderer: Renderer, text: str, shown: list[str]) -> None:
    place, start, end = place_of(TEXT, text)
    page = html(renderer, TEXT, {place: [(7, start, end, False)]})
    assert [word.strip() for word in words(page)] == shown
    assert page.count('<a class="sign" href="#c-7"') == 1


def test_passages_that_overlap_are_each_told(renderer: Renderer) -> None:
    place, start, _ = place_of(TEXT, "with a")
    page = html(renderer, TEXT, {place: [(3, start, start + 6, False), (4, start + 5, start + 12, True)]})
    assert 'data-on="3"' in page and 'data-on="3 4"' in page and 'data-on="4"' in page
    assert "over-2" in page
    assert page.count("changed") == 1


def test_many_that_end_together_have_one_sign_for_the_rest(renderer: Renderer) -> None:
    place, start, end = place_of(TEXT, "with a")
    page = html(renderer, TEXT, {place: [(number, start, end, False) for number in range(1, 51)]})
    assert page.count('class="sign"') == 3
    assert "48 more contributions are about these words" in page


def test_a_block_shown_otherwise_than_it_reads_is_left_alone(renderer: Renderer) -> None:
    source = "An ABBR here.\n\n*[ABBR]: long words\n"
    page = html(renderer, source, {0: [(1, 0, 7, False)]})
    plain = html(renderer, source, {})
    assert _MARK.sub("", page) == plain


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.data())
def test_nothing_of_the_page_is_lost(renderer: Renderer, data: st.DataObject) -> None:
    blocks = split(TEXT)
    spans: dict[int, list[tuple[int, int, int, bool]]] = {}
    for number in range(1, data.draw(st.integers(1, 8)) + 1):
        place = data.draw(st.integers(0, len(blocks) - 1))
        length = len(blocks[place].text)
        start = data.draw(st.integers(0, length))
        spans.setdefault(place, []).append((number, start, data.draw(st.integers(start, length)), False))
    page = html(renderer, TEXT, spans)
    assert _MARK.sub("", page) == html(renderer, TEXT, {})
    assert page.count("<mark") == page.count("</mark>")
    assert not re.search(r"<mark [^>]*>[^<]*<(?!/mark)", page), "a mark crosses a tag"


def test_alternatives_on_one_paragraph_stand_together_beside_it(server: Server) -> None:
    words = "The second paragraph"
    server.propose(server.ana, words, "One way.")
    server.comment(server.boris, words, "A word between.")
    server.propose(server.boris, words, "Another way.")
    page = server.visitor().get("/documents/short").text
    places = [page.index(f'id="c-{number}"') for number in (1, 3, 2)]
    assert places == sorted(places)
    assert page.count("one of 2 proposals here") == 2
