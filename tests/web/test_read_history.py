"""The history of a text, and two revisions compared."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Server
from wgec_living.services import attributing


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
    assert "2 revisions, and everything" in page
    assert re.findall(r'<strong class="moment-kind">([^<]+)<', page) == [
        "Revision 2 · Accepted",
        "Proposal",
        "Revision 1 · Founding text",
    ]
    assert re.findall(r'name="(older|newer)" min="1" max="2" value="(\d)"', page) == [
        ("older", "1"),
        ("newer", "2"),
    ]
    assert "1 paragraph changed." in page
    assert "Compare with now" in page


def test_a_text_with_one_revision_offers_no_comparison(server: Server) -> None:
    page = server.visitor().get("/documents/short/history").text
    assert "1 revision, and everything" in page
    assert 'name="older"' not in page
    assert 'type="range"' not in page


def test_choosing_two_revisions_leads_to_their_comparison(changed: Server) -> None:
    client = changed.visitor()
    for query in ("older=1&newer=2", "older=2&newer=1"):
        answer = client.get(f"/documents/short/compare?{query}")
        assert (answer.status_code, answer.location) == (303, "/documents/short/compare/1...2")
    answer = client.get("/documents/short/compare?older=1")
    assert answer.status_code == 422
    assert "Choose two points" in answer.text


def test_a_comparison_shows_the_words_and_who_brought_them(changed: Server) -> None:
    page = changed.visitor().get("/documents/short/compare/1...2").text
    assert "1 paragraph changed." in page
    assert re.search(r"<del><span[^>]*>\[deleted: </span>could<span", page)
    assert re.search(r"<ins><span[^>]*>\[inserted: </span>must<span", page)
    assert "Ana Example" in page
    assert '<a href="/contributions/1">contribution 1</a>' in page
    assert "unchanged paragraph" in page


def test_a_comparison_is_shown_in_three_ways(changed: Server) -> None:
    client = changed.visitor()
    side = client.get("/documents/short/compare/1...2?view=side").text
    assert 'class="side-older"' in side
    assert 'aria-current="true">Side by side<' in side
    source = client.get("/documents/short/compare/1...2?view=source").text
    assert re.search(r"<del><span[^>]*>\[deleted: </span>could<span", source)
    assert "unchanged lines" in source
    assert client.get("/documents/short/compare/1...2?view=other").status_code == 404
    answer = client.get("/documents/short/compare/2...1?view=side")
    assert (answer.status_code, answer.location) == (301, "/documents/short/compare/1...2?view=side")


def test_each_change_names_the_revisions_that_brought_it(changed: Server) -> None:
    number = changed.propose(
        changed.boris, "The first paragraph", "The first paragraph says where all stand."
    ).number
    changed.dispose(changed.cora, number, "accepted", "")
    page = changed.visitor().get("/documents/short/compare/1...3").text
    first, second = re.findall(r'<div class="passage passage-edited".*?</p>\s*</div>', page, re.DOTALL)
    assert "Boris Example" in first
    assert "proposal 2</a>" in first
    assert "(revision 3)" in first
    assert "Ana Example" not in first
    assert "Ana Example" in second
    assert "Network for Open Access" in second


def test_with_too_much_between_the_history_is_named_instead(
    changed: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed.dispose(
        changed.cora, changed.propose(changed.ana, "one thing", "- one more").number, "accepted", ""
    )
    monkeypatch.setattr(attributing, "MOST_CHARACTERS", 10)
    page = changed.visitor().get("/documents/short/compare/1...3").text
    assert "too many revisions between the two" in page
    changes = changed.visitor().get("/api/v1/documents/short/comparison?from=1&to=3").get_json()["changes"]
    assert [(change["revisions"], change["revisions_known"]) for change in changes] == [([], False)] * 2


def test_a_comparison_the_wrong_way_round_leads_to_the_right_one(changed: Server) -> None:
    answer = changed.visitor().get("/documents/short/compare/2...1")
    assert (answer.status_code, answer.location) == (301, "/documents/short/compare/1...2")


def test_a_revision_compared_with_itself_shows_no_change(changed: Server) -> None:
    assert "one and the same revision" in changed.visitor().get("/documents/short/compare/2...2").text


def test_unknown_pairs_are_not_found(changed: Server) -> None:
    for pair in ("1...3", "0...1", "1..2", "1...x", "a...b", "01...2", "1...2...3"):
        assert changed.visitor().get(f"/documents/short/compare/{pair}").status_code == 404, pair
