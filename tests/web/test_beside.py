"""What stands beside the text: marks on the words, cards next to their passage, and what the reader chose to see."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Server
from wgec_living.domain.events import Kind, Stance
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.people import Person
from wgec_living.services import contributing
from wgec_living.services.targets import Quoted

ADDRESS = "/documents/short"


def quote(server: Server, person: Person, words: str, body: str, kind: Kind = Kind.COMMENT) -> int:
    """Send a contribution on selected words of the block that holds them."""
    document = server.site.index.texts.document(DocumentPath("short"))
    stance = Stance.SUPPORT if kind is Kind.POSITION else None
    sent = contributing.Submission(
        kind, document.path, document.commit, body, (server.block(words),), Quoted(words), stance=stance
    )
    return contributing.submit(server.site, person, sent).number


def cards(page: str) -> list[str]:
    return re.findall(r'<li class="card card-[a-z]+" id="c-(\d+)"', page)


def test_selected_words_are_marked_and_lead_to_their_card(server: Server) -> None:
    number = quote(server, server.ana, "second paragraph", "Which one?")
    page = server.visitor().get(ADDRESS).text
    assert f'<mark class="said-on over-1" data-on="{number}">second paragraph</mark>' in page
    assert f'href="#c-{number}"' in page and f'id="c-{number}"' in page
    assert "Which one?" in page and "Network for Open Access" in page


def test_what_was_decided_is_shown_only_when_asked_for(server: Server) -> None:
    first = quote(server, server.ana, "second paragraph", "One.")
    quote(server, server.boris, "first paragraph", "Two.")
    server.dispose(server.cora, first, "noted", "Heard.")
    client = server.visitor()
    assert cards(client.get(ADDRESS).text) == ["2"]
    assert sorted(cards(client.get(f"{ADDRESS}?said=all").text)) == ["1", "2"]
    none = client.get(f"{ADDRESS}?said=none").text
    assert cards(none) == [] and "<mark" not in none


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("group=civil-society", ["1"]),
        ("group=member-states", ["2", "3"]),
        ("kind=proposal", ["3"]),
        ("kind=comment&group=member-states", ["2"]),
        ("kind=nonsense&group=<x>&said=maybe", ["1", "2", "3"]),
    ],
)
def test_the_reader_narrows_what_is_shown(server: Server, query: str, numbers: list[str]) -> None:
    quote(server, server.ana, "second paragraph", "One.")
    quote(server, server.boris, "first paragraph", "Two.")
    server.propose(server.boris, "The last", "The last words.")
    page = server.visitor().get(f"{ADDRESS}?{query}")
    assert page.status_code == 200
    assert sorted(cards(page.text)) == numbers
    assert "<x>" not in page.text


def test_a_card_says_that_its_words_changed(server: Server) -> None:
    quote(server, server.ana, "says what could", "One.")
    number = server.propose(
        server.boris, "The second", "The second paragraph tells what might be done."
    ).number
    server.dispose(server.cora, number, "accepted", "")
    page = server.visitor().get(ADDRESS).text
    assert "text changed in revision 2" in page or "text gone in revision 2" in page
    before = server.visitor().get(f"{ADDRESS}?revision=1").text
    assert ">says what could</mark>" in before


def test_many_on_one_paragraph_unfold(server: Server) -> None:
    for number in range(8):
        server.comment(server.ana, "The second", f"Comment {number}.")
    page = server.visitor().get(ADDRESS).text
    assert len(cards(page)) == 8
    assert "<summary>5 more</summary>" in page


def test_hostile_words_in_a_card_are_words(server: Server) -> None:
    quote(server, server.ana, "second paragraph", "<script>alert(1)</script> & <b>bold</b>")
    page = server.visitor().get(ADDRESS).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_only_somebody_signed_in_gets_the_editor_and_no_copy_is_kept(server: Server) -> None:
    visitor = server.visitor().get(ADDRESS)
    assert "data-nonce" not in visitor.text and "data-may" not in visitor.text
    assert "nonce" not in visitor.headers["Content-Security-Policy"] and visitor.headers["ETag"]
    own = server.signed_in(server.ana).get(ADDRESS)
    assert 'data-may="yes"' in own.text
    assert "nonce" in own.headers["Content-Security-Policy"] and "ETag" not in own.headers
