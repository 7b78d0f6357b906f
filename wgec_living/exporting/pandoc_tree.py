"""A page's tree written as the JSON tree that pandoc reads: nothing is left for its HTML reader to lose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .margin import Margin
from .pandoc_words import Json, attr, change, finish, spelled, styled, text, trimmed
from .table_widths import shares
from .tree import AFTER, BLOCKS, LEFT_OUT, LINK, Element, Node, Page, footnotes

API = [1, 23, 1]
_MARKS = {
    "em": "Emph",
    "i": "Emph",
    "strong": "Strong",
    "b": "Strong",
    "sup": "Superscript",
    "sub": "Subscript",
}
_ALIGN = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}


def pandoc_document(page: Page, *, clean: bool = False) -> Json:
    """Return the tree of a page; `clean` writes the newer text without changes and without notes."""
    writing = _Writing(page, clean)
    blocks = writing.blocks(page.body)
    blocks += writing.left_over()
    meta = {"lang": text(page.language)} if page.language else {}
    if page.direction == "rtl":
        meta["dir"] = text("rtl")
    return {"pandoc-api-version": API, "meta": meta, "blocks": blocks}


class _Writing:
    def __init__(self, page: Page, clean: bool) -> None:
        self._clean = clean
        self._margin = Margin(page, ()) if clean else Margin(page, page.notes)
        self._footnotes = footnotes(page.body)
        self._cited: set[str] = set()
        self._quoting = False

    def blocks(self, parent: Element) -> list[Json]:
        """Return what an element holds as blocks; words that stand loose in it become paragraphs."""
        found: list[Json] = []
        loose: list[Node] = []
        for child in parent.children:
            if isinstance(child, Element) and child.name in BLOCKS:
                found += self._paragraph(loose)
                loose = []
                found += self._block(child)
            else:
                loose.append(child)
        return found + self._paragraph(loose)

    def left_over(self) -> list[Json]:
        """Return the footnotes to which nothing in the text refers."""
        rest = [body for name, body in self._footnotes.items() if name not in self._cited]
        return [block for body in rest for block in self.blocks(body)]

    def _paragraph(self, nodes: Sequence[Node]) -> list[Json]:
        inlines = trimmed(self._inlines(nodes))
        return [{"t": "Plain", "c": inlines}] if inlines else []

    def _block(self, element: Element) -> list[Json]:
        if element.has("footnotes"):
            return []
        made = self._of_kind(element)
        style = element.attributes.get("data-style", "")
        way = element.attributes.get("dir", "")
        language = element.attributes.get("lang", "")
        if made and (style or way or language):
            return [{"t": "Div", "c": [attr(custom_style=style, dir=way, lang=language), made]}]
        return made

    def _of_kind(self, element: Element) -> list[Json]:
        name = element.name
        if name[0] == "h" and name[1:].isdecimal():
            return [{"t": "Header", "c": [int(name[1:]), attr(), self._words(element)]}]
        if name in ("p", "dt", "caption"):
            words = self._words(element)
            return [{"t": "Para", "c": words}] if words else []
        if name == "hr":
            return [{"t": "HorizontalRule"}]
        if name == "pre":
            return [{"t": "CodeBlock", "c": [attr(), element.text().strip("\n")]}]
        if name in ("ul", "ol"):
            return self._list(element)
        if name == "table":
            return [self._table(element)]
        made = self._marked(element, self.blocks(element))
        return [{"t": "BlockQuote", "c": made}] if name == "blockquote" and made else made

    def _words(self, element: Element) -> list[Json]:
        """Return the words of a paragraph, with the notes that are about all of it, and how it ends."""
        cut = element.attributes.get("data-cut", "")
        words = trimmed(self._inlines(element.children), to_the_end=not cut)
        starts, ends = self._margin.around(element)
        words = [*map(self._begin, starts), *words, *map(finish, ends)]
        if cut and not self._clean:
            mark = {"t": "Span", "c": [attr(custom_style="Cut"), [{"t": "Str", "c": "¶"}]]}
            words.append(change(element, "insertion" if cut == "inserted" else "deletion", [mark]))
        return words

    def _marked(self, element: Element, blocks: list[Json]) -> list[Json]:
        """Put the notes about a block that holds blocks upon the words of its first and last paragraph."""
        starts, ends = self._margin.around(element)
        lines = [block for block in blocks if block["t"] in ("Para", "Plain")]
        if lines:
            lines[0]["c"] = [*map(self._begin, starts), *lines[0]["c"]]
            lines[-1]["c"] = [*lines[-1]["c"], *map(finish, ends)]
        elif starts or ends:
            blocks.insert(0, {"t": "Para", "c": [*map(self._begin, starts), *map(finish, ends)]})
        return blocks

    def _list(self, element: Element) -> list[Json]:
        items = [self._item(item) for item in element.elements("li")]
        if not items:
            return []
        if element.name == "ul":
            return [{"t": "BulletList", "c": items}]
        start = element.attributes.get("start", "1")
        first = int(start) if start.isdecimal() and len(start) < 9 else 1
        return [{"t": "OrderedList", "c": [[first, {"t": "Decimal"}, {"t": "Period"}], items]}]

    def _item(self, item: Element) -> list[Json]:
        return self._marked(item, self.blocks(item)) or [{"t": "Plain", "c": []}]

    def _table(self, table: Element) -> Json:
        rows = [row for row in table.walk() if row.name == "tr"]
        head = [row for part in table.elements("thead") for row in part.elements("tr")]
        body = [row for row in rows if row not in head]
        width = max([len(row.elements("td", "th")) for row in rows], default=0)
        sides = [_ALIGN.get(cell.attributes.get("align", ""), "AlignDefault") for cell in _cells(rows[:1])]
        columns = [
            [{"t": side}, {"t": "ColWidth", "c": share}]
            for side, share in zip(sides + ["AlignDefault"] * (width - len(sides)), shares(rows), strict=True)
        ]
        caption = [block for part in table.elements("caption") for block in self._of_kind(part)]
        return {
            "t": "Table",
            "c": [
                attr(),
                [None, caption],
                columns,
                [attr(), [self._row(row, width) for row in head]],
                [[attr(), 0, [], [self._row(row, width) for row in body]]],
                [attr(), []],
            ],
        }

    def _row(self, row: Element, width: int) -> list[Any]:
        cells = [self._marked(cell, self.blocks(cell)) for cell in row.elements("td", "th")]
        if cells:
            cells[0] = self._marked(row, cells[0])
        cells += [[] for _ in range(width - len(cells))]
        return [attr(), [[attr(), {"t": "AlignDefault"}, 1, 1, cell] for cell in cells]]

    def _inlines(self, nodes: Iterable[Node]) -> list[Json]:
        found: list[Json] = []
        for node in nodes:
            found += spelled(node) if isinstance(node, str) else self._inline(node)
        return found

    def _inline(self, element: Element) -> list[Json]:
        name = element.name
        if name == "br" or any(element.has(kind) for kind in LEFT_OUT):
            return [{"t": "LineBreak"}] if name == "br" else []
        if name == "sup" and (note := self._footnote(element)) is not None:
            return note
        inner = self._inlines(element.children)
        if name in ("ins", "del"):
            if self._clean:
                return inner if name == "ins" else []
            return [change(element, "insertion" if name == "ins" else "deletion", inner)] if inner else []
        if name == "mark":
            starts, ends = self._margin.around(element)
            return [*map(self._begin, starts), *inner, *map(finish, ends)]
        target = element.attributes.get("href", "")
        if name == "a" and LINK.match(target):
            return [{"t": "Link", "c": [attr(), inner, [target, element.attributes.get("title", "")]]}]
        if name == "code":
            return [{"t": "Code", "c": [attr(), element.text()]}]
        if name in _MARKS or element.has("raised"):
            return [{"t": _MARKS.get(name, "Superscript"), "c": inner}] if inner else []
        if name == "bdi" and inner:
            inner = [*inner, {"t": "Str", "c": AFTER}]
        return styled(element, inner)

    def _footnote(self, element: Element) -> list[Json] | None:
        """Return the footnote that a raised number leads to; where it was there before, the number alone."""
        links = [link for link in element.walk() if link.has("footnote-ref")]
        name = links[0].attributes.get("href", "").removeprefix("#") if links else ""
        if name not in self._footnotes or self._quoting:
            return None
        if name in self._cited:
            return [{"t": "Superscript", "c": spelled(element.text())}]
        self._cited.add(name)
        self._quoting = True
        try:
            blocks = self.blocks(self._footnotes[name])
        finally:
            self._quoting = False
        return [{"t": "Note", "c": [_as_para(block) for block in blocks]}]

    def _begin(self, number: int) -> Json:
        note = self._margin.note(number)
        words: list[Json] = []
        for block in self._lines(note.body):
            words += [{"t": "LineBreak"}, *block] if words else block
        who = attr(["comment-start"], id=str(number), author=note.author, date=note.date)
        return {"t": "Span", "c": [who, words]}

    def _lines(self, element: Element) -> list[list[Json]]:
        """Return a note's paragraphs, items and rows as lines."""
        lines: list[list[Json]] = []
        loose: list[Node] = []
        for child in element.children:
            if isinstance(child, Element) and child.name in BLOCKS:
                lines.append(trimmed(self._inlines(loose)))
                loose = []
                lines += self._lines(child)
            else:
                loose.append(child)
        lines.append(trimmed(self._inlines(loose)))
        return [line for line in lines if line]


def _cells(rows: Iterable[Element]) -> list[Element]:
    return [cell for row in rows for cell in row.elements("td", "th")]


def _as_para(block: Json) -> Json:
    return {**block, "t": "Para"} if block["t"] == "Plain" else block
