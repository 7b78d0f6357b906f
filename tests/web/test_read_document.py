"""A text as it stands and as it stood."""

from __future__ import annotations

import re

from tests.conftest import TEXT, Server


def test_a_text_stands_with_its_numbers_in_the_margin(server: Server) -> None:
    server.comment(server.ana, "privacy")
    server.comment(server.boris, "privacy")
    block = server.block("privacy")
    page = server.visitor().get("/documents/short").text
    assert f'<tr id="b-{block}">' in page
    link = re.search(
        rf'<a class="mark has-open" href="/documents/short/blocks/{block}" aria-label="([^"]*)">', page
    )
    assert link is not None
    assert re.fullmatch(r"Row \d+, 2 contributions, all open", link.group(1))
    assert page.count('class="mark') == len(set(re.findall(r'href="(/documents/short/blocks/[^"]+)"', page)))


def test_each_margin_link_leads_to_its_passage(server: Server) -> None:
    client = server.visitor()
    page = client.get("/documents/short").text
    links = re.findall(r'href="(/documents/short/blocks/[^"]+)" aria-label="((?:Paragraph|Row) \d+)', page)
    assert len(links) >= 6
    for address, name in links:
        assert f"<h1>{name}</h1>" in client.get(address).text


def test_a_heading_reads_as_itself_beside_its_link(server: Server) -> None:
    page = server.visitor().get("/documents/short").text
    assert re.search(r'<a class="mark"[^>]*>§</a><h1 id="b-[0-9-]+">A short text</h1>', page)
    assert len(re.findall(r"<h1[ >]", page)) == 1


def test_the_page_says_who_changed_the_text_last_and_why(server: Server) -> None:
    number = server.propose(server.ana, "The second paragraph", "The second paragraph says less.").number
    server.dispose(
        server.cora,
        number,
        "accepted-with-changes",
        "Shorter is better.",
        TEXT.replace("says what could be done", "says least"),
    )
    page = server.visitor().get("/documents/short").text
    assert "<dt>Revision</dt><dd>2</dd>" in page
    assert "Ana Example" in page
    assert "accepted with changes by" in page
    assert "Shorter is better." in page
    assert 'href="/documents/short/compare/1...2"' in page
    assert 'href="/documents/short/history"' in page
    assert "not the text in force" not in page


def test_an_older_revision_says_that_it_is_not_in_force(server: Server) -> None:
    number = server.propose(server.ana, "The second paragraph", "The second paragraph says less.").number
    server.dispose(server.cora, number, "accepted", "")
    page = server.visitor().get("/documents/short?revision=1").text
    assert "This is not the text in force." in page
    assert "The second paragraph says what could be done." in page
    assert '<a href="/documents/short">Read the text in force, revision 2</a>' in page
    assert "/contributions/comment" not in page


def test_comments_on_the_whole_text_and_on_gone_paragraphs_stand_below(server: Server) -> None:
    server.comment(server.boris, "The last paragraph", "Is this needed?")
    number = server.propose(server.ana, "The last paragraph", "Shorter.").number
    without = TEXT.replace("The last paragraph closes the text.\n", "")
    server.dispose(server.cora, number, "accepted-with-changes", "Not needed.", without)
    page = server.visitor().get("/documents/short").text
    assert "On paragraphs that are no longer in the text" in page
    assert "Is this needed?" in page


def test_a_text_from_right_to_left_is_marked_as_such(server: Server) -> None:
    page = server.visitor().get("/documents/arabic").text
    assert '<article class="text" lang="ar" dir="rtl"' in page
    assert '<html lang="en" dir="ltr">' in page
    assert re.search(r'<a class="mark" href="/documents/arabic/blocks/[0-9-]+" lang="en"', page)


def test_a_bad_revision_is_not_found(server: Server) -> None:
    for value in ("0", "-1", "2", "x", "", "1.0", "01", "٣", "1 ", "9" * 30):
        answer = server.visitor().get("/documents/short", query_string={"revision": value})
        assert answer.status_code == 404, value
        assert re.search("no (such )?revision", answer.text), value
