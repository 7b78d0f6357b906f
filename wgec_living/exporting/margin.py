"""Which notes begin and end at which element: each from the first to the last that it is about.

Words that are marked go before whole blocks; what has no place in the text stands at its first heading.
"""

from __future__ import annotations

from collections.abc import Sequence

from .tree import Element, Note, Page

TOPS = ("h1", "h2", "h3", "h4", "h5", "h6", "p")


def _exact_first(body: Element) -> list[Element]:
    """Return what is marked as being spoken about, marked words before whole blocks."""
    found = [element for element in body.walk() if "data-on" in element.attributes]
    return sorted(found, key=lambda element: element.name != "mark")


class Margin:
    """The notes of a page, numbered from 1 in the order given; replies lie on the same words as what they answer."""

    def __init__(self, page: Page, notes: Sequence[Note]) -> None:
        self._notes = dict(enumerate(notes, 1))
        by_name: dict[str, list[int]] = {}
        for number, note in self._notes.items():
            by_name.setdefault(note.answers or note.name, []).append(number)
        first: dict[str, Element] = {}
        last: dict[str, Element] = {}
        for element in _exact_first(page.body):
            for name in element.attributes.get("data-on", "").split():
                if name in by_name and (
                    name not in first or (first[name].name == "mark") == (element.name == "mark")
                ):
                    first.setdefault(name, element)
                    last[name] = element
        top = next((element for element in page.body.walk() if element.name in TOPS), page.body)
        for name in by_name:
            if name not in first:
                first[name] = last[name] = top
        self._starts: dict[int, list[int]] = {}
        self._ends: dict[int, list[int]] = {}
        for name, element in first.items():
            self._starts.setdefault(id(element), []).extend(by_name[name])
            self._ends.setdefault(id(last[name]), []).extend(by_name[name])

    def around(self, element: Element) -> tuple[list[int], list[int]]:
        """Return the numbers of the notes that begin before an element's words and that end after them."""
        return self._starts.get(id(element), []), self._ends.get(id(element), [])

    def note(self, number: int) -> Note:
        """Return a note by its number."""
        return self._notes[number]
