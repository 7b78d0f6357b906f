"""Feeds, the list of addresses and citations: well-formed whatever people wrote, absolute, and cheap however much."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

import pytest

from tests.conftest import Server
from tests.services.test_questions import questions
from wgec_living.web import atom

A = "{http://www.w3.org/2005/Atom}"
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://living.example"
FEEDS = (
    "/feeds/documents/short.atom",
    "/feeds/documents/arabic.atom",
    "/feeds/contributions.atom",
    "/feeds/people/ana-example.atom",
    "/feeds/groups/civil-society.atom",
)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
HOSTILE = "]]> <script>alert(1)</script> &amp; <!-- \u202eback\u202c é\u0301"


@pytest.fixture
def spoken(make_server: Callable[..., Server]) -> Server:
    """A server at a public address with contributions of two groups, and hostile words."""
    server = make_server(base_url=BASE)
    server.comment(server.ana, "privacy", HOSTILE)
    server.propose(server.boris, "The second paragraph", "The second paragraph says what must be done.")
    server.dispose(server.cora, 2, "accepted", "")
    server.propose(server.ana, "The first paragraph", "Other words.", HOSTILE)
    server.dispose(server.cora, 3, "declined", f"No: {HOSTILE}")
    return server


def read(server: Server, address: str) -> Element:
    answer = server.visitor().get(address)
    assert answer.status_code == 200, address
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return fromstring(answer.data)


def said(part: Element, name: str) -> str:
    found = part.findall(f"{A}{name}")
    assert len(found) == 1, name
    assert found[0].text
    return str(found[0].text)


@pytest.mark.parametrize("address", FEEDS)
def test_every_feed_has_what_the_format_asks_for(spoken: Server, address: str) -> None:
    root = read(spoken, address)
    assert root.tag == f"{A}feed"
    assert said(root, "id") == f"{BASE}{address}"
    assert said(root, "title").endswith("Test group")
    assert TIME.fullmatch(said(root, "updated"))
    links = {link.get("rel"): link.get("href", "") for link in root.findall(f"{A}link")}
    assert links["self"] == f"{BASE}{address}"
    assert spoken.visitor().get(links["alternate"].removeprefix(BASE)).status_code == 200
    entries = root.findall(f"{A}entry")
    assert entries
    for entry in entries:
        assert said(entry, "id").startswith("tag:test-group.invalid,20")
        assert said(entry, "title")
        assert TIME.fullmatch(said(entry, "updated"))
        assert TIME.fullmatch(said(entry, "published"))
        assert [said(author, "name") for author in entry.findall(f"{A}author")]
        assert entry.find(f"{A}author/{A}email") is None
        (link,) = entry.findall(f"{A}link")
        assert link.get("href", "").startswith(f"{BASE}/")
        assert spoken.visitor().get(link.get("href", "").removeprefix(BASE)).status_code == 200
        content = entry.find(f"{A}content")
        assert content is not None
        assert content.get("type") == "text"
        assert len(content) == 0
    assert max(said(entry, "updated") for entry in entries) == said(root, "updated")


def test_a_document_s_feed_holds_its_revisions(spoken: Server) -> None:
    entries = read(spoken, "/feeds/documents/short.atom").findall(f"{A}entry")
    links = [entry.findall(f"{A}link")[0].get("href") for entry in entries]
    assert links == [f"{BASE}/documents/short?revision={number}" for number in (2, 1)]
    assert said(entries[0], "title").startswith("Revision 2 of A short text")
    assert [a.text for a in entries[0].iter(f"{A}name")] == ["Boris Example"]


def test_each_feed_holds_its_own(spoken: Server) -> None:
    def numbers(address: str) -> list[int]:
        links = [entry.findall(f"{A}link")[0] for entry in read(spoken, address).findall(f"{A}entry")]
        return [int(urlsplit(link.get("href", "")).path.rpartition("/")[2]) for link in links]

    assert numbers("/feeds/contributions.atom") == [3, 2, 1]
    assert numbers("/feeds/people/ana-example.atom") == [3, 1]
    assert numbers("/feeds/people/boris-example.atom") == [2]
    assert numbers("/feeds/groups/civil-society.atom") == [3, 1]
    assert numbers("/feeds/groups/private-sector.atom") == []
    for nobody in ("/feeds/people/nobody.atom", "/feeds/groups/nobody.atom", "/feeds/documents/none.atom"):
        assert spoken.visitor().get(nobody).status_code == 404


def test_words_stand_in_it_as_they_were_written(spoken: Server) -> None:
    entries = read(spoken, "/feeds/contributions.atom").findall(f"{A}entry")
    assert HOSTILE in said(entries[2], "content")
    assert f"No: {HOSTILE}" in said(entries[0], "content")
    assert "Declined by Cora Example." in said(entries[0], "content")
    assert b"<script" not in spoken.visitor().get("/feeds/contributions.atom").data


def test_what_xml_cannot_hold_is_replaced() -> None:
    strange = "a\x00b\x0bc\ufffed\ud800e\U0001f600\t\n"
    entry = atom.Entry("tag:x,2026:1", strange, "https://x/?a=1&b=2", 0, 0, strange, strange, (strange,))
    root = fromstring(atom.feed_document(atom.Feed("https://x/f", "https://x/", strange, 0, (entry,))))
    assert said(root, "title") == "a\ufffdb\ufffdc\ufffdd\ufffde\U0001f600\t\n"
    assert root.findall(f"{A}entry/{A}link")[0].get("href") == "https://x/?a=1&b=2"


def test_an_entry_keeps_its_name_when_more_is_said_and_when_the_site_moves(
    spoken: Server, make_server: Callable[..., Server]
) -> None:
    before = {said(e, "title"): said(e, "id") for e in read(spoken, FEEDS[2]).findall(f"{A}entry")}
    spoken.dispose(spoken.cora, 1, "noted", "Thank you.")
    entries = read(spoken, FEEDS[2]).findall(f"{A}entry")
    assert {said(e, "title"): said(e, "id") for e in entries} == before
    assert said(entries[2], "updated") > said(entries[2], "published")
    ours = [said(e, "id") for e in read(make_server(), FEEDS[0]).findall(f"{A}entry")]
    theirs = [said(e, "id") for e in read(make_server(base_url=BASE), FEEDS[0]).findall(f"{A}entry")]
    assert ours == theirs


@pytest.mark.parametrize("address", [*FEEDS, "/sitemap.xml"])
def test_it_costs_the_same_however_much_was_said(spoken: Server, address: str) -> None:
    def cost() -> int:
        with questions() as asked:
            assert spoken.signed_in(spoken.boris).get(address).status_code == 200
        return len(asked)

    cost()
    few = cost()
    for turn in range(40):
        spoken.comment(spoken.ana, "privacy", f"Word {turn}.")
    number = spoken.propose(spoken.ana, "The last paragraph", "Quite other words.").number
    spoken.dispose(spoken.cora, number, "accepted")
    assert cost() == few
    if address != "/sitemap.xml":
        assert len(read(spoken, address).findall(f"{A}entry")) <= 30


@pytest.mark.parametrize("address", [*FEEDS, "/sitemap.xml", "/robots.txt"])
def test_it_is_kept_like_a_page(spoken: Server, address: str) -> None:
    client = spoken.visitor()
    first = client.get(address, headers={"Host": "evil.example"})
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert b"evil.example" not in first.data
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    spoken.comment(spoken.ana, "privacy", "One more.")
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_list_of_addresses(spoken: Server) -> None:
    root = fromstring(spoken.visitor().get("/sitemap.xml").data)
    assert root.tag == f"{S}urlset"
    listed = [str(part.text) for part in root.iter(f"{S}loc")]
    assert len(listed) == len(set(listed))
    assert {f"{BASE}/", f"{BASE}/documents/short", f"{BASE}/contributions/3"} <= set(listed)
    for address in listed:
        page = spoken.visitor().get(address.removeprefix(BASE))
        assert page.status_code == 200
        assert f'<link rel="canonical" href="{address}">' in page.text, address
    assert all(TIME.fullmatch(str(part.text)) for part in root.iter(f"{S}lastmod"))
    assert f"Sitemap: {BASE}/sitemap.xml" in spoken.visitor().get("/robots.txt").text


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/documents/short?said=all", "/documents/short"),
        ("/documents/short?revision=1&said=all", "/documents/short?revision=1"),
        ("/contributions?status=open", "/contributions"),
        ("/contributions?document=short", "/contributions"),
        ("/report?document=short&kind=comment&layout=iso", "/report?document=short"),
        ("/report?document=&kind=comment", "/report"),
        ("/documents/short/compare/1...2?view=source", "/documents/short/compare/1...2"),
        ("/documents/short?revision=99", None),
        ("/nowhere", None),
        ("/sign-in", None),
    ],
)
def test_a_page_names_its_one_address(spoken: Server, asked: str, canonical: str | None) -> None:
    found = re.findall(r'<link rel="canonical" href="([^"]*)">', spoken.visitor().get(asked).text)
    assert found == ([f"{BASE}{canonical}"] if canonical else [])


def test_pages_name_their_feeds(spoken: Server) -> None:
    for page, feed in (
        ("/", "/feeds/contributions.atom"),
        ("/documents/short", "/feeds/documents/short.atom"),
        ("/documents/short/history", "/feeds/documents/short.atom"),
        ("/contributions?handle=ana-example", "/feeds/people/ana-example.atom"),
        ("/contributions?group=civil-society", "/feeds/groups/civil-society.atom"),
    ):
        text = spoken.visitor().get(page).text
        assert re.search(rf'<link rel="alternate" type="application/atom\+xml"[^>]* href="{feed}">', text), (
            page
        )
    for nobody in ("/contributions?handle=nobody", "/contributions?group=nobody"):
        assert spoken.visitor().get(nobody).status_code == 200


def test_a_text_says_how_it_is_cited(spoken: Server) -> None:
    for address, number in (("/documents/short", 2), ("/documents/short?revision=1", 1)):
        page = spoken.visitor().get(address).text
        box = page[page.index('<h2 id="cite">') :]
        commit = spoken.site.index.texts.revision("short", number).commit  # type: ignore[arg-type]
        for part in (
            "A short text",
            f"revision {number}",
            f"{BASE}/documents/short?revision={number}",
            commit,
        ):
            assert part in box[: box.index("</section>")], (address, part)
        assert f'<meta name="citation_public_url" content="{BASE}/documents/short?revision={number}">' in page


def test_a_citation_can_be_had_as_a_file(spoken: Server) -> None:
    page = spoken.visitor().get("/documents/short?revision=1").text
    for form, kind, words in (
        ("bib", "application/x-bibtex", "@misc{short-revision-1,"),
        ("ris", "application/x-research-info-systems", f"UR  - {BASE}/documents/short?revision=1"),
        ("csl.json", "application/vnd.citationstyles.csl+json", '"version": "revision 1"'),
    ):
        address = f"/documents/short.{form}?revision=1"
        assert page.count(f'href="{address}"') == 2
        answer = spoken.visitor().get(address)
        assert answer.mimetype == kind and words in answer.text
        assert f"short-revision-1.{form}" in answer.headers["Content-Disposition"]
        assert spoken.visitor().get(f"/documents/short.{form}?revision=99").status_code == 404
    assert f'<link rel="cite-as" href="{BASE}/documents/short?revision=1">' in page
    assert '<meta name="DC.date" content="' in page
