"""The register of all contributions."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Server


@pytest.fixture
def busy(server: Server) -> Server:
    """A server with three contributions by two people, one of them declined."""
    server.comment(server.ana, "privacy", "A comment by Ana.")
    server.propose(server.boris, "The second paragraph", "Other words.", "A proposal by Boris.")
    server.comment(server.boris, "الفقرة الأولى", "A comment on the Arabic text.", path="arabic")
    server.dispose(server.cora, 2, "declined", "Not now.")
    return server


def listed(page: str) -> list[str]:
    """Return the numbers that the register shows, in order."""
    return re.findall(r'<th scope="row"><a href="/contributions/(\d+)"', page)


def test_the_register_lists_everything_newest_first(busy: Server) -> None:
    page = busy.visitor().get("/contributions").text
    assert listed(page) == ["3", "2", "1"]
    assert "3 contributions." in page
    assert "Declined" in page


NARROWED = {
    "document=arabic": ["3"],
    "kind=proposal": ["2"],
    "status=open": ["3", "1"],
    "status=declined": ["2"],
    "handle=ana-example": ["1"],
    "group=member-states": ["3", "2"],
    "group=Member+States": ["3", "2"],
    "kind=comment&handle=boris-example": ["3"],
    "document=&kind=&status=&group=&handle=": ["3", "2", "1"],
}


def test_the_register_shows_what_each_proposal_changes(server: Server) -> None:
    server.propose(server.boris, "The second paragraph", "The second paragraph says what **must** be done.")
    row = server.visitor().get("/contributions").text.split("<tbody>")[1]
    assert "<del><bdi>could</bdi></del>" in row and "<ins><bdi>must</bdi></ins>" in row


def test_the_register_is_narrowed_by_the_query(busy: Server) -> None:
    for query, numbers in NARROWED.items():
        assert listed(busy.visitor().get(f"/contributions?{query}").text) == numbers, query


def test_what_was_chosen_stays_chosen(busy: Server) -> None:
    page = busy.visitor().get("/contributions?status=declined").text
    assert '<option value="declined" selected>Declined</option>' in page
    assert "1 contribution fits what you chose." in page


def test_nothing_found_says_so_and_leads_back(busy: Server) -> None:
    for query in ("status=removed", "group=nobody", "handle=%00"):
        answer = busy.visitor().get(f"/contributions?{query}")
        assert answer.status_code == 200, query
        assert "No contribution fits what you chose." in answer.text, query


def test_what_does_not_exist_is_said_not_to(busy: Server) -> None:
    page = busy.visitor().get("/contributions?status=nonsense&order=%00odd").text
    assert "There is no such status: “nonsense”." in page and "such arrangement: “odd”." in page
    assert "3 contributions." in page
    page = busy.visitor().get("/history?kind=editions").text
    assert "There is no such kind of entry: “editions”." in page
    assert "no such" not in busy.visitor().get("/history?kind=edition").text


def test_an_empty_register_says_what_to_do(server: Server) -> None:
    assert "Nobody has commented or proposed a change yet." in server.visitor().get("/contributions").text


def test_unknown_pages_are_not_found(busy: Server) -> None:
    for page in ("0", "2", "x", "-1", "1e3"):
        assert busy.visitor().get(f"/contributions?page={page}").status_code == 404, page


def test_a_long_register_comes_in_pages_that_keep_the_choice(server: Server) -> None:
    for place in range(51):
        server.comment(server.ana, "privacy", f"Comment {place}.")
    client = server.visitor()
    first = client.get("/contributions?kind=comment").text
    assert len(listed(first)) == 50
    assert 'rel="next" href="/contributions?kind=comment&amp;page=2"' in first
    second = client.get("/contributions?kind=comment&page=2").text
    assert listed(second) == ["1"]
    assert 'rel="prev" href="/contributions?kind=comment"' in second
