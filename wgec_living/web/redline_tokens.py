"""A laid-out block taken apart into its words with the marks upon them, and put together again as HTML.

Only words, which are escaped anew, and the few inline elements named here leave this module, so that the result is
safe whatever the HTML was.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from wgec_living.domain.comparison_words import tokens
from wgec_living.services.views import RenderedUnit

_PART = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"]*")?)*) ?>|([^<]+)')
_HREF = re.compile(r' href="([^"]*)"')
_SAFE = re.compile(r"https?:|mailto:|(?![^/?#]*:)", re.IGNORECASE)
"""How the address of a link may begin: with one of these schemes, or it has none."""
_BLOCK = re.compile(r' data-of-block="(\d+)"')
_INLINE = frozenset(("a", "code", "em", "strong", "sup"))
_APART = frozenset(("p", "pre", "blockquote", "ul", "ol", "table", "hr", "div"))
_VOID = frozenset(("br", "hr"))
_BARE = frozenset(("table", "thead", "tbody", "tr", "ul", "ol"))
"""Elements that hold no words of their own, only spaces between others."""
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign, spaces, or `BREAK`; with the inline elements around it."""

    text: str
    marks: tuple[str, ...] = ()
    """Names of elements, outermost first; of a link `a` with its address behind a space."""

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What makes it the same in both texts: the word and where it leads, not how it looks."""
        return self.text, tuple([mark for mark in self.marks if mark.startswith("a ")])


Cells = tuple[tuple[Token, ...], ...]


class NotUnderstoodError(Exception):
    """The HTML is none that our own cleaning gives."""


@dataclass
class _Open:
    name: str
    block: int | None
    mark: str | None


@dataclass
class _Reading:
    """What was read so far of one unit."""

    by_word: bool
    open: list[_Open] = field(default_factory=list)
    found: dict[int, list[list[Token]]] = field(default_factory=dict)
    apart: set[int] = field(default_factory=set)
    """Blocks at which the next word begins on a line of its own."""

    def at(self) -> int | None:
        """Return the innermost block."""
        return next((step.block for step in reversed(self.open) if step.block is not None), None)

    def start(self, name: str, attributes: str) -> None:
        block = _BLOCK.search(attributes)
        number = int(block.group(1)) if block else None
        around = self.at()
        if number is None and around is not None and (name in _APART or name == "br"):
            self.apart.add(around)
        if name in ("td", "th") and around is not None:
            self.found.setdefault(around, []).append([])
            self.apart.discard(around)
        if name not in _VOID:
            self.open.append(_Open(name, number, _mark(name, attributes)))

    def end(self, name: str) -> None:
        if not self.open or self.open[-1].name != name:
            raise NotUnderstoodError
        self.open.pop()
        around = self.at()
        if around is not None and name in _APART:
            self.apart.add(around)

    def words(self, text: str) -> None:
        block = self.at()
        if block is None or self.open[-1].name in _BARE:
            return
        cells = self.found.setdefault(block, [])
        if not cells:
            cells.append([])
        cell = cells[-1]
        plain = html.unescape(text)
        if not any(step.name == "pre" for step in self.open):
            plain = re.sub(r"[ \t\n\r]+", " ", plain)
            if not cell or block in self.apart:
                plain = plain.lstrip(" ")
        else:
            plain = plain.removesuffix("\n") if not cell else plain
        if not plain:
            return
        if block in self.apart:
            self.apart.discard(block)
            if cell:
                cell.append(Token(BREAK))
        marks = tuple([step.mark for step in self.open if step.mark])
        cell += [Token(word, marks) for word in (tokens(plain) if self.by_word else [plain])]


def taken_apart(units: Iterable[RenderedUnit], *, by_word: bool = True) -> dict[int, Cells]:
    """Return the cells of each block's words, one but for a table's row; what is shown as plain text is left out."""
    found: dict[int, Cells] = {}
    for unit in units:
        if unit.complex:
            continue
        try:
            found |= _read(unit, by_word)
        except NotUnderstoodError:
            continue
    return found


def _read(unit: RenderedUnit, by_word: bool) -> dict[int, Cells]:
    text = "".join(
        [
            piece if isinstance(piece, str) else f' data-of-block="{piece.block}"'
            for piece in unit.pieces
            if isinstance(piece, str) or piece.place == "attributes"
        ]
    )
    reading = _Reading(by_word)
    at = 0
    for match in _PART.finditer(text):
        if match.start() != at:
            raise NotUnderstoodError
        at = match.end()
        closing, name, attributes, words = match.groups()
        if words is not None:
            reading.words(words)
        elif closing:
            reading.end(name)
        else:
            reading.start(name, attributes)
    if at != len(text) or reading.open:
        raise NotUnderstoodError
    return {block: tuple([_trimmed(cell) for cell in cells]) for block, cells in reading.found.items()}


def _trimmed(cell: list[Token]) -> tuple[Token, ...]:
    while cell and cell[-1].text.isspace():
        cell.pop()
    return tuple(cell)


def _mark(name: str, attributes: str) -> str | None:
    if name not in _INLINE:
        return None
    if name == "a":
        address = _HREF.search(attributes)
        target = html.unescape(address.group(1)) if address else ""
        return f"a {target}" if target and _SAFE.match(target) else None
    return name


def put_together(words: Sequence[Token]) -> Markup:
    """Return words with their marks as HTML."""
    parts: list[Markup] = []
    around: tuple[str, ...] = ()
    for word in words:
        if word.marks != around:
            kept = 0
            while kept < min(len(around), len(word.marks)) and around[kept] == word.marks[kept]:
                kept += 1
            parts += [_closing(mark) for mark in reversed(around[kept:])]
            parts += [_opening(mark) for mark in word.marks[kept:]]
            around = word.marks
        parts.append(Markup("<br>") if word.text == BREAK else escape(word.text))
    parts += [_closing(mark) for mark in reversed(around)]
    return Markup("").join(parts)


def _opening(mark: str) -> Markup:
    name, _, address = mark.partition(" ")
    if name == "a":
        return Markup('<a href="{}" rel="nofollow ugc noopener noreferrer">').format(address)
    return Markup('<span class="raised">') if name == "sup" else Markup("<{}>").format(name)


def _closing(mark: str) -> Markup:
    name = mark.partition(" ")[0]
    return Markup("</{}>").format("span" if name == "sup" else name)
