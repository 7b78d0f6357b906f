"""A page's tree written as source for Typst, in which every word is a quoted string: none can become a command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .fonts import FAMILIES, FIXED
from .table_widths import shares
from .tree import AFTER, BLOCKS, LEFT_OUT, LINK, Element, Node, Page, footnotes

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-.*)?")
_AROUND = {"em": "emph", "i": "emph", "strong": "strong", "b": "strong", "sup": "super", "sub": "sub"}
_CHANGED = {
    "ins": 'underline(text(fill: rgb("#0b5c2c"), {}))',
    "del": 'strike(text(fill: rgb("#9b1c1c"), {}))',
}
_START = """
#set document(title: {title}, author: {author}, date: none)
#let small(body) = text(dir: ltr, size: 8pt, fill: luma(85), body)
#set page(paper: "a4"{wide}, margin: (x: {side}, top: 27mm, bottom: 24mm),
  header: small(block(width: 100%, stroke: (bottom: 0.4pt + luma(180)), inset: (bottom: 2mm), {head})),
  footer: small({{ {foot}; h(1fr); context counter(page).display("1 / 1", both: true) }}))
#set text(font: {fonts}, size: 10pt, {language})
#set par(leading: 0.75em, spacing: 1.05em, justify: false)
#show heading: set text(fill: rgb("#1b365d"))
#show heading: set block(above: 1.6em, below: 0.8em, sticky: true)
#show heading.where(level: 1): set text(size: 17pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading.where(level: 3): set text(size: 11.2pt)
#show raw: set text(font: {fixed}, size: 8.8pt)
#show table: set text(size: 8.5pt)
#show table: set par(leading: 0.6em)
#show link: underline
#set table(stroke: 0.5pt + rgb("#b8c2cc"), inset: 2mm, fill: (x, y) => if y == 0 {{ rgb("#edf0f3") }})
#set enum(numbering: "1.")
#set list(marker: ([•], [◦], [–]))
"""


def typst_source(page: Page) -> str:
    """Return the source of a page; what is in its margin is left out."""
    writing = _Writing(page)
    head, foot = _string(page.head or page.title), _string(page.foot)
    wide = page.body.has("wide")
    start = _START.format(
        title=_string(page.title or "Untitled"),
        author=_string(page.about.get("author", "")),
        wide=", flipped: true" if wide else "",
        side="16mm" if wide else "22mm",
        head=head,
        foot=foot,
        fonts=_fonts(FAMILIES, page.language),
        fixed=_fonts(FIXED, page.language),
        language=_tongue(page.language, page.direction),
    )
    return f"{start}#{{\n{writing.blocks(page.body)}\n{writing.left_over()}\n}}\n"


class _Writing:
    def __init__(self, page: Page) -> None:
        self._footnotes = footnotes(page.body)
        self._cited: set[str] = set()
        self._quoting = False

    def blocks(self, parent: Element) -> str:
        """Return what an element holds as blocks, one expression a line."""
        lines: list[str] = []
        loose: list[Node] = []
        for child in parent.children:
            if isinstance(child, Element) and child.name in BLOCKS:
                lines += [self._paragraph(loose), self._block(child)]
                loose = []
            else:
                loose.append(child)
        lines.append(self._paragraph(loose))
        return "\n".join([line for line in lines if line]) or '""'

    def left_over(self) -> str:
        """Return the footnotes to which nothing in the text refers."""
        rest = [body for name, body in self._footnotes.items() if name not in self._cited]
        return "\n".join([self.blocks(body) for body in rest])

    def _paragraph(self, nodes: Sequence[Node]) -> str:
        if not any(isinstance(node, Element) or node.strip() for node in nodes):
            return ""
        return f"par({{ {self._inlines(nodes)} }})"

    def _block(self, element: Element) -> str:
        if element.has("footnotes"):
            return ""
        made = self._of_kind(element)
        way, language = element.attributes.get("dir", ""), element.attributes.get("lang", "")
        if made and (way or language):
            # A set rule, not an element around it: a heading inside one would lose its direction.
            return f"{{ set text({_tongue(language, way)})\n{made} }}"
        return made

    def _of_kind(self, element: Element) -> str:
        name = element.name
        if name[0] == "h" and name[1:].isdecimal():
            return f"heading(level: {int(name[1:])}, {{ {self._inlines(element.children)} }})"
        if name == "p":
            small = element.has("what") or element.has("lead")
            made = self._paragraph(element.children)
            return f"text(size: 8pt, fill: luma(85), {{ {made} }})" if small and made else made
        if name == "hr":
            return "pdf.artifact(line(length: 100%, stroke: 0.4pt))"
        if name == "pre":
            return f"raw(block: true, {_string(element.text().strip(chr(10)), fixed=True)})"
        if name in ("ul", "ol"):
            return self._list(element)
        if name == "table":
            return self._table(element)
        inner = self.blocks(element)
        if name == "blockquote":
            return f"quote(block: true, {{ {inner} }})"
        return f"text(size: 8.5pt, {{ {inner} }})" if element.has("about") else inner

    def _list(self, element: Element) -> str:
        items = [f"{{ {self._loosely(item)} }}" for item in element.elements("li")]
        if not items:
            return ""
        start = element.attributes.get("start", "1")
        first = f"start: {int(start)}, " if start.isdecimal() and len(start) < 9 else ""
        return f"{'list(' if element.name == 'ul' else f'enum({first}'}{', '.join(items)})"

    def _loosely(self, element: Element) -> str:
        """Return what an item, cell or note holds; words alone, or one paragraph, are no paragraph of their own."""
        blocks = [child for child in element.elements() if child.name in BLOCKS]
        if len(blocks) == 1 and blocks[0].name == "p" and element.text().strip() == blocks[0].text().strip():
            return self._inlines(blocks[0].children)
        if any(child.name in BLOCKS for child in element.elements()):
            return self.blocks(element)
        return self._inlines(element.children)

    def _table(self, table: Element) -> str:
        rows = [row for row in table.walk() if row.name == "tr"]
        if not rows:
            return ""
        head = [row for part in table.elements("thead") for row in part.elements("tr")]
        columns = ", ".join([f"{share}fr" for share in shares(rows)])
        width = max(len(row.elements("td", "th")) for row in rows)
        cells = [f"table.header({', '.join(self._cells(head, width))})"] if head else []
        cells += self._cells([row for row in rows if row not in head], width)
        made = f"table(columns: ({columns},), {', '.join(cells)})"
        captions = [self._inlines(part.children) for part in table.elements("caption")]
        return f"par(strong({{ {captions[0]} }}))\n{made}" if captions else made

    def _cells(self, rows: Iterable[Element], width: int) -> list[str]:
        found = []
        for row in rows:
            cells = [f"{{ {self._loosely(cell)} }}" for cell in row.elements("td", "th")]
            found += cells + ["[]"] * (width - len(cells))
        return found

    def _inlines(self, nodes: Iterable[Node]) -> str:
        parts = [_string(node) if isinstance(node, str) else self._inline(node) for node in nodes]
        return "; ".join([part for part in parts if part]) or '""'

    def _inline(self, element: Element) -> str:
        name = element.name
        if name == "br" or any(element.has(kind) for kind in LEFT_OUT):
            return "linebreak()" if name == "br" else ""
        if name == "sup" and (note := self._footnote(element)):
            return note
        inner = f"{{ {self._inlines(element.children)} }}"
        target = element.attributes.get("href", "")
        if name == "a" and LINK.match(target):
            return f"link({_string(target, fixed=True)}, {inner})"
        if name in _CHANGED:
            return _CHANGED[name].format(inner)
        if name == "code":
            return f"raw({_string(element.text())})"
        if name in _AROUND or element.has("raised"):
            return f"{_AROUND.get(name, 'super')}({inner})"
        if element.has("number"):
            return f"text(size: 0.72em, fill: luma(95), {inner}); h(0.3em)"
        if name == "bdi":
            inner = f"{{ {inner}; {_string(AFTER)} }}"
        way, language = element.attributes.get("dir", ""), element.attributes.get("lang", "")
        return f"text({_tongue(language, way)}, {inner})" if _tongue(language, way) else inner

    def _footnote(self, element: Element) -> str:
        links = [link for link in element.walk() if link.has("footnote-ref")]
        name = links[0].attributes.get("href", "").removeprefix("#") if links else ""
        if name not in self._footnotes or name in self._cited or self._quoting:
            return ""
        self._cited.add(name)
        self._quoting = True
        try:
            return f"footnote({{ {self._loosely(self._footnotes[name])} }})"
        finally:
            self._quoting = False


def _string(text: str, *, fixed: bool = False) -> str:
    """Return words as a quoted string; spaces and line ends count as one space unless they are `fixed`."""
    if not fixed:
        text = re.sub(r"[ \t\n\r]+", " ", text)
    quoted = (
        text.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\n", "\\n")
        .replace("\r", "")
        .replace("\t", "\\t")
    )
    return f'"{quoted}"'


def _tongue(language: str, way: str) -> str:
    """Return a language and direction as arguments of `text`."""
    found = _LANGUAGE.fullmatch(language)
    parts = [f'lang: "{found[1]}"'] if found else []
    parts += [f'region: "{found[2].lower()}"'] if found and found[2] else []
    parts += [f"dir: {way}"] if way in ("ltr", "rtl") else []
    return ", ".join(parts)


def _fonts(families: Sequence[str], language: str) -> str:
    """Return the families as Typst lists them, that of the language first."""
    own = {"ar": "Noto Sans Arabic", "fa": "Noto Sans Arabic", "zh": "Noto Sans SC"}.get(language[:2])
    ordered = sorted(families, key=lambda name: name != own) if families[0] == "Noto Sans" else list(families)
    return f"({', '.join(_string(name) for name in ordered)},)"
