"""Editions on their pages: published by a coordinator, read and cited by everybody."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import TEXT, Server, csrf
from wgec_living.services import founding, publishing
from wgec_living.services.publishing import Publication


def publish(server: Server, title: str = "Zero draft", note: str = "", **more: object) -> int:
    """Publish an edition as Cora, of what there is now."""
    seen = publishing.prospect(server.site, more.get("document"))  # type: ignore[arg-type]
    sent = Publication(title, note, seen.number, seen.main, **more)  # type: ignore[arg-type]
    return publishing.publish(server.site, server.cora, sent).number


def accept(server: Server, words: str, replacement: str) -> None:
    number = server.propose(server.ana, words, replacement, "It is *clearer*.").number
    server.dispose(server.cora, number, "accepted", "")


@pytest.fixture
def published(server: Server) -> Server:
    """Edition 1 of everything, a change of one text, edition 2 of the other one alone, edition 3, another change."""
    publish(server, note="For the *second* meeting.")
    accept(server, "The second paragraph", "The second paragraph says what must be done.")
    publish(server, "The Arabic text", document="arabic")
    publish(server, "First <b>draft</b>")
    accept(server, "The last paragraph", "The last paragraph ends the text.")
    return server


def _sent(client: FlaskClient, **fields: str) -> dict[str, str]:
    page = client.get("/editions/new").text
    return {"csrf_token": csrf(page), "title": "Zero draft", "note": "", "scope": "all"} | fields


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_a_coordinator_checks_and_publishes_an_edition(server: Server) -> None:
    client = server.signed_in(server.cora)
    assert "No edition has been published yet" in client.get("/editions").text
    checked = client.post("/editions/new", data=_sent(client, note="With a *note*.")).text
    assert "<em>note</em>" in checked
    assert "Nothing has changed" not in checked, "what was never published is new"
    assert "has not been published yet" in checked
    assert client.get("/editions/1").status_code == 404
    data = _hidden(checked) | {"action": "publish"}
    answer = client.post("/editions/new", data=data)
    assert (answer.status_code, answer.location) == (303, "/editions/1")
    again = client.post("/editions/new", data=data)
    assert (again.status_code, again.location) == (303, "/editions/1"), "sent twice, published once"
    page = client.get("/editions/1").text
    assert page.count("Edition 1 is published and on record.") == 1
    assert client.get("/editions/2").status_code == 404
    assert "With a <em>note</em>." in page
    other = client.post("/editions/new", data=data | {"title": "Another title"})
    assert other.status_code == 422 and "published with this form before" in other.text
    fresh = _hidden(other.text)
    assert fresh["idempotency_key"] not in ("", data["idempotency_key"]), "the way on is open"
    unchanged = client.post("/editions/new", data=_sent(client)).text
    assert "Nothing has changed since the last edition." in unchanged


def test_what_is_not_as_it_should_be_is_said_and_kept(server: Server) -> None:
    client = server.signed_in(server.cora)
    answer = client.post("/editions/new", data=_sent(client, title=" ", note="Words I typed", scope="../x"))
    assert answer.status_code == 422
    assert "Words I typed" in answer.text and "Please choose one of these." in answer.text
    answer = client.post("/editions/new", data=_sent(client, title=" "))
    assert answer.status_code == 422 and "Please fill this in." in answer.text
    answer = client.post("/editions/new", data=_sent(client, action="edit", note="Words I typed"))
    assert answer.status_code == 200 and "Words I typed" in answer.text
    answer = client.post("/editions/new", data=_sent(client, action="publish", number="9" * 5_000))
    assert answer.status_code == 409 and "this one would be edition 1" in answer.text


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        (lambda s: accept(s, "The second paragraph", "Other words."), "The record went on meanwhile"),
        (publish, "Another edition was published meanwhile; this one would be edition 2."),
    ],
)
def test_what_moved_meanwhile_is_shown_afresh(
    server: Server, meanwhile: Callable[[Server], object], told: str
) -> None:
    client = server.signed_in(server.cora)
    data = _hidden(client.post("/editions/new", data=_sent(client, title="My title")).text)
    meanwhile(server)
    answer = client.post("/editions/new", data=data | {"action": "publish"})
    assert answer.status_code == 409
    assert told in answer.text and "My title" in answer.text
    assert not any(one.title == "My title" for one in server.site.index.editions.all())
    answer = client.post("/editions/new", data=_hidden(answer.text) | {"action": "publish"})
    assert answer.status_code == 303


def test_the_page_of_an_edition_tells_its_texts_and_what_changed(published: Server) -> None:
    vera = published.visitor()
    first, third = vera.get("/editions/1").text, vera.get("/editions/3").text
    assert hashlib.sha256(TEXT.encode()).hexdigest() in first
    recomputed = re.search(r'curl -s "http://localhost([^"]*)" \| sha256sum', first)
    assert recomputed
    assert vera.get(recomputed[1]).data == TEXT.encode(), "what the one line on the page adds up"
    assert "For the <em>second</em> meeting." in first
    assert "published for the first time" in first
    assert "First &lt;b&gt;draft&lt;/b&gt;" in third
    assert 'href="/documents/short/compare/edition-1...edition-3"' in third
    assert "1 change since edition 1" in third
    assert "unchanged since edition 2" in third, "the Arabic text was published in between, by itself"
    change = third[third.index("What changed since edition 1") :]
    for words in ("Ana Example", "Network for Open Access", '"/contributions/1"', "Cora Example"):
        assert words in change, words
    alone = vera.get("/editions/2").text
    assert "/documents/arabic?edition=2" in alone and "/documents/short" not in alone
    listed = vera.get("/editions").text
    assert listed.index("Edition 3") < listed.index("Edition 2") < listed.index("Edition 1")


def test_a_text_brought_in_is_told_on_editions_and_in_the_history(published: Server, tmp_path: Path) -> None:
    file = tmp_path / "short.md"
    file.write_text(TEXT.replace("first", "very first"), "utf-8")
    founding.import_document(published.site, file, "short")
    founding.import_document(published.site, file, "annex")
    file.write_text(TEXT, "utf-8")
    founding.import_document(published.site, file, "annex")
    publish(published, note="Of **all**, see [the list](https://example.org/list).")
    page = published.visitor().get("/editions/4").text
    annex, short = page[page.index("documents/annex?") :], page[page.index("documents/short?") :]
    assert "How it came to read so: 1 change" in annex, "the second of its two imports"
    assert "A new text was brought in by" in annex and "A new text was brought in by" in short
    told = published.visitor().get("/history").text
    assert "Of all, see the list." in told and "Bring in" not in told
    assert "The text was brought in by" in told


def test_an_edition_of_a_text_is_frozen_and_cited(published: Server) -> None:
    vera = published.visitor()
    page = vera.get("/documents/short?edition=1").text
    assert "says what could be done" in page
    assert "The text has gone on since" in page
    assert 'href="/documents/short/compare/edition-1...now"' in page
    assert "edition 3</a>, has been published" in page
    assert "contributions/comment" not in page, "a published edition is not commented on"
    for query in ("edition=1", "edition=1&view=provenance"):
        told = vera.get(f"/documents/short?{query}").text
        assert 'aria-label="Paragraph 2">' in told, "nothing is counted, not even none"
    assert hashlib.sha256(TEXT.encode()).hexdigest() in page
    cited = page[page.index('id="cite"') :]
    assert "edition 1" in cited and "http://localhost/documents/short?edition=1" in cited
    (tagged,) = (one for one in published.site.index.editions.all() if one.number == 1)
    for told in (cited, vera.get("/editions/1").text.split('id="cite"')[1]):
        assert f"tag <code>edition/1</code> on commit <code>{tagged.commit}</code>" in told
    for form in ("bib", "ris", "csl.json"):
        told = vera.get(f"/documents/short.{form}?edition=1").text
        assert f"tag edition/1, commit {tagged.commit}" in told
    assert '<meta name="citation_title" content="A short text, edition 1">' in page
    assert '<link rel="canonical" href="http://localhost/documents/short?edition=1">' in page


def test_the_text_in_force_says_which_edition_stands(published: Server) -> None:
    vera = published.visitor()
    page = vera.get("/documents/short").text
    assert 'href="/documents/short?edition=3">Edition 3</a>' in page
    assert 'href="/documents/short/compare/edition-3...now">1 change since</a>' in page
    assert "unchanged since" in vera.get("/documents/arabic").text
    cited = vera.get("/documents/arabic").text.split('id="cite"')[1]
    assert "edition 3" in cited, "the text in force reads as edition 3"
    assert "Edition 3" in vera.get("/documents/short?edition=3").text


def test_an_older_revision_names_its_own_edition_and_no_later_one(published: Server) -> None:
    reader = published.visitor()
    assert "This is the text of <a" in reader.get("/documents/short?revision=1").text
    accept(published, "The first paragraph", "The first paragraph says other things.")
    unpublished = reader.get("/documents/short?revision=3").text
    assert "<dt>Edition</dt>" not in unpublished and "unchanged since" not in unpublished


def test_a_comparison_begins_at_the_newest_edition_that_differs(published: Server) -> None:
    reader = published.visitor()
    assert '<option value="edition-3" selected>' in reader.get("/documents/short/compare").text
    publish(published, "As it is now")
    assert '<option value="edition-3" selected>' in reader.get("/documents/short/compare").text


def test_a_day_to_come_is_said_to_be_one(server: Server) -> None:
    assert "That day is not over yet." in server.visitor().get("/documents/short?as-of=2999-01-01").text


def test_editions_are_followed_and_gathered(published: Server) -> None:
    vera = published.visitor()
    feed = vera.get("/feeds/editions.atom").text
    assert feed.count("<entry>") == 3 and "<b>" not in feed
    assert "http://localhost/editions/2" in feed
    own = vera.get("/feeds/documents/short.atom").text
    assert "documents/short?edition=3" in own and "edition=2" not in own
    listed = vera.get("/sitemap.xml").text
    for address in ("/editions/2", "/documents/short?edition=1", "/documents/arabic?edition=2"):
        assert f"<loc>http://localhost{address}</loc>" in listed
    assert "/documents/short?edition=2" not in listed


def test_points_of_a_text_that_are_not_there_offer_the_nearest(published: Server) -> None:
    vera = published.visitor()
    for address, offered in (
        ("/documents/short?edition=2", "/documents/short?edition=3"),
        ("/documents/short?edition=9", "/documents/short?edition=3"),
        ("/documents/short?edition=x", "/documents/short?revision=1"),
        ("/documents/short?revision=9", "/documents/short?revision=3"),
        ("/documents/short?revision=0", "/documents/short?revision=1"),
        ("/documents/short?as-of=1999-12-31", "/documents/short?revision=1"),
        ("/documents/short/compare/edition-9...now", "/documents/short/compare/edition-3...now"),
        ("/documents/short/compare/1...44", "/documents/short/compare/1...3"),
        ("/documents/short/compare/nonsense...2", "/documents/short/compare/now...2"),
        ("/editions/9", "/editions/3"),
    ):
        answer = vera.get(address)
        assert answer.status_code == 404, address
        assert f'href="{offered}"' in answer.text, (address, offered)
        assert vera.get(offered, follow_redirects=True).status_code == 200, offered


def test_any_two_points_are_compared_in_either_order(published: Server) -> None:
    vera = published.visitor()
    page = vera.get("/documents/short/compare/edition-1...now").text
    assert "From edition 1 to the text in force" in page
    assert "2 paragraphs changed" in page
    assert 'href="/documents/short/compare/1...3"' in page, "an address that lasts"
    answer = vera.get("/documents/short/compare/now...edition-1")
    assert (answer.status_code, answer.location) == (302, "/documents/short/compare/edition-1...now")
    same = vera.get("/documents/short/compare/edition-3...2").text
    assert "one and the same revision" in same
    assert vera.get("/documents/short/compare/1...2100-01-01").status_code == 200
    for query, pair in (
        ("older=edition-1&newer=now&from=&to=", "edition-1...now"),
        ("older=now&newer=now&from=2&to=+1+", "1...2"),
        ("older=1&newer=now&from-day=&to-day=2100-01-01", "1...2100-01-01"),
    ):
        answer = vera.get(f"/documents/short/compare?{query}")
        assert (answer.status_code, answer.location) == (303, f"/documents/short/compare/{pair}")
    wrong = vera.get("/documents/short/compare?older=1&newer=now&to=soon")
    assert wrong.status_code == 404 and 'value="soon"' in wrong.text
    for query, sentence, field in (
        ("older=1&newer=now&from=1&from-day=2026-11-24", "Leave one of the two empty.", "from-day"),
        ("older=1&newer=now&to-day=5", "A day is written like 2026-11-24.", "to-day"),
        ("older=1", "Choose a point here.", "newer"),
    ):
        wrong = vera.get(f"/documents/short/compare?{query}")
        assert wrong.status_code == 422, query
        assert f'<a href="#field-{field}">{sentence}</a>' in wrong.text, query
        assert re.search(f'name="{field}"[^>]* aria-invalid="true"', wrong.text), query


def test_two_documents_are_not_compared(published: Server) -> None:
    vera = published.visitor()
    for address in (
        "/documents/short/compare/1...arabic@1",
        "/documents/short/compare/documents/arabic...now",
        "/documents/short/compare/1...2?with=arabic",
        "/documents/short/compare?with=arabic",
        "/documents/short/compare?older=1&newer=now&to=arabic:1",
        "/api/v1/documents/short/comparison?from=1&to=arabic@1",
        "/api/v1/documents/short/comparison?from=1&to=2&with=arabic",
    ):
        answer = vera.get(address)
        assert answer.status_code == 422, address
        assert "one document with itself" in answer.text, address
