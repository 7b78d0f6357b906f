"""The history of a text, and two revisions compared."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Server


@pytest.fixture
def changed(server: Server) -> Server:
    """A server on which one proposal was accepted, so that the short text has two revisions."""
    number = server.propose(
        server.ana, "The second paragraph", "The second paragraph says what must be done."
    ).number
    server.dispose(server.cora, number, "accepted", "")
    return server


def test_the_history_lists_revisions_newest_first(changed: Server) -> None:
    page = changed.visitor().get("/documents/short/history").text
    assert "2 revisions, newest first" in page
    assert re.findall(r'name="older" value="(\d)"', page) == ["2", "1"]
    assert re.search(r'name="older" value="1" checked', page)
    assert re.search(r'name="newer" value="2" checked', page)
    assert "The founding text." in page
    assert "in force" in page


def test_a_text_with_one_revision_offers_no_comparison(server: Server) -> None:
    page = server.visitor().get("/documents/short/history").text
    assert "1 revision, newest first" in page
    assert 'type="radio"' not in page


def test_a_long_history_comes_in_pages(server: Server) -> None:
    assert server.visitor().get("/documents/short/history?page=2").status_code == 404
    assert server.visitor().get("/documents/short/history?page=0").status_code == 404


def test_choosing_two_revisions_leads_to_their_comparison(changed: Server) -> None:
    client = changed.visitor()
    for query in ("older=1&newer=2", "older=2&newer=1"):
        answer = client.get(f"/documents/short/compare?{query}")
        assert (answer.status_code, answer.location) == (303, "/documents/short/compare/1...2")
    answer = client.get("/documents/short/compare?older=1")
    assert answer.status_code == 422
    assert "Choose two revisions" in answer.text


def test_a_comparison_shows_the_words_and_who_brought_them(changed: Server) -> None:
    page = changed.visitor().get("/documents/short/compare/1...2").text
    assert "1 paragraph changed." in page
    assert re.search(r"<del><span[^>]*>\[removed: </span>could<span", page)
    assert re.search(r"<ins><span[^>]*>\[added: </span>must<span", page)
    assert "Ana Example" in page
    assert '<a href="/contributions/1">contribution 1</a>' in page
    assert "unchanged paragraph" in page


def test_a_comparison_the_wrong_way_round_leads_to_the_right_one(changed: Server) -> None:
    answer = changed.visitor().get("/documents/short/compare/2...1")
    assert (answer.status_code, answer.location) == (301, "/documents/short/compare/1...2")


def test_a_revision_compared_with_itself_shows_no_change(changed: Server) -> None:
    assert "No words changed." in changed.visitor().get("/documents/short/compare/2...2").text


def test_unknown_pairs_are_not_found(changed: Server) -> None:
    for pair in ("1...3", "0...1", "1..2", "1...x", "a...b", "01...2", "1...2...3"):
        assert changed.visitor().get(f"/documents/short/compare/{pair}").status_code == 404, pair
