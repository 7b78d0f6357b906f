"""The search page: what is found, what is not, and what cannot be looked for."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from tinyhtml5.parser import HTMLParser

from tests.conftest import Server


@pytest.fixture
def told(server: Server) -> Server:
    server.comment(server.ana, "The first paragraph", "Broadband <b>&amp; \u202ebandwidth are **dear**.")
    server.propose(server.boris, "The second paragraph", "Spectrum shall be shared.")
    server.dispose(server.cora, 2, "accepted")
    return server


def _get(server: Server, query: str, status: int = 200) -> str:
    answer = server.visitor().get(f"/search{query}")
    assert answer.status_code == status, query
    parser = HTMLParser()
    parser.parse(answer.data, transport_encoding="utf-8")
    assert parser.errors == []
    assert len(re.findall("<h1", answer.text)) == 1
    return answer.text


def test_what_is_found_says_what_it_is_and_leads_there(told: Server) -> None:
    page = _get(told, "?q=broadband+dear")
    assert 'href="/contributions/1"' in page and "by <span" not in page
    # The direction that the words leave open is closed at the end, outside what is marked.
    assert "<mark>Broadband</mark> &lt;b&gt;&amp; \u202ebandwidth are <mark>dear</mark>.\u202c</p>" in page
    assert "1 result." in page and "Paragraph 1</a>" in page
    in_short = 'in <bdi lang="en">A short text</bdi>'
    assert f"Paragraph 1 {in_short}</a>" in _get(told, "?q=first&where=text")
    assert f"Heading {in_short}</a>" in _get(told, "?q=table&where=text")
    page = _get(told, "?q=last&where=text")
    assert f'{in_short}, under <bdi lang="en">A table of issues</bdi></a>' in page
    first = _get(told, "?q=short+text").split('<li class="found ')[1]
    assert "The whole text, now" in first and '<a href="/documents/short"><bdi lang="en">A <mark>' in first
    block = told.block("Spectrum")
    assert f'href="/documents/short#b-{block}"' in _get(told, "?q=spectrum&where=text")
    gone = _get(told, "?q=second&where=history")
    assert re.search(r'href="/documents/short\?revision=1#b-1-\d+"', gone) and "compare/1...2" in gone
    assert '#person-ana-example"' in _get(told, "?q=ana&where=people")
    assert _get(told, "?q=paragraph").count("<mark>") >= 3


def test_the_box_is_on_every_page_and_once_on_this_one(told: Server) -> None:
    for address in ("/", "/contributions", "/documents/short"):
        page = told.visitor().get(address).text
        assert page.count('role="search"') == 1 and 'action="/search"' in page
        assert 'href="/search.xml"' in page
    assert _get(told, "").count('role="search"') == 1
    described = told.visitor().get("/search.xml")
    assert described.mimetype == "application/opensearchdescription+xml"
    assert 'template="http://localhost/search?q={searchTerms}"' in described.text


def test_nothing_asked_nothing_found_and_what_cannot_be_asked(told: Server) -> None:
    for empty in ("", "?q=", "?q=%20"):
        page = _get(told, empty)
        assert "Write one or more words" in page and 'role="status"' not in page
    for signs in ("%00%22*", "-", "*", quote('"' * 50)):
        page = _get(told, f"?q={signs}")
        assert "There is no word to look for in" in page and "Write one or more words" not in page
    page = _get(told, "?q=zebra&where=text&group=civil-society")
    assert "Nothing fits" in page and "without narrowing" in page and "Look everywhere" not in page
    assert "Look everywhere" in _get(told, "?q=broadband&where=text")
    for wrong, words in (
        ("?q=" + quote('"' * 10_000), "at most 200 are taken"),
        ("?q=-zebra", "please say also what to look for"),
        ("?q=a&where=nowhere", "Choose one of"),
        ("?q=a&since=yesterday", "year-month-day"),
        ("?q=a&until=0001-01-01&status=odd", "Choose one of"),
    ):
        page = _get(told, wrong, 422)
        assert words in page and 'id="errors"' in page
    assert told.visitor().get("/search?q=paragraph&page=9").status_code == 404
    assert told.visitor().get("/search?q=paragraph&page=x").status_code == 404
    _get(told, "?q=a&until=9999-12-31")
    assert "&lt;script&gt;" in _get(told, "?q=%3Cscript%3E") and "<script>" not in _get(
        told, "?q=%3Cscript%3E"
    )


def test_where_nothing_is_found_near_words_are_offered_that_find_something(told: Server) -> None:
    page = _get(told, "?q=frist+paragrpahs")
    assert 'Did you mean <a href="/search?q=first+paragraph' in page
    assert 'href="/search?q=Spectrum&amp;where=text"' in _get(told, "?q=spectrums&where=text")
    assert "Did you mean" not in _get(told, "?q=spectrums&where=reasons"), (
        "what would find nothing there either"
    )
    assert "Did you mean" not in _get(told, "?q=xyzzy")


def test_more_than_a_page_goes_on_and_keeps_what_was_asked(told: Server) -> None:
    for number in range(21):
        told.comment(told.ana, "The first paragraph", f"Fibre number {number}.")
    page = _get(told, "?q=fibre&handle=ana-example")
    assert "21 results, page 1 of 2." in page
    assert 'rel="next" href="/search?q=fibre&amp;handle=ana-example&amp;page=2"' in page
    assert _get(told, "?q=fibre&handle=ana-example&page=2").count('class="found ') == 1


def test_a_search_sees_what_was_just_sent(told: Server) -> None:
    browser = told.visitor()
    assert "Nothing fits" in browser.get("/search?q=quokka").text
    told.comment(told.boris, "The first paragraph", "A quokka.")
    assert "1 result." in browser.get("/search?q=quokka").text


def test_words_are_offered_as_they_are_written(server: Server) -> None:
    server.comment(server.boris, "The first", "La cherté inquiète ; ما هو «المجتمع»؟")
    for typed, meant in (
        ("borris", "Boris"),
        ("chertee", "cherté"),
        ("inquiette", "inquiète"),
        ("مجتممع", "المجتمع"),
    ):
        page = _get(server, f"?q={quote(typed)}")
        assert f'">{meant}</a>' in page.replace("<bdi>", "").replace("</bdi>", ""), typed
