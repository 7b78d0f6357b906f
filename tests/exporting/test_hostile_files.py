"""Whatever a text holds: a file of it fetches, reads and runs nothing; else it is refused in plain words."""

from __future__ import annotations

import re
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import corpora
import pytest

from wgec_living.domain.blocks import split
from wgec_living.domain.errors import CannotMake
from wgec_living.exporting import Exporter
from wgec_living.exporting.children import Children
from wgec_living.rendering import Renderer

MARKUP = (
    "bleach-data",
    "dompurify-expect",
    "html5lib-sanitizer-loofah",
    "justhtml-sanitize",
    "markdown-it-xss",
)
SECRET = "the-words-of-a-file-on-this-machine"
PAGE = '<!DOCTYPE html><html lang="en"><head><title>Hostile</title>{}</head><body>{}</body></html>'


@pytest.fixture
def caller() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that writes down who calls it, and what it wrote."""
    calls: list[str] = []

    class Written(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Keep still."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Written)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("form", ["pdf", "typst", "docx", "odt"])
def test_nothing_is_fetched_even_where_the_page_itself_asks_for_it(
    tmp_path: Path, caller: tuple[str, list[str]], form: str
) -> None:
    address, calls = caller
    file = tmp_path / "secret.txt"
    file.write_text(SECRET, "utf-8")
    places = (f"{address}/called", file.as_uri(), str(file), f"//{address[7:]}/called", "../secret.txt")
    head, body = [], ["<h1>Top</h1><p>Words.</p>"]
    for place in places:
        head.append(f'<link rel="stylesheet" href="{place}"><link rel="attachment" href="{place}">')
        head.append(f'<style>@import url("{place}"); @font-face {{ font-family: x; src: url("{place}") }}')
        head.append(
            f'p {{ background: url("{place}"); font-family: x }} h1 {{ content: url("{place}") }}</style>'
        )
        body.append(f'<img src="{place}" alt="x"><object data="{place}">x</object><embed src="{place}">')
        body.append(
            f'<iframe src="{place}"></iframe><svg><image href="{place}"/><use href="{place}#a"/></svg>'
        )
        body.append(f'<a rel="attachment" href="{place}">x</a><p style="list-style-image:url({place})">x</p>')
        body.append(
            f'<table><tr><td background="{place}">x</td></tr></table><script src="{place}">x</script>'
        )
    exporter = Exporter(
        tmp_path / "files", seconds=120, engines=["typst" if form == "typst" else "weasyprint"]
    )
    made = getattr(exporter, "pdf" if form == "typst" else form)(PAGE.format("".join(head), "".join(body)))
    assert calls == []
    parts = [made]
    if made.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(made)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    assert not any(SECRET.encode() in part for part in parts)
    assert b"/EmbeddedFile" not in made and b"/JavaScript" not in made


@pytest.fixture(scope="module")
def hostile(renderer: Renderer) -> str:
    """A page of everything the collections hold."""
    cases = [corpora.markup_of(case) for name in MARKUP for case in corpora.shared(f"xss/{name}.json")]
    cases += [corpora.markup_of(case) for case in corpora.own("markdown-authored.json")]
    cases += [str(text) for text in corpora.shared("strings/blns.json")]
    cases += [str(case.get("text", "")) for case in corpora.shared("unicode/bidi-invisible.json")]
    source = "\n\n".join(text.replace("\x00", "") for text in cases)
    body = renderer.document(source, split(source, front_matter=False)).html
    return PAGE.format("", f"<h1>Hostile</h1>{body}")


@pytest.mark.parametrize("form", ["pdf", "docx", "odt"])
def test_a_file_of_all_hostile_texts_leads_out_by_plain_links_alone(
    exporter: Exporter, hostile: str, form: str, pdf_words: Callable[[bytes], str]
) -> None:
    made = getattr(exporter, form)(hostile)
    if form == "pdf":
        words = pdf_words(made)
        assert "alert" in words and "root:" not in words
        assert b"/JavaScript" not in made and b"/Launch" not in made
        return
    with zipfile.ZipFile(BytesIO(made)) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist() if "xml" in name}
    if form == "docx":
        relations = re.findall(r"<Relationship [^>]*>", parts["word/_rels/document.xml.rels"])
        outside = [one for one in relations if 'TargetMode="External"' in one]
        targets = {found for one in outside for found in re.findall(r' Target="([^"]*)"', one)}
    else:
        targets = set(re.findall(r'xlink:href="([^"]*)"', parts["content.xml"]))
    assert targets and not [one for one in targets if not re.match("https?:|mailto:", one, re.IGNORECASE)]


def test_typst_makes_it_or_says_that_it_cannot(tmp_path: Path, hostile: str) -> None:
    exporter = Exporter(tmp_path, seconds=120, engines=["typst"], system_fonts=False)
    try:
        assert exporter.pdf(hostile).startswith(b"%PDF")
    except CannotMake as refused:
        assert re.search("no font for a letter|cannot be made", str(refused))


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_what_takes_all_memory_or_depth_is_refused_in_words(exporter: Exporter, form: str) -> None:
    deep = PAGE.format("", "<blockquote>" * 400 + "x" + "</blockquote>" * 400)
    try:
        getattr(exporter, form)(deep)
    except CannotMake as refused:
        assert "cannot be made" in str(refused)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no other process can be bounded")
def test_a_child_is_bounded_by_the_system_too(tmp_path: Path) -> None:
    told = "import resource, sys; sys.stdin.read(); print(resource.getrlimit(resource.RLIMIT_CPU)[1])"
    seconds = int(Children(1, 5.0).run([sys.executable, "-c", told], b"x", tmp_path, {}))
    assert 5 < seconds <= 5 * 1024
