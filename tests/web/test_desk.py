"""The coordinators' desk and everybody's own contributions."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Server
from tests.web.acting import counting
from wgec_living.domain.events import ChangeType, Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import contributing
from wgec_living.services.desk import desk

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
        ("state=deferred", {"Of Boris"}),
        ("state=open", {"Of Ana"}),
        ("age=week", {"Of Ana", "Of Boris"}),
        ("age=month", set()),
        ("age=never", set()),
    ],
)
def test_the_desk_can_be_narrowed(server: Server, query: str, shown: set[str]) -> None:
    server.propose(server.ana, WORDS, "Shorter.", "Of Ana")
    server.comment(server.boris, WORDS, "Of Boris")
    server.dispose(server.cora, 2, "deferred", "Later.")
    answer = server.signed_in(server.cora).get(f"/desk?{query}")
    assert answer.status_code == 200
    assert {words for words in ("Of Ana", "Of Boris") if words in answer.text} == shown


def test_the_desk_can_be_put_in_order_of_age(server: Server) -> None:
    server.comment(server.boris, "The last paragraph", "Came first.")
    server.comment(server.ana, "The first", "Came second.")
    cora = server.signed_in(server.cora)
    for order, first in (("", "second"), ("oldest", "first"), ("newest", "second")):
        page = cora.get(f"/desk?order={order}").text
        places = [page.index(f"Came {which}") for which in ("first", "second")]
        assert (places[0] < places[1]) == (first == "first"), order


def test_the_desk_says_who_meets_whom(server: Server) -> None:
    server.propose(server.ana, WORDS, "The second paragraph says what must be done.")
    server.propose(server.boris, WORDS, "The second paragraph says what might be done.")
    server.propose(server.boris, WORDS, "The second, longer paragraph says what could be done.")
    server.propose(server.ana, WORDS, "The second paragraph says what must be done.")
    server.propose(server.ana, "The last", "Quite another one.")
    cora = server.signed_in(server.cora)
    page = " ".join(re.sub("<[^>]*>", "", cora.get("/desk").text).split())
    assert "Clashes with 2. Combines with 3, one after the other. Same words as 4." in page
    assert "Clashes with 1, 4. Combines with 3, one after the other." in page
    assert "Combines with 1, 2, 4, one after the other." in page
    assert page.count("Merges cleanly") == 2 * 5, "once for wide screens, once for phones"
    # One of them enters the text: the badges change, and the others still meet as they did.
    server.dispose(server.cora, 3, "accepted", "")
    page = " ".join(re.sub("<[^>]*>", "", cora.get("/desk").text).split())
    assert page.count("Combines: please look") == 2 * 3
    assert "Clashes with 2. Same words as 4." in page


def test_two_insertions_at_one_place_and_a_removal_meet(server: Server) -> None:
    path = DocumentPath("short")
    document = server.site.index.texts.document(path)
    source = server.site.record.blob(document.blob).decode()
    for person, text in (
        (server.ana, source.replace("stand.\n", "stand.\n\nPut in by Ana.\n")),
        (server.boris, source.replace("stand.\n", "stand.\n\nPut in by Boris.\n")),
        (server.boris, source.replace("The second paragraph says what could be done.\n\n", "")),
        (server.ana, source.replace("could", "must")),
    ):
        sent = contributing.Submission(
            Kind.PROPOSAL, path, document.commit, "So.", (), text=text, change_type=ChangeType.SUBSTANTIVE
        )
        contributing.submit(server.site, person, sent)
    met = {
        row.summary.number: [(one.number, one.how) for one in row.meetings]
        for row in desk(server.site, server.cora)
    }
    assert met == {
        1: [(2, "combines")],
        2: [(1, "combines")],
        3: [(4, "clashes")],
        4: [(3, "clashes")],
    }


def test_alternatives_on_one_passage_stand_together_on_the_desk(server: Server) -> None:
    server.propose(server.ana, WORDS, "The second paragraph says what must be done.")
    server.comment(server.boris, WORDS, "A word between.")
    server.comment(server.ana, "The first", "Elsewhere.")
    server.propose(server.boris, WORDS, "The second paragraph says what might be done.")
    cora = server.signed_in(server.cora)
    page = cora.get("/desk").text
    heading = page.index('class="passage-row"')
    rows = [page.index(f'href="/contributions/{number}/disposition"') for number in (3, 1, 4, 2)]
    assert rows == sorted(rows), "the proposals of a passage first, its comments after"
    assert rows[0] < heading < rows[1]
    assert page.count('class="passage-row"') == 1
    words = " ".join(re.sub("<[^>]*>", "", page).split())
    assert "Paragraph 2 of A short text: The second paragraph says what could be done." in words
    assert "2 alternatives, 3 contributions in all" in words
    page = cora.get("/desk?order=newest").text
    assert page.count("One of 2 alternatives on this passage") == 2
    assert 'class="passage-row"' not in page


def test_the_desk_asks_whether_a_contribution_is_still_valid(server: Server) -> None:
    server.comment(server.ana, WORDS, "On words that will change.")
    cora = server.signed_in(server.cora)
    question = 'The text under it changed: <a href="/contributions/1/anchors">still valid?</a>'
    assert question not in cora.get("/desk").text
    server.propose(server.boris, WORDS, "The second paragraph says what might be done.")
    server.dispose(server.cora, 2, "accepted", "")
    assert question in cora.get("/desk").text


def test_rows_are_called_rows_on_the_desk(server: Server) -> None:
    server.comment(server.ana, "privacy")
    server.comment(server.ana, "## A table")
    page = server.signed_in(server.cora).get("/desk").text
    assert "Row 4" in page
    assert "Paragraph 4" not in page
    assert "Heading “A table of issues”" in page


def test_what_the_desk_asks_does_not_grow_with_what_waits(server: Server) -> None:
    cora = server.signed_in(server.cora)
    asked = []
    for _ in range(3):
        for n in range(3):
            server.propose(server.ana, WORDS, f"The second paragraph says {n} {len(asked)}.")
            server.comment(server.boris, "privacy")
        cora.get("/desk")
        with counting() as statements:
            assert cora.get("/desk").status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1] == asked[2]


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
    assert ">Paragraph 2</a>" in page and ">Paragraph 1</a>" in page


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
