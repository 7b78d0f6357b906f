"""Python-Markdown set up for texts from anybody: raw HTML is text, images are links, footnotes leave a mark.

Runs in the worker process only.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockQuoteProcessor
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from .cleaning import MARK


class Reader:
    """One reusable set-up of the library; after any exception it is thrown away and made anew."""

    def __init__(self) -> None:
        self._notes = FootnoteExtension()
        self._abbreviations: Any = AbbrExtension()
        self.markdown = Markdown(
            extensions=[
                TableExtension(use_align_attribute=True),
                FencedCodeExtension(),
                self._notes,
                SaneListExtension(),
                self._abbreviations,
            ],
            output_format="html",
        )
        md = self.markdown
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        # Footnotes are numbered and gathered over the whole text by the server, not here.
        md.treeprocessors.deregister("footnote")
        md.treeprocessors.deregister("footnote-duplicate")
        md.postprocessors.deregister("footnote")
        self.references = _NoteReferences(md)
        md.inlinePatterns.register(self.references, "footnote", 175)
        self.quotes = _Quotes(md.parser)
        md.parser.blockprocessors.register(self.quotes, "quote", 20)
        md.treeprocessors.register(_Images(md), "images", 6)

    def definitions(self, source: str, kind: str) -> dict[str, Any]:
        """Return what `source` defines for the whole text, and whether anything else stands in it.

        Of a source without a `kind` it is known that it holds definitions, though alone it could be read as
        something else.
        """
        md = self.markdown
        md.reset()
        empty = len(self.tree(source, kind)) == 0 if kind else self._only_definitions(source)
        return {
            "references": {label: list(target) for label, target in md.references.items()},
            "abbreviations": dict(self._abbreviations.abbrs),
            "footnotes": list(self._notes.footnotes.items()),
            "empty": empty,
        }

    def _only_definitions(self, source: str) -> bool:
        """Read definitions and nothing else; say whether nothing else was there."""
        registered = self.markdown.parser.blockprocessors
        processors = [registered[name] for name in ("footnote", "abbr", "reference")]
        root = etree.Element("div")
        runs = "\n".join(self._lines(source)).split("\n\n")
        while runs:
            if not runs[0].strip():
                runs.pop(0)
            elif not any(processor.run(root, runs) for processor in processors):
                return False
        return True

    def _lines(self, source: str) -> list[str]:
        lines = source.split("\n")
        for preprocessor in self.markdown.preprocessors:
            lines = preprocessor.run(lines)
        return lines

    def tree(self, source: str, kind: str = "") -> etree.Element:
        """Return the tree of `source`, whose first block is of a `kind`, with its inline text not yet read."""
        parser = self.markdown.parser
        if kind != "quote":
            parser.parseDocument(self._lines(source))
            return parser.root
        # Alone, a quote whose second line is an underline would be read as a heading.
        parser.root = etree.Element(self.markdown.doc_tag)
        for run in "\n".join(self._lines(source)).split("\n\n"):
            if run.strip():
                self.quotes.run(parser.root, [run.strip("\n")])
        return parser.root

    def html(self, root: etree.Element) -> str:
        """Return the finished HTML of a tree, not yet clean."""
        md = self.markdown
        html: str = md.serializer(root)
        html = html[len(md.doc_tag) + 2 : html.rindex(f"</{md.doc_tag}>")].strip()
        for postprocessor in md.postprocessors:
            html = postprocessor.run(html)
        return html.strip()

    def prepare(self, unit: dict[str, Any], token: str) -> None:
        """Make ready for one unit: what the whole text defines, and the token of its marks."""
        md = self.markdown
        md.reset()
        for label, (target, title) in unit.get("references", {}).items():
            md.references[label] = (target, title)
        self._abbreviations.abbrs.update(unit.get("abbreviations", {}))
        self.references.labels = frozenset(unit.get("footnotes", ()))
        self.references.token = token
        self.references.found = []
        self.quotes.found = []


class _NoteReferences(InlineProcessor):
    """Leave a marked `<sup>` where a defined footnote is referred to."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"\[\^([^\]]*)\]", md)
        self.labels: frozenset[str] = frozenset()
        self.token = ""
        self.found: list[str] = []

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        """Return the marked element for a footnote that exists."""
        del data
        if m.group(1) not in self.labels:
            return None, None, None
        element = etree.Element("sup")
        element.set(MARK, f"{self.token}-f{len(self.found)}")
        self.found.append(m.group(1))
        return element, m.start(0), m.end(0)


class _Quotes(BlockQuoteProcessor):
    """Remember, for each run of quoted lines, the element it became."""

    found: list[etree.Element | None]

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Parse as the library does and note the outermost elements."""
        outermost = not self.parser.state
        before = parent[-1] if len(parent) and parent[-1].tag == "blockquote" else None
        count = 0 if before is None else len(before)
        super().run(parent, blocks)
        if outermost:
            quote = parent[-1]
            if quote is not before:
                self.found.append(quote)
            else:
                self.found.append(quote[count] if len(quote) > count else None)


class _Images(Treeprocessor):
    """Turn every image into a link with its description: a page must not tell others who reads it."""

    def run(self, root: etree.Element) -> None:
        """Rewrite `<img>` elements in place, to plain text inside a link."""
        if root.find(".//img") is None:
            return
        linked = {id(image) for link in root.iter("a") for image in link.iter("img")}
        for image in list(root.iter("img")):
            source, text = image.get("src", ""), image.get("alt", "") or image.get("title", "")
            inside = id(image) in linked
            tail = image.tail
            image.clear()
            image.tail = tail
            image.tag = "span" if inside else "a"
            if not inside:
                image.set("href", source)
                image.set("class", "image")
            image.text = text or source
