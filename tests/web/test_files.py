"""Documents as files: every format at every point, kept by a tag, and a plain answer where one cannot be made."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from xml.etree.ElementTree import fromstring

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server
from tests.services.plain_git import git
from tests.web.test_editions import publish
from wgec_living.exporting import Exporter
from wgec_living.services.deciding import preview
from wgec_living.web.filed import with_addresses
from wgec_living.web.pages import files

OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def part(made: bytes, name: str) -> str:
    """Return one part of a file of Office."""
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return archive.read(name).decode("utf-8")


def spoken(server: Server) -> FlaskClient:
    """Return Vera's client for a record with two revisions, an edition and an open comment with a reply."""
    server.propose(server.ana, "The first paragraph", "The first paragraph says where we are today.")
    server.dispose(server.cora, 1, "accepted")
    publish(server)
    server.comment(server.boris, "The second paragraph", "Is that *all*? See [here](/people).")
    return server.visitor()


def with_exporter(server: Server, exporter: Exporter) -> None:
    """Have the server make its files by another exporter."""
    server.app.extensions["site"] = dataclasses.replace(server.site, exporter=exporter)


def test_every_format_is_handed_out_with_name_type_and_tag(server: Server) -> None:
    vera = spoken(server)
    for form, kind, start in (
        ("md", "text/markdown", b"---"),
        ("html", "text/html", b"<!DOCTYPE html>"),
        ("pdf", "application/pdf", b"%PDF"),
        ("docx", OFFICE, b"PK"),
        ("odt", "application/vnd.oasis.opendocument.text", b"PK"),
    ):
        answer = vera.get(f"/documents/short.{form}")
        assert answer.status_code == 200 and answer.mimetype == kind and answer.data.startswith(start)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="short-revision-2.{form}"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        again = vera.get(f"/documents/short.{form}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304 and not again.data
    assert len(list((server.data / "files" / "made").glob("*.file"))) == 3


def test_the_markdown_is_the_source_byte_by_byte_and_the_html_needs_nothing_else(server: Server) -> None:
    vera = spoken(server)
    source = git(server.site.record.git_dir, "show", "main:documents/short.md")
    assert vera.get("/documents/short.md").text == source
    page = vera.get("/documents/short.html").text
    assert not re.search(r"<(?:script|link|img|iframe|object)|\bsrc=|url\(|@import", page)
    assert 'data-style="Paragraph number">1</span> The first paragraph says where we are today.' in page
    assert "revision 2" in page and "commit <code>" in page


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("revision=1", "short-revision-1.html", "where we stand"),
        ("edition=1", "short-revision-2.html", "edition 1"),
        ("as-of=2026-06-01", "short-revision-1.html", "as it stood on 2026-06-01"),
    ],
)
def test_a_file_holds_the_text_at_the_point_asked_for(
    server: Server, query: str, name: str, words: str
) -> None:
    answer = spoken(server).get(f"/documents/short.html?{query}")
    assert name in answer.headers["Content-Disposition"] and words in answer.text


def test_an_unknown_point_or_format_is_not_found_and_the_nearest_file_is_offered(server: Server) -> None:
    vera = spoken(server)
    answer = vera.get("/documents/short.pdf?revision=9")
    assert answer.status_code == 404 and 'href="/documents/short.pdf?revision=2"' in answer.text
    compared = vera.get("/documents/short/compare/1...9.docx")
    assert compared.status_code == 404 and 'href="/documents/short/compare/1...2.docx"' in compared.text
    for address in ("short.exe", "none.pdf", "short.pdf?contributions=all", "short/compare/1...2.odt"):
        assert vera.get(f"/documents/{address}").status_code == 404, address


def test_contributions_stand_in_the_margin_of_a_word_file(server: Server) -> None:
    vera = spoken(server)
    server.comment(server.ana, "privacy", "On a row.")
    made = vera.get("/documents/short.docx?contributions=undecided").data
    comments = part(made, "word/comments.xml")
    assert comments.count("<w:comment ") == 2
    assert (
        'w:author="Boris Example (Samplestan)"' in comments
        and "(open)" in comments
        and "On a row." in comments
    )
    text = part(made, "word/document.xml")
    start = text.index('<w:commentRangeStart w:id="1" />')
    assert "The second paragraph" in re.sub(
        "<[^>]*>", "", text[start : text.index('<w:commentRangeEnd w:id="1"')]
    )
    everything = vera.get("/documents/short.docx?contributions=all").data
    assert "Decision: Accepted" in re.sub("<[^>]*>", "", part(everything, "word/comments.xml"))
    assert "word/comments.xml" not in part(vera.get("/documents/short.docx").data, "[Content_Types].xml") or (
        "<w:comment " not in part(vera.get("/documents/short.docx").data, "word/comments.xml")
    )


def test_what_only_looks_like_an_address_stays_as_it_is_written() -> None:
    code = '<p><code>&lt;a href="docs/x"&gt;</code> or href="docs" in words.</p>'
    assert with_addresses(code, "https://a.example/documents/short") == code
    link = '<p><a title="t" rel="nofollow" href="/people">here</a><a href="#b">b</a></p>'
    assert with_addresses(link, "https://a.example/documents/short") == link.replace(
        '"/people', '"https://a.example/people'
    )


def test_signs_that_no_file_holds_break_none(server: Server) -> None:
    server.comment(server.ana, "privacy", "A sign \uffff that\ufffe no XML holds.")
    vera = server.visitor()
    for address in ("/documents/short.docx?contributions=all", "/report.docx", "/report.xlsx"):
        with zipfile.ZipFile(BytesIO(vera.get(address).data)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    fromstring(archive.read(name))


def test_a_comparison_is_a_word_file_with_tracked_changes_and_a_page_with_names(server: Server) -> None:
    vera = spoken(server)
    answer = vera.get("/documents/short/compare/1...edition-1.docx")
    assert 'filename="short-revisions-1-to-2.docx"' in answer.headers["Content-Disposition"]
    text = part(answer.data, "word/document.xml")
    who = r'w:author="Ana Example \(Network for Open Access\)" w:date="2026-[^"]*Z"'
    assert re.search(rf"<w:ins [^>]*{who}>.*?are today", text) and re.search(
        rf"<w:del [^>]*{who}>.*?stand", text
    )
    page = vera.get("/documents/short/compare/1...now.html").text
    assert "Brought by <bdi>Ana Example (Network for Open Access)</bdi>, proposal 1: " in page
    assert vera.get("/documents/short/compare/1...now.pdf").data.startswith(b"%PDF")
    swapped = vera.get("/documents/short/compare/2...1.docx")
    assert swapped.status_code == 302 and swapped.location == "/documents/short/compare/1...2.docx"


def test_words_of_the_coordinator_are_tracked_as_hers_and_a_comment_tells_the_decision(
    server: Server,
) -> None:
    words, reason = "The second paragraph says what must be done.", "It is clearer.\n\nAlso shorter."
    number = server.propose(server.ana, "second paragraph", words, reason).number
    text = preview(server.site, number).text.replace("must be done", "must be done at once")
    server.dispose(server.cora, number, "accepted-with-changes", "Delay is not wanted.", text=text)
    made = server.visitor().get("/documents/short/compare/1...2.docx").data
    tracked = re.findall(
        r'<w:(ins|del) [^>]*author="(\w+) [^>]*[^/]>(.*?)</w:\1>', part(made, "word/document.xml")
    )
    assert [(op, who, re.sub("<[^>]*>", "", words).strip()) for op, who, words in tracked] == [
        ("del", "Cora", "could"),
        ("ins", "Ana", "must"),
        ("ins", "Cora", "at once"),
    ]
    comments = " ".join(re.sub("<[^>]*>", "", part(made, "word/comments.xml")).split())
    assert "Brought by Ana Example (Network for Open Access)" in comments
    assert f"/contributions/{number}" in comments and "Why: It is clearer. Also shorter." in comments
    assert "Decision: Accepted with changes by Cora Example" in comments
    assert "Reason of the decision: Delay is not wanted." in comments
    page = server.visitor().get("/documents/short/compare/1...2.html").text
    assert "Decision: Accepted with changes by <bdi>Cora Example" in page and "Delay is not wanted." in page


def test_a_comparison_bears_the_name_that_the_text_has_now(server: Server) -> None:
    vera = spoken(server)
    address = "/documents/short/compare/1...2.html"
    before = vera.get(address)
    server.propose(server.ana, "The second paragraph", "The second paragraph is about what could be done.")
    source = vera.get("/documents/short.md").text
    named = source.replace("A short text", "A renamed text")
    server.dispose(server.cora, 3, "accepted-with-changes", text=named)
    after = vera.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200 and "<title>A renamed text:" in after.text


def test_what_cannot_be_made_is_told_and_the_other_formats_are_offered(
    server: Server, tmp_path: Path
) -> None:
    vera = spoken(server)
    with_exporter(server, Exporter(tmp_path, pandoc="", engines=[]))
    for form, told in (("docx", "lacks pandoc"), ("pdf", "neither WeasyPrint with Pango nor Typst")):
        answer = vera.get(f"/documents/short.{form}")
        assert answer.status_code == 501 and told in answer.text
        assert 'href="/documents/short.html?revision=2"' in answer.text
    with_exporter(server, Exporter(tmp_path, seconds=0.01))
    late = vera.get("/documents/short.pdf")
    assert late.status_code == 501 and "takes too long" in late.text


def test_when_all_are_at_work_one_is_asked_to_come_again(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera = spoken(server)
    exporter = Exporter(tmp_path, places=1)
    with_exporter(server, exporter)
    monkeypatch.setattr("wgec_living.exporting.children.PATIENCE", 0.05)
    began, done = Event(), Event()
    children = exporter._children
    run: Callable[..., bytes] = children.run
    built: list[object] = []
    build = files._document
    monkeypatch.setattr(files, "_document", lambda *asked: built.append(asked) or build(*asked))

    def slow(*arguments: object) -> bytes:
        began.set()
        done.wait(60)
        return run(*arguments)

    monkeypatch.setattr(children, "run", slow)
    first = Thread(target=lambda: server.visitor().get("/documents/short.odt"))
    first.start()
    assert began.wait(60)
    answer = vera.get("/documents/short.docx")
    assert len(built) == 1, "not even the page of the second was put together"
    done.set()
    first.join(60)
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "10"
    assert vera.get("/documents/short.docx").status_code == 200
