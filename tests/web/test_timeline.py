"""The time line: what stands in it, what it is narrowed to, and its pages."""

from __future__ import annotations

import html
import re
from itertools import chain

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server
from wgec_living.services import contributing, timeline

KINDS = re.compile(r'<strong class="moment-kind">([^<]+)<')
OF_SHORT = "/documents/short/history"


@pytest.fixture
def told(server: Server) -> Server:
    """A server on which a bit of everything happened to the short text."""
    number = server.propose(
        server.ana, "The second paragraph", "The second paragraph says what is done."
    ).number
    contributing.reply(server.site, server.boris, number, "Why not earlier?")
    server.dispose(server.cora, number, "accepted", "")
    withdrawn = server.comment(server.boris, "one thing").number
    contributing.withdraw(server.site, server.boris, withdrawn, "Never mind.")
    noted = server.comment(server.boris, "The first paragraph", "A remark.").number
    server.dispose(server.cora, noted, "noted", "It is known.")
    return server


def kinds(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return KINDS.findall(answer.text)


def test_everything_stands_in_it_newest_first(told: Server) -> None:
    client = told.visitor()
    of_short = ["Noted", "Comment", "Withdrawal", "Comment", "Revision 2 · Accepted", "Reply", "Proposal"]
    assert kinds(client, OF_SHORT) == [*of_short, "Revision 1 · Founding text"]
    everything = kinds(client, "/history")
    assert everything[:7] == of_short
    assert everything[7:] == [*["New on the list of people"] * 3, *["Revision 1 · Founding text"] * 2]
    page = client.get("/history").text
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", page) == ["September 2026", "May 2026"]
    assert "It is known." in page


NARROWED = (
    ("kind=revision", ["Revision 2 · Accepted", "Revision 1 · Founding text"]),
    ("kind=decision", ["Noted", "Revision 2 · Accepted"]),
    ("handle=ana-example", ["Revision 2 · Accepted", "Proposal"]),
    ("handle=cora-example", ["Noted", "Revision 2 · Accepted"]),
    ("handle=boris-example&kind=reply", ["Reply"]),
    ("delegation=Samplestan&kind=contribution", ["Comment", "Comment"]),
    ("group=civil-society", ["Revision 2 · Accepted", "Proposal"]),
    ("block=1-8", ["Revision 2 · Accepted", "Reply", "Proposal", "Revision 1 · Founding text"]),
    ("block=1-8&kind=reply&handle=boris-example", ["Reply"]),
    ("to=2026-06-30", ["Revision 1 · Founding text"]),
    ("from=2026-06-30&kind=withdrawal", ["Withdrawal"]),
    ("kind=no-such", None),
    ("handle=nobody", []),
    ("kind=edition", []),
)
"""Queries with the kinds of the entries that are left; None: all of them."""


def test_it_is_narrowed_in_every_way(told: Server) -> None:
    block = told.block("The second paragraph")
    client = told.visitor()
    for query, expected in NARROWED:
        address = f"{OF_SHORT}?{query.replace('1-8', block)}"
        assert kinds(client, address) == (kinds(client, OF_SHORT) if expected is None else expected), query
        empty = "Nothing in this history fits all that you chose." in client.get(address).text
        assert empty == (expected == [])


def test_each_filter_is_taken_away_by_one_link(told: Server) -> None:
    page = told.visitor().get("/history?document=short&kind=reply&handle=boris-example").text
    links = [html.unescape(link) for link in re.findall(r'<li><a href="([^"]+)"><span[^>]*>Take away', page)]
    assert links == [
        "/history?kind=reply&handle=boris-example",
        "/history?document=short&handle=boris-example",
        "/history?document=short&kind=reply",
    ]
    assert "Person: <bdi>Boris Example</bdi>" in page


def test_its_pages_follow_each_other_to_the_end_and_back(
    told: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = told.visitor()
    every = kinds(client, OF_SHORT)
    monkeypatch.setattr(timeline, "PAGE", 3)

    def walk(address: str, way: str) -> list[list[str]]:
        found = [kinds(client, address)]
        while link := re.search(rf'href="([^"]+)">{way}<', client.get(address).text):
            address = html.unescape(link[1])
            found.append(kinds(client, address))
        return found

    forward = walk(f"{OF_SHORT}?made=anew", "Older")
    assert [len(page) for page in forward] == [3, 3, 2]
    assert list(chain(*forward)) == every
    oldest = walk(f"{OF_SHORT}?oldest=yes", "Newer")
    assert list(chain(*oldest[::-1])) == every
    assert [len(page) for page in oldest] == [3, 3, 2]


def test_what_cannot_be_is_refused(told: Server) -> None:
    client = told.visitor()
    for query in (
        "before=x",
        "after=1",
        "before=0-0-0",
        "after=999999999999-0-0",
        "before=1-2-3&after=1-2-3",
    ):
        assert client.get(f"{OF_SHORT}?{query}").status_code == 404, query
    for day, status in (("yesterday", 422), ("2026-1-3", 422), ("٢٠٢٦-٠١-٠٣", 422), ("9999-12-31", 200)):
        assert client.get(OF_SHORT, query_string={"to": day}).status_code == status, day
    assert client.get("/documents/none/history").status_code == 404


def test_it_names_co_authors(server: Server) -> None:
    first = server.propose(
        server.ana, "The second paragraph", "The second paragraph says what shall be done."
    )
    second = server.propose(
        server.boris, "The second paragraph", "The second paragraph tells what could be done."
    )
    server.dispose(server.cora, first.number, "accepted", "")
    text = server.site.record.text(server.site.record.tip(), server.site.index.texts.documents()[0].path)
    both = (text or "").replace("says what shall", "tells what shall")
    server.dispose(server.cora, second.number, "accepted-with-changes", "Both.", both)
    page = server.visitor().get(OF_SHORT).text
    assert re.search(r'With words of <bdi class="name">Ana Example</bdi>\.', page)
