"""Marks that turn the direction of writing, left open in people's words, turn nothing outside those words."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browser.hostile_serving import listening
from tests.browser.hostile_watching import watching
from tests.conftest import Server
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import contributing, founding, publishing

pytestmark = pytest.mark.xdist_group("hostile")
OVERRIDE, ISOLATE, EMBED = "\u202e", "\u2067", "\u202b"
MARK = "qqq"
"""Stands in every hostile text, so that the page's own words can be told from people's."""
TURNED = """(mark) => {
  const own = ".said-words, article.text, blockquote, .redline, bdi, q, pre, code, textarea, select, .visually-hidden";
  const turned = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    const words = node.data.match(/[A-Za-z]{3,}/g);
    if (!words || node.data.includes(mark) || node.parentElement.closest(own)) continue;
    const edge = (at) => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect();
    };
    const start = node.data.search(/[A-Za-z]{3,}/);
    const first = edge(start), second = edge(start + 1);
    if (!first.width || Math.abs(first.top - second.top) > 3) continue;
    if (second.left < first.left) turned.push(node.data.trim().slice(0, 80));
  }
  return turned;
}"""

WHOLE = """() => {
  for (const mark of document.querySelectorAll(".found mark")) mark.replaceWith(...mark.childNodes);
  document.body.normalize();
}"""
"""Puts words found together again with those around them, so that all are known for people's own by the mark."""


@pytest.fixture
def turning(server: Server, tmp_path: Path) -> tuple[Server, list[str]]:
    """A record whose titles, headings, words and quotations leave directions open, and the pages to read."""
    open_words = f"{MARK} {OVERRIDE}{ISOLATE}{EMBED}{OVERRIDE} {MARK} turned"
    file = tmp_path / "turning.md"
    text = (
        f"---\ntitle: {open_words}\nlanguage: en\n---\n\n# {open_words}\n\n## {open_words}\n\nA {open_words}\n\n"
        f"| head {open_words} | b |\n|---|---|\n| {open_words} | cell |\n\n- {open_words}\n"
    )
    file.write_text(text, "utf-8")
    founding.import_document(server.site, file, "turning")
    file.write_text(text.replace("turned", "turned again"), "utf-8")
    founding.import_document(server.site, file, "turning")
    document = server.site.index.texts.document(DocumentPath("turning"))
    ids = [block for block in server.site.index.texts.block_ids(document.path, document.revision)]
    for block in ids[1:4]:
        sent = contributing.Submission(
            Kind.COMMENT, document.path, document.commit, open_words, (block,), title=open_words
        )
        contributing.submit(server.site, server.ana, sent)
    server.propose(server.boris, f"A {MARK}", f"B {open_words}", open_words, path="turning")
    server.propose(server.ana, f"A {MARK}", f"C {open_words}", open_words, path="turning")
    server.dispose(server.cora, 4, "accepted", "")
    server.dispose(server.cora, 5, "declined", open_words)
    seen = publishing.prospect(server.site)
    sent_out = publishing.Publication(open_words, open_words, seen.number, seen.main)
    publishing.publish(server.site, server.cora, sent_out)
    pages = ["/", "/documents", "/documents/turning", "/documents/turning/history", "/contributions"]
    pages += ["/contributions?order=paragraph", "/report", "/report?layout=iso", "/report?layout=w3c"]
    pages += ["/history", "/documents/turning?revision=1", "/documents/turning/history/time-lapse?revision=2"]
    pages += ["/editions", "/editions/1", "/documents/turning?edition=1", "/documents/turning/compare"]
    pages += [f"/documents/turning/compare/{pair}" for pair in ("1...2", "2...3")]
    pages += [f"/contributions/{number}" for number in range(1, 6)]
    pages += [f"/documents/turning/blocks/{block}" for block in ids[1:]]
    pages += [f"/search?q={MARK}+{quote(OVERRIDE)}", f"/search?q={MARK}&page=2"]
    pages += [f"/search?q={MARK}+turned&where=history", f"/search?q=none+{MARK}+{quote(OVERRIDE)}"]
    return server, pages


def test_nothing_around_peoples_words_is_turned(chromium: Browser, turning: tuple[Server, list[str]]) -> None:
    server, pages = turning
    with listening(server.app) as address, watching(chromium, address) as eyes:
        for path in pages:
            page = eyes.read(path)
            page.evaluate(WHOLE)
            assert page.evaluate(TURNED, MARK) == [], path
        assert eyes.seen.broken == []


def test_the_look_would_see_a_turned_word(chromium: Browser, server: Server) -> None:
    with listening(server.app) as address, watching(chromium, address) as eyes:
        page = eyes.read("/people")
        page.evaluate(
            """(mark) => { const p = document.createElement("p");
               p.append(mark + " \\u202e ", Object.assign(document.createElement("b"), {textContent: "page words"}));
               document.querySelector("main").append(p); }""",
            MARK,
        )
        assert page.evaluate(TURNED, MARK) == ["page words"]
