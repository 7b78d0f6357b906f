"""A text laid out whole by the library itself, and the plain story of tags and words that any HTML tells."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension

from wgec_living.domain.blocks_patterns import front_matter_end
from wgec_living.rendering.cleaning import clean
from wgec_living.rendering.reader import _Images


def whole_page(source: str) -> str:
    """Return the cleaned HTML of `source` laid out in one piece, without front matter and raw HTML."""
    source = source.replace("\r\n", "\n")
    lines = source.split("\n")
    lines = lines[front_matter_end(lines) :]
    markdown = Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            "fenced_code",
            FootnoteExtension(PLACE_MARKER="no such place"),
            "sane_lists",
            "abbr",
        ],
        output_format="html",
    )
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    markdown.treeprocessors.register(_Images(markdown), "images", 6)
    return clean(markdown.convert("\n".join(lines)))


class _Story(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[str] = []
        self.words: list[str] = []
        self.pre = 0

    def _flush(self) -> None:
        text = re.sub(r"\s+", " ", "".join(self.words)).strip()
        self.words = []
        if text:
            self.events.append(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = dict(attrs)
        if tag == "div" or (tag == "span" and kept.get("class") == "note-target"):
            return
        self._flush()
        kept.pop("id", None)
        kept.pop("rel", None)
        if (kept.get("class") or "footnote").startswith("footnote"):
            kept.pop("class", None)
        if re.match(r"#(?:\w+-)?fn", kept.get("href") or ""):
            kept["href"] = "#note"
        self.events.append(f"<{tag} {sorted(kept.items())}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"div", "span"}:
            return
        self._flush()
        self.events.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def story(html: str) -> list[str]:
    """Return the tags, attributes and words of `html`, without what differs by intention: ids and wrappers."""
    parser = _Story()
    parser.feed(html)
    parser.close()
    parser._flush()
    return parser.events
