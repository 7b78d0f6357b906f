"""Every page a visitor can reach is well-formed HTML, and every link on it leads somewhere."""

from __future__ import annotations

import re

import pytest
from tinyhtml5.parser import HTMLParser

from tests.conftest import Server

OWN_SCRIPT = re.compile(r'<script type="module" src="/static/v-[0-9a-f]{16}/js/[a-z]+\.js"></script>')
LATER = re.compile(
    r"^/(sign-in|api/docs|account|desk|mine|invitations)$|/contributions/(comment|proposal)|^https?:"
)
"""Addresses whose pages are made elsewhere."""
FILE = re.compile(r"(\.(?:pdf|docx|odt|xlsx|csv))\?.*")
"""A file and how it is narrowed: each is followed once, the pages that lead to it in every narrowing."""


@pytest.fixture
def varied(server: Server) -> Server:
    """A server with something of everything: comments, accepted, declined and deferred proposals, gone words."""
    server.comment(
        server.ana, "privacy", 'Hostile <b>words</b> & "quotes" \' \u202eback\u202c\n\n- list\n\n> quote'
    )
    server.propose(server.boris, "The second paragraph", "Other\n\nwords **here**.", "Reason one.")
    server.propose(server.ana, "| access | |", "| access | open |", "Reason two.")
    server.propose(server.boris, "one thing", "- one thing more", "Reason three.")
    server.comment(server.boris, "الفقرة الأولى", "تعليق", path="arabic")
    server.propose(server.ana, "الفقرة الثانية", "الفقرة الثانية تقول ما يجب.", "لأن", path="arabic")
    server.dispose(server.cora, 2, "accepted", "")
    server.dispose(server.cora, 3, "declined", "Not\n\nnow.")
    server.dispose(server.cora, 4, "deferred", "Later.")
    server.dispose(server.cora, 6, "accepted", "")
    return server


def reachable(server: Server) -> dict[str, str]:
    """Follow every link from the first page and return each page by its address."""
    client = server.visitor()
    pages: dict[str, str] = {}
    waiting = ["/", "/nowhere", "/contributions?status=removed"]
    met = set(waiting)
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == (404 if address == "/nowhere" else 200), address
        if "text/html" not in answer.headers["Content-Type"]:
            continue
        pages[address] = answer.text
        for link in re.findall(r'<a\b[^>]*href="([^"]*)"', answer.text):
            plain = link.replace("&amp;", "&").partition("#")[0]
            place = FILE.sub(r"\1", plain)
            if plain and not LATER.search(plain) and place not in met:
                met.add(place)
                waiting.append(plain)
    return pages


def test_every_page_parses_without_an_error_and_every_link_leads_somewhere(varied: Server) -> None:
    pages = reachable(varied)
    assert len(pages) > 40
    for address, page in pages.items():
        parser = HTMLParser()
        assert parser.parse(page.encode(), transport_encoding="utf-8") is not None
        assert parser.errors == [], (address, parser.errors)
        _sound(address, page)


def _sound(address: str, page: str) -> None:
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) == len(set(ids)), (address, sorted(ids))
    assert len(re.findall(r"<h1[ >]", page)) == 1, address
    for name in re.findall(r'(?:aria-labelledby|aria-describedby|for)="([^"]*)"', page):
        assert set(name.split()) <= set(ids), (address, name)
    for fragment in re.findall(r'href="#([^"]+)"', page):
        assert fragment in ids, (address, fragment)
    assert "<script" not in OWN_SCRIPT.sub("", page).lower(), address
    assert not re.search(r"<[^>]+\s(?:on\w+|style)=", page), address
