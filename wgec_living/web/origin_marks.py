"""Words marked by who brought them: by colour, by the line under them and by a label, each of which is enough."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from flask import url_for
from markupsafe import escape

from wgec_living.domain.blocks import Kind
from wgec_living.domain.people import Group
from wgec_living.domain.provenance import Origin
from wgec_living.domain.reading import read
from wgec_living.services.provenance import BlockOrigins, Provenance, Source
from wgec_living.services.views import BlockView, RenderedUnit, Slot

from .marking import shown_words, solid, tokens_of

STYLES = 6
"""Ways to mark a group; with more groups they are used again, and the labels tell them apart."""
_PASSED_OVER = frozenset(("and", "of", "the", "for"))


@dataclass(frozen=True)
class GroupMark:
    """How the words of one stakeholder group are marked."""

    name: str
    label: str
    """A few letters, no other group's."""
    style: int
    """From 1; 0 for what nobody of a group brought."""


def group_marks(names: Iterable[str]) -> dict[str, GroupMark]:
    """Return how to mark each group, given their names in the order in which they are told."""
    found: dict[str, GroupMark] = {}
    for place, name in enumerate(dict.fromkeys(name for name in names if name)):
        words = [word for word in name.split() if word.lower() not in _PASSED_OVER] or [name]
        initials = "".join(word[0] for word in words[:4]).upper()
        taken = {mark.label for mark in found.values()}
        label = next(
            label for label in (initials, *(f"{initials}{n}" for n in range(2, 1000))) if label not in taken
        )
        found[name] = GroupMark(name, label, place % STYLES + 1)
    return found


NOBODY = GroupMark("", "", 0)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words to mark, counted in what is read of a block without white space."""

    start: int
    end: int
    origin: Origin


def marks_of(found: Provenance, groups: Sequence[Group]) -> dict[str, GroupMark]:
    """Return how to mark each group that brought words: those of the site in its order, then any former ones."""
    own = [group.name for group in groups]
    names = {share.group for share in found.by_group}
    every = group_marks([*own, *sorted(names - set(own))])
    return {name: mark for name, mark in every.items() if name in names}


class OriginMarks:
    """Marks the words of one revision's blocks."""

    def __init__(
        self,
        found: Provenance,
        blocks: Sequence[BlockView | None],
        groups: Mapping[str, GroupMark],
        fresh: Container[int] = (),
    ) -> None:
        """Make ready to mark; words of a revision in `fresh` are marked as new besides."""
        self._fresh = fresh
        self._path = found.revision.document
        self._groups = groups
        self._sources = found.sources
        self._blocks = blocks
        places = {view.id: place for place, view in enumerate(blocks) if view is not None}
        self._origins = {places[block.id]: block for block in found.blocks if block.id in places}
        self._signs: dict[Origin, str] = {}

    def pieces(self, unit: RenderedUnit) -> Iterator[str | Slot]:
        """Yield the pieces of a unit with its words marked; a block whose words cannot be told has its labels first."""
        shown = shown_words(unit)
        stretches: dict[int, list[_Stretch]] = {}
        ahead: dict[int, str] = {}
        for place in unit.blocks:
            view, known = self._blocks[place], self._origins.get(place)
            if view is None or known is None:
                continue
            if shown.get(place) == solid(view):
                stretches[place] = _stretches(view, known)
            else:
                ahead[place] = "".join(self.sign(o) for o in dict.fromkeys(r.origin for r in known.runs))
        yield from _Writer(self, stretches, ahead).write(unit)

    def opening(self, origin: Origin) -> str:
        """Return the tag that begins words of an origin; empty for what has been there from the beginning."""
        source = self._sources[origin]
        if _from_the_beginning(source):
            return ""
        fresh = " fresh" if origin.revision in self._fresh else ""
        return f'<span class="brought by-{self._mark(source).style}{fresh}">'

    def _mark(self, source: Source) -> GroupMark:
        return self._groups.get(source.speaker.group, NOBODY)

    def sign(self, origin: Origin) -> str:
        """Return the label after words: a link to the contribution that brought them, or to the change."""
        if origin not in self._signs:
            self._signs[origin] = self._made(self._sources[origin])
        return self._signs[origin]

    def _made(self, source: Source) -> str:
        if _from_the_beginning(source):
            return ""
        revision, mark = source.revision, self._mark(source)
        number = revision.contribution
        if number is None:
            address = url_for(
                "documents.compare", path=self._path, pair=(revision.number - 1, revision.number)
            )
            shown, told = f"r{revision.number}", f"revision {revision.number}"
        else:
            address = url_for("contributions.contribution", number=number)
            shown, told = str(number), f"contribution {number}"
        parts = [told, source.speaker.name, source.speaker.delegation, source.speaker.group]
        if source.decider:
            parts.append("words of the coordinator")
        label = f"{mark.label} {shown}".strip() + ("*" if source.decider else "")
        # What is seen begins what is heard, so that whoever speaks to the browser can name it.
        told = escape(f"{label}: " + ", ".join(part for part in parts if part))
        return (
            f'<a class="sign origin by-{mark.style}" href="{escape(address)}" lang="en" dir="ltr" '
            f'title="{told}" aria-label="{told}">{escape(label)}</a>'
        )


def _from_the_beginning(source: Source) -> bool:
    return source.first and source.revision.number == 1


def _stretches(view: BlockView, known: BlockOrigins) -> list[_Stretch]:
    reading = read(view.text, Kind(view.kind))
    seen = [place for place, sign in enumerate(reading.text) if not sign.isspace()]
    found: list[_Stretch] = []
    for run in known.runs:
        first, last = reading.as_read(run.start, run.end)
        start = max(bisect_left(seen, first), found[-1].end if found else 0)
        end = bisect_left(seen, last)
        if start < end:
            found.append(_Stretch(start, end, run.origin))
    return found


class _Writer:
    """Writes one unit anew with its words marked; no mark spans a tag, no link stands in another."""

    def __init__(
        self, marks: OriginMarks, stretches: Mapping[int, Sequence[_Stretch]], ahead: Mapping[int, str]
    ) -> None:
        self._marks, self._stretches, self._ahead = marks, stretches, ahead
        self._parts: list[str] = []
        self._at = dict.fromkeys(stretches, 0)
        self._next = dict.fromkeys(stretches, 0)
        self._opened = False
        self._in_link = False
        self._waiting: list[str] = []

    def write(self, unit: RenderedUnit) -> Iterator[str | Slot]:
        for block, token, skipped in tokens_of(unit):
            if isinstance(token, Slot):
                if self._parts:
                    yield "".join(self._parts)
                    self._parts = []
                yield token
                if token.place == "tools" and token.block in self._ahead:
                    self._parts.append(self._ahead[token.block])
            elif block not in self._stretches or block is None or skipped or token.startswith("<"):
                self._close()
                self._parts.append(token)
                self._watch_links(token)
            else:
                self._word(block, token)
        if self._parts:
            yield "".join(self._parts)

    def _word(self, block: int, token: str) -> None:
        """Write a sign or an entity, opening and closing marks around it."""
        stretches, at = self._stretches[block], self._at[block]
        place = self._next[block]
        inside = place < len(stretches) and stretches[place].start <= at
        space = unescape(token).isspace()
        if inside and not space and not self._opened:
            opening = self._marks.opening(stretches[place].origin)
            self._parts.append(opening)
            self._opened = bool(opening)
        self._parts.append(token)
        if space:
            return
        self._at[block] += 1
        if inside and at + 1 == stretches[place].end:
            self._close()
            self._next[block] += 1
            sign = self._marks.sign(stretches[place].origin)
            (self._waiting if self._in_link else self._parts).append(sign)

    def _close(self) -> None:
        if self._opened:
            self._parts.append("</span>")
            self._opened = False

    def _watch_links(self, tag: str) -> None:
        if tag.startswith(("<a ", "<a>")):
            self._in_link = True
        elif tag.startswith("</a"):
            self._in_link = False
            self._parts += self._waiting
            self._waiting.clear()
