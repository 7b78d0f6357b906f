"""The coordinators' desk and everybody's own contributions."""

from __future__ import annotations

import pytest

from tests.conftest import Server

WORDS = "The second paragraph"
DAY = 86_400


def test_an_empty_desk_says_so(server: Server) -> None:
    assert "Nothing waits for a decision." in server.signed_in(server.cora).get("/desk").text


def test_the_desk_is_in_the_order_of_the_text(server: Server) -> None:
    server.comment(server.boris, "The last paragraph", "On the last one.")
    server.propose(server.ana, WORDS, "Shorter.", "On the second one.")
    server.comment(server.ana, "The first", "On the first one.")
    page = server.signed_in(server.cora).get("/desk").text
    places = [page.index(words) for words in ("On the first", "On the second", "On the last")]
    assert places == sorted(places)
    assert "Merges cleanly" in page
    assert 'href="/contributions/2/disposition"' in page
    assert "3 contributions." in page


def test_the_desk_shows_clashes_ages_and_deferrals(server: Server) -> None:
    server.propose(server.ana, WORDS, "Shorter.")
    server.propose(server.boris, WORDS, "Shorter still.")
    server.dispose(server.cora, 2, "accepted", "")
    server.dispose(server.cora, 1, "deferred", "Later.")
    server.clock.now += 3 * DAY
    page = server.signed_in(server.cora).get("/desk").text
    assert "Clashes" in page
    assert "3 days" in page
    assert "deferred" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("group=civil-society", {"Of Ana"}),
        ("group=Member+States", {"Of Boris"}),
        ("kind=proposal", {"Of Ana"}),
        ("document=arabic", set()),
        ("document=short", {"Of Ana", "Of Boris"}),
        ("document=..%2Fx", set()),
        ("group=nobody", set()),
    ],
)
def test_the_desk_can_be_narrowed(server: Server, query: str, shown: set[str]) -> None:
    server.propose(server.ana, WORDS, "Shorter.", "Of Ana")
    server.comment(server.boris, WORDS, "Of Boris")
    answer = server.signed_in(server.cora).get(f"/desk?{query}")
    assert answer.status_code == 200
    assert {words for words in ("Of Ana", "Of Boris") if words in answer.text} == shown


def test_the_desk_is_for_coordinators(server: Server) -> None:
    assert server.signed_in(server.ana).get("/desk").status_code == 403
    assert server.visitor().get("/desk").location == "/sign-in"


def test_my_own_contributions_with_their_answers(server: Server) -> None:
    server.propose(server.ana, WORDS, "Shorter.", "My first")
    server.comment(server.ana, "The first", "My second")
    server.comment(server.boris, "The first", "Not mine")
    server.dispose(server.cora, 2, "declined", "We <b>cannot</b>.")
    page = server.signed_in(server.ana).get("/mine").text
    assert page.index("Waiting for a decision") < page.index("My first") < page.index("Answered")
    assert page.index("Answered") < page.index("My second")
    assert "We &lt;b&gt;cannot&lt;/b&gt;." in page
    assert 'href="/contributions/2#reply"' in page
    assert "Not mine" not in page


def test_words_that_changed_under_a_contribution_are_told(server: Server) -> None:
    server.propose(server.ana, WORDS, "Shorter.")
    ana = server.signed_in(server.ana)
    assert "The text under it has changed" not in ana.get("/mine").text
    server.propose(server.boris, WORDS, "Shorter still.")
    server.dispose(server.cora, 2, "accepted", "")
    page = ana.get("/mine").text
    assert "The text under it has changed" in page
    assert 'href="/contributions/1/revised-text"' in page


def test_nothing_sent_yet(server: Server) -> None:
    assert "You have sent nothing yet." in server.signed_in(server.boris).get("/mine").text
