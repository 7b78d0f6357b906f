"""Words, spaces and the spans around them in pandoc's tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .tree import Element

Json = dict[str, Any]


def text(words: str) -> Json:
    """Return words as a value of the document."""
    return {"t": "MetaString", "c": words}


def attr(kinds: Iterable[str] = (), **pairs: str) -> list[Any]:
    """Return the attributes of something: its classes and pairs."""
    return ["", list(kinds), [[name.replace("_", "-"), value] for name, value in pairs.items() if value]]


def finish(number: int) -> Json:
    """Return the end of the words that a note is about."""
    return {"t": "Span", "c": [attr(["comment-end"], id=str(number)), []]}


def change(element: Element, kind: str, inner: list[Json]) -> Json:
    """Return words that somebody put in (`insertion`) or took out (`deletion`)."""
    author = element.attributes.get("data-author", "")
    return {
        "t": "Span",
        "c": [attr([kind], author=author, date=element.attributes.get("data-date", "")), inner],
    }


def styled(element: Element, inner: list[Json]) -> list[Json]:
    """Return words in the style and direction that their element asks for."""
    style, way = element.attributes.get("data-style", ""), element.attributes.get("dir", "")
    if inner and (style or way):
        return [{"t": "Span", "c": [attr(custom_style=style, dir=way), inner]}]
    return inner


def spelled(text: str) -> list[Json]:
    """Return words and the spaces between them; a fixed space is no space but part of a word."""
    found: list[Json] = []
    word = ""
    for sign in text:
        if sign in " \t\n\r\f":
            if word:
                found.append({"t": "Str", "c": word})
                word = ""
            if not found or found[-1]["t"] != "Space":
                found.append({"t": "Space"})
        else:
            word += sign
    return [*found, {"t": "Str", "c": word}] if word else found


def trimmed(inlines: list[Json], *, to_the_end: bool = True) -> list[Json]:
    """Return words without the spaces before them and, `to_the_end`, after them."""
    first, last = 0, len(inlines)
    while first < last and inlines[first]["t"] == "Space":
        first += 1
    while to_the_end and last > first and inlines[last - 1]["t"] == "Space":
        last -= 1
    return inlines[first:last]
