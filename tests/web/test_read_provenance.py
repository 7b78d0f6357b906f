"""The text marked by who brought its words, and how much each brought."""

from __future__ import annotations

import re
from html import unescape

from tests.conftest import Server
from wgec_living.services.deciding import preview
from wgec_living.web.origin_marks import group_marks

ADDRESS = "/documents/short?view=provenance"


def article(page: str) -> str:
    """Return the text of the document in a page."""
    found = re.search(r'<article class="text".*?</article>', page, re.DOTALL)
    assert found is not None
    return found[0]


def told(html: str) -> str:
    """Return what is read of some HTML, without the labels and the numbers in the margin."""
    html = re.sub(r'<a class="(?:sign|mark)[^>]*>.*?</a>', "", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def test_words_are_marked_with_group_and_contribution(server: Server) -> None:
    number = server.propose(
        server.ana, "second paragraph", "The second paragraph says what must be done."
    ).number
    server.dispose(server.cora, number, "accepted")
    page = server.visitor().get(ADDRESS).text
    run = re.search(
        rf'<span class="brought by-3">must</span>(<a class="sign origin by-3" href="/contributions/{number}"'
        r'[^>]*aria-label="([^"]*)">([^<]*)</a>)',
        page,
    )
    assert run is not None
    assert (
        run[2] == f"CS {number}: contribution {number}, Ana Example, Network for Open Access, Civil society"
    )
    assert run[3] == f"CS {number}"
    assert page.count('class="sign origin') == 1, "words of the first revision are not marked"
    assert '<strong class="origin by-3">CS</strong> <bdi>Civil society</bdi>' in page


def test_the_words_of_the_coordinator_have_a_star(server: Server) -> None:
    number = server.propose(server.ana, "second paragraph", "Ana’s own words stand here.").number
    text = preview(server.site, number).text.replace("stand here", "stand here without delay")
    server.dispose(server.cora, number, "accepted-with-changes", text=text)
    page = server.visitor().get(ADDRESS).text
    assert f">IIO {number}*</a>" in page
    assert "words of the coordinator" in page


def test_the_text_itself_stays_whole(server: Server) -> None:
    words = "The *second* paragraph says [what](https://a.example/) `could` & **must** be done[^1]."
    number = server.propose(server.ana, "second paragraph", words + "\n\n[^1]: A note.").number
    server.dispose(server.cora, number, "accepted")
    again = "The *second* paragraph says [what or whom](https://a.example/) `could` & **should** be done[^1]."
    other = server.propose(server.boris, "second", again).number
    server.dispose(server.cora, other, "accepted")
    client = server.visitor()
    marked, plain = (article(client.get(address).text) for address in (ADDRESS, "/documents/short?said=none"))
    assert told(marked) == told(plain)
    assert len(re.findall(r"<span class=\"brought", marked)) > 3
    assert f"MS {other}" in marked
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", marked, re.DOTALL), "no link stands in another"


def test_the_shares_count_every_word_once(server: Server) -> None:
    number = server.propose(server.ana, "second paragraph", "Eight new words that nobody wrote here before.")
    server.dispose(server.cora, number.number, "accepted")
    page = server.visitor().get(ADDRESS).text
    total = int(re.search(r"Of the ([\d,]+) words", page)[1])  # type: ignore[index]
    tables = re.findall(r"<table>.*?</table>", page[page.index('id="shares"') :], re.DOTALL)
    assert len(tables) == 2
    for table in tables:
        counts = re.findall(r'<td class="amount">([\d,]+)</td>', table)
        assert sum(map(int, counts)) == total
        assert "8" in counts
    assert "Network for Open Access" in tables[1]


def test_it_leads_to_and_from_the_normal_view(server: Server) -> None:
    client = server.visitor()
    assert 'href="/documents/short?view=provenance"' in client.get("/documents/short").text
    number = server.propose(server.ana, "second paragraph", "Other words.").number
    server.dispose(server.cora, number, "accepted")
    assert (
        'href="/documents/short?revision=1&amp;view=provenance"'
        in client.get("/documents/short?revision=1").text
    )
    old = client.get(ADDRESS + "&revision=1").text
    assert "This is not the text in force." in old
    assert "Other words." not in old
    assert 'href="/documents/short?revision=1"' in old
    assert 'href="/documents/short"' in client.get(ADDRESS).text


def test_what_does_not_exist_is_not_found(server: Server) -> None:
    client = server.visitor()
    for query in ("view=provenance&revision=9", "view=provenance&revision=x", "view=nothing"):
        assert client.get(f"/documents/short?{query}").status_code == 404, query
    assert client.get("/documents/short?view=text").status_code == 200
    assert client.get("/documents/nothing?view=provenance").status_code == 404


def test_each_group_has_a_label_of_its_own() -> None:
    marks = group_marks(["Civil society", "Creative seniors", "Friends of the sea and the coast", "", "Ε"])
    assert [mark.label for mark in marks.values()] == ["CS", "CS2", "FSC", "Ε"]
    assert len({mark.style for mark in marks.values()}) == 4
