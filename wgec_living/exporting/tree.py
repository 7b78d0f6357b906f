"""A page of our own HTML read into a tree, from which other formats are written.

The page says in its head what it is (`title`, `meta` with author, date, description) and may hold, beside ordinary
elements:

- `class="running-head"` and `class="running-place"`: the lines at the head and the foot of each sheet;
- `ins` and `del` with `data-author` and `data-date`: a change of somebody at a time;
- `data-cut="inserted"` or `"deleted"` on a paragraph, with the same two: the cut between it and the next is a change;
- `data-on="3 7"` on `mark` or on a block: notes 3 and 7 are about it;
- `class="notes"`, a section with one `article` for each note: `data-note`, `data-author`, `data-date`, and
  `data-answers` on a reply, after the note it answers;
- `data-style` on anything: the name of a style of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("br", "hr", "meta", "link", "base", "img", "input", "wbr", "col"))
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt", "figure"),
        *("footer", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "tr", "ul"),
        *(f"h{level}" for level in range(1, 7)),
    )
)
LEFT_OUT = ("sign", "footnote-backref", "note-target")
"""Classes of what stands in the words for a page's sake alone."""
UNREAD = ("script", "style", "svg")
"""Never part of the tree; what a picture shows stands in words beside it."""
LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
"""How the address of a link begins that a file keeps; of any other the words stay."""
AFTER = "\u200e"
"""The mark that turns to the left-to-right direction of our own words again, after somebody else's."""
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML holds, and so no file of Office; every format shows the sign of what cannot be shown instead."""
DEEPEST = 100
"""Elements within elements; a page that is deeper is no text for people."""


@dataclass(slots=True, eq=False)
class Element:
    """An element with what it holds."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def has(self, kind: str) -> bool:
        """Say whether it is of a class."""
        return kind in self.attributes.get("class", "").split()

    def elements(self, *names: str) -> list[Element]:
        """Return the elements it holds directly, those of some names if any are given."""
        found = [child for child in self.children if isinstance(child, Element)]
        return [child for child in found if not names or child.name in names]

    def walk(self) -> Iterator[Element]:
        """Yield it and all it holds, in reading order."""
        waiting: list[Element] = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.elements())

    def text(self) -> str:
        """Return all words in it."""
        return "".join([child if isinstance(child, str) else child.text() for child in self.children])


Node = Element | str


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody says in the margin."""

    name: str
    author: str
    date: str
    answers: str
    """The note it replies to; empty for one of its own."""
    body: Element


@dataclass(frozen=True, slots=True)
class Page:
    """A page with what stands at the head and foot of each sheet, and in its margin, taken out of the body."""

    title: str
    language: str
    direction: str
    head: str
    foot: str
    about: dict[str, str]
    """What its `meta` elements say."""
    notes: tuple[Note, ...]
    body: Element


class TooDeepError(ValueError):
    """Elements lie too deep in each other."""


def read_page(html: str) -> Page:
    """Return a page of our own HTML as a tree; raise `TooDeepError` for one that no file can hold."""
    reading = _Reading()
    reading.feed(UNPRINTABLE.sub("\ufffd", html.replace("\f", " ")))
    reading.close()
    root = reading.root
    page = next((element for element in root.walk() if element.name == "html"), root)
    body = next((element for element in root.walk() if element.name == "body"), root)
    title = next((element.text() for element in root.walk() if element.name == "title"), "")
    metas = [element.attributes for element in root.walk() if element.name == "meta"]
    head, foot = _taken(body, "running-head"), _taken(body, "running-place")
    return Page(
        " ".join(title.split()),
        page.attributes.get("lang", ""),
        page.attributes.get("dir", "ltr"),
        head,
        foot,
        {meta["name"]: meta.get("content", "") for meta in metas if "name" in meta},
        _notes(body),
        body,
    )


def footnotes(body: Element) -> dict[str, Element]:
    """Return the footnotes of the text by the names that references to them give."""
    found: dict[str, Element] = {}
    for part in body.walk():
        if part.has("footnotes"):
            for item in part.walk():
                target = next((one for one in item.elements() if one.has("note-target")), None)
                if item.name == "li" and target is not None:
                    found[target.attributes.get("id", "")] = item
    return found


def _taken(body: Element, kind: str) -> str:
    """Take the element of a class out of the body, and return its words."""
    for parent in body.walk():
        for child in parent.elements():
            if child.has(kind):
                parent.children.remove(child)
                return " ".join(_in_one_line(child).split())
    return ""


def _in_one_line(element: Element) -> str:
    """Return words with what stands apart by itself, in whatever direction, closed off from those around it."""
    parts = [child if isinstance(child, str) else _in_one_line(child) for child in element.children]
    return "".join(parts) + (AFTER if element.name == "bdi" else "")


def _notes(body: Element) -> tuple[Note, ...]:
    for section in body.elements():
        if section.has("notes"):
            body.children.remove(section)
            return tuple(
                Note(
                    article.attributes.get("data-note", ""),
                    article.attributes.get("data-author", ""),
                    article.attributes.get("data-date", ""),
                    article.attributes.get("data-answers", ""),
                    article,
                )
                for article in section.elements("article")
            )
    return ()


class _Reading(HTMLParser):
    """Builds the tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self._open = [self.root]
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self._hidden += 1
        if self._hidden:
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)
            if len(self._open) > DEEPEST:
                raise TooDeepError

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNREAD:
            self._hidden = max(0, self._hidden - 1)
            return
        names = [element.name for element in self._open]
        if not self._hidden and tag in names[1:]:
            place = len(names) - 1 - names[::-1].index(tag)
            del self._open[place:]

    def handle_data(self, data: str) -> None:
        if not self._hidden and data:
            self._open[-1].children.append(data)
