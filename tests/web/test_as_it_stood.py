"""A text as it stood at a revision or at the end of a day, with what was open then; and the text as it grew."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from tests.conftest import Clock, Server
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import contributing, restating
from wgec_living.services.time_lapse import MOST_STEPS, steps

CARD = re.compile(r'<li class="card card-\w+" id="c-(\d+)".*?</li>', re.DOTALL)


@pytest.fixture
def grown(server: Server) -> Server:
    """The short text with three revisions, four days apart, and what was said meanwhile."""
    first = server.propose(
        server.ana, "The second paragraph", "The second paragraph says what must be done."
    ).number
    remark = server.comment(server.boris, "The first paragraph", "Where is that?").number
    server.dispose(server.cora, remark, "deferred", "Later.")
    contributing.reply(server.site, server.ana, remark, "Here.")
    server.clock.now += 4 * 86_400
    server.dispose(server.cora, first, "accepted", "")
    whole = server.comment(server.boris, "one thing").number
    server.clock.now += 4 * 86_400
    contributing.withdraw(server.site, server.boris, whole, "No more.")
    second = server.propose(server.ana, "The first paragraph", "Nothing like it.").number
    server.dispose(server.cora, second, "accepted", "")
    server.dispose(server.cora, remark, "declined", "No.")
    contributing.reply(server.site, server.boris, remark, "Why?")
    return server


def cards(page: str) -> dict[int, str]:
    return {int(found[1]): re.sub(r"<[^>]+>", " ", found[0]) for found in CARD.finditer(page)}


def day(server: Server, revision: int) -> str:
    at = server.site.index.texts.revision(DocumentPath("short"), revision).at
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


def test_what_was_open_at_a_revision_stands_in_its_state_and_place_of_then(grown: Server) -> None:
    client = grown.visitor()
    page = client.get("/documents/short?revision=1").text
    assert "This is not the text in force." in page
    assert 'rel="next" href="/documents/short?revision=2"' in page
    found = cards(page)
    assert list(found) == [2, 1]
    assert "Deferred" in found[2] and "1 reply" in found[2] and "now declined" in found[2]
    assert "text changed" not in found[2] and "text gone" not in found[2]
    assert "now accepted" in found[1]
    assert "2 contributions then, 2 open" in page
    assert re.search(r'blocks/1-10"[^>]*aria-label="[^"]*, 1 contribution, open"', page), (
        "the margin counts as of then"
    )
    second = client.get("/documents/short?revision=2").text
    assert set(cards(second)) == {2, 4}, "what led to the next revision was open, what was withdrawn was not"
    assert 'rel="prev" href="/documents/short?revision=1"' in second
    every = cards(client.get("/documents/short?revision=2&said=all").text)
    assert set(every) == {1, 2, 3, 4}
    assert "Accepted" in every[1] and "Withdrawn" in every[3]


def test_a_day_shows_the_end_of_it(grown: Server) -> None:
    client = grown.visitor()
    middle = day(grown, 2)
    page = client.get(f"/documents/short?as-of={middle}").text
    assert "as it stood at the end of" in page
    assert set(cards(page)) == {2, 3}
    assert "Deferred" in cards(page)[2]
    # Nothing had changed the words three days later, but that is no reason to show what is open now.
    assert "1 reply" in cards(page)[2]
    assert cards(client.get("/documents/short?as-of=2099-01-01").text) == cards(
        client.get("/documents/short").text
    )
    before = client.get("/documents/short?as-of=2001-01-02")
    assert before.status_code == 404 and "did not exist yet on 2 January 2001" in before.text
    assert client.get("/documents/short?as-of=tomorrow").status_code == 422


def test_a_day_that_is_not_over_is_not_kept(server: Server) -> None:
    client, today = server.visitor(), day(server, 1)
    server.clock.now = server.site.index.texts.revision(DocumentPath("short"), 1).at
    answer = client.get(f"/documents/short?as-of={today}")
    assert "how things stood" not in answer.text and "ETag" not in answer.headers
    server.clock.now += 86_400
    answer = client.get(f"/documents/short?as-of={today}")
    assert "This is how things stood" in answer.text and "ETag" in answer.headers


def test_the_words_in_force_may_have_had_other_contributions(server: Server) -> None:
    number = server.comment(server.boris, "one thing").number
    server.clock.now += 3 * 86_400
    server.dispose(server.cora, number, "noted", "Thanks.")
    at = datetime.fromtimestamp(server.clock.now - 86_400, UTC).strftime("%Y-%m-%d")
    page = server.visitor().get(f"/documents/short?as-of={at}").text
    assert "This is how things stood; the words are still in force." in page
    assert "now noted" in cards(page)[number]


def margin(page: str) -> dict[str, str]:
    """Return what the margin tells of each paragraph, by its number."""
    return dict(re.findall(r'aria-label="Paragraph (\d+)(, [^"]*)?">', page))


def test_a_paragraph_counts_what_was_on_it_then_and_not_what_came_to_it_later(server: Server) -> None:
    number = server.comment(server.ana, "The first paragraph", "Where?").number
    server.clock.now += 86_400
    server.dispose(server.cora, server.propose(server.boris, "one thing", "One thing.").number, "accepted")
    base = server.site.index.texts.document(DocumentPath("short")).commit
    second = server.block("The second paragraph")
    restating.move(server.site, server.ana, number, base=base, blocks=[second])
    then = margin(server.visitor().get("/documents/short?revision=1").text)
    assert (then["1"], then["2"]) == (", 1 contribution, open", ", 0 contributions")
    now = margin(server.visitor().get("/documents/short").text)
    assert now["2"] == ", 1 contribution, open"


@pytest.mark.parametrize("query", ["?view=provenance&revision=1", "/history/time-lapse"])
def test_words_of_then_stand_without_the_counts_of_now(grown: Server, query: str) -> None:
    assert set(margin(grown.visitor().get(f"/documents/short{query}").text).values()) == {""}


def test_decisions_of_one_second_count_in_their_order(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    early, late = (server.comment(server.ana, "The first paragraph").number for _ in range(2))
    change = server.propose(server.boris, "one thing", "One thing.").number
    monkeypatch.setattr(Clock, "__call__", lambda clock: clock.now)
    server.dispose(server.cora, early, "deferred", "Later.")
    server.dispose(server.cora, change, "accepted")
    server.dispose(server.cora, late, "deferred", "Later.")
    found = cards(server.visitor().get("/documents/short?revision=1").text)
    assert "· Deferred" in found[early]
    assert "· Deferred" not in found[late] and "now deferred" in found[late]


def test_a_day_that_is_not_over_by_a_clock_set_back_shows_no_old_text_as_the_newest(grown: Server) -> None:
    middle = day(grown, 2)
    grown.clock.now -= 5 * 86_400
    assert "This is not the text in force." in grown.visitor().get(f"/documents/short?as-of={middle}").text


def test_the_register_of_the_api_knows_the_status_of_a_day(grown: Server) -> None:
    client = grown.visitor()
    middle = day(grown, 2)
    asked = client.get(f"/api/v1/contributions?document=short&as_of={middle}").get_json()
    assert {one["number"]: one["status"] for one in asked["items"]} == {
        1: "accepted",
        2: "deferred",
        3: "open",
    }
    deferred = client.get(f"/api/v1/contributions?status=deferred&as_of={middle}").get_json()["items"]
    assert [one["number"] for one in deferred] == [2]
    assert client.get("/api/v1/contributions?as_of=x").status_code == 422


def test_the_text_grows_step_by_step(grown: Server) -> None:
    client = grown.visitor()
    page = client.get("/documents/short/history/time-lapse").text
    assert "Revision 1 of 3" in page
    assert 'href="/documents/short/history/time-lapse?revision=2" data-way="next" rel="next"' in page
    second = client.get("/documents/short/history/time-lapse?revision=2").text
    assert re.search(r'<span class="brought by-\d fresh">', second)
    assert "2027" not in second
    assert client.get("/documents/short/history/time-lapse?revision=4").status_code == 404
    one = client.get("/api/v1/documents/short/revisions/2").get_json()
    assert (one["number"], one["changed"], one["contribution"]) == (2, 1, 1)


def test_a_long_history_is_shown_in_even_steps() -> None:
    at, seen = steps(10_000, 1, every=False), []
    while True:
        seen.append(at.here)
        if at.next is None:
            break
        at = steps(10_000, at.next, every=False)
    assert (seen[0], seen[-1], len(seen)) == (1, 10_000, MOST_STEPS)
    gaps = {later - earlier for earlier, later in pairwise(seen)}
    assert max(gaps) - min(gaps) <= 1
    assert steps(10_000, 5_000, every=False).here <= 5_000
    every = steps(10_000, 5_000, every=True)
    assert (every.here, every.previous, every.next, every.fresh) == (5_000, 4_999, 5_001, range(5_000, 5_001))
    assert steps(1, 1, every=False).next is None
