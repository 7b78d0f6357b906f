"""A block's source as people read it: without Markdown's marks, and where each character read stands in the source.

Tolerant rather than exact: what is no mark for certain is read as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from .blocks_model import Kind

_PREFIXES = {
    Kind.HEADING: re.compile(r"\s{0,3}#{1,6}\s*"),
    Kind.ITEM: re.compile(r"\s*(?:[-*+]|[0-9]{1,9}[.)])\s+"),
    Kind.FOOTNOTE: re.compile(r"\s*\[\^[^\[\]\s]+\]:\s*"),
}
_QUOTE = re.compile(r"^[ ]{0,3}>[ ]?", re.MULTILINE)
_RULE = re.compile(r"^[ ]{0,3}(?:=+|-+)[ ]*$", re.MULTILINE)
_CLOSING_HASHES = re.compile(r"(?<!\\)\s#+\s*$")
_DASHES = re.compile(r"^[ |:]*-[ |:-]*$", re.MULTILINE)
_FENCE = re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_TICKS = re.compile("`+")
_MARK = re.compile(r"[\\&\[\]<*_|`]")
"""Without any of these there is no inline mark."""
_WORDS = re.compile(r"\S+(?: \S+)*|(?P<space>\s+)")
_INLINE = re.compile(
    r"(?P<escape>\\[^\w\s])"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<dropped>!\[[^\[\]]*\](?:\([^()\n]*\)|\[[^\[\]]*\])|\[\^[^\[\]\s]+\])"
    r"|(?P<close>\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\[\]\n]*\]))"
    r"|(?P<open>\[)"
    r"|(?P<link><(?:(?:https?|ftp|mailto):[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>)"
    r"|(?P<mark>(?<=\S)\*+|\*+(?=\S)|(?<!\w)_++(?=\S)|(?<=\S)(?<!_)_++(?!\w))"
    r"|(?P<bar>\|)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of a source; `starts[i]` and `ends[i]` are the source places around character `i` of `text`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def in_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source range of the characters read from `start` to `end`, at least one of them."""
        return self.starts[start], self.ends[end - 1]

    def as_read(self, start: int, end: int) -> tuple[int, int]:
        """Return which characters are read of a source range; an empty one where it holds marks alone."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    def words(self, start: int, end: int) -> str:
        """Return what is read of a source range, without white space around it."""
        first, last = self.as_read(start, end)
        return self.text[first:last].strip()


def read(source: str, kind: Kind = Kind.PARAGRAPH) -> Reading:
    """Return how a block of this kind is read: marks, link addresses and images left out, white space collapsed.

    Not read are also the numbers of footnotes, which the whole text alone decides.
    """
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    spaced = True
    for text, befores, afters in _stretches(source, kind):
        for match in _WORDS.finditer(text):
            first, last = match.span()
            if match.lastgroup == "space":
                if spaced:
                    continue
                last = first + 1
            spaced = match.lastgroup == "space"
            parts.append(" " if spaced else match[0])
            starts += befores[first:last]
            ends += afters[first:last]
    if spaced and parts:
        del parts[-1], starts[-1], ends[-1]
    return Reading("".join(parts), tuple(starts), tuple(ends))


def _stretches(source: str, kind: Kind) -> Iterator[tuple[str, Sequence[int], Sequence[int]]]:
    """Yield what is read, in order, with the source places before and after each character."""
    left_out, replaced = _left_out(source, kind), dict[int, tuple[str, int]]()
    if kind is not Kind.CODE and _MARK.search(source):
        spans = _code_spans(source)
        inline = list(_inline(source, spans))
        left_out |= _link_marks(inline, spans)
        replaced = _replaced(inline, kind)
    at = 0
    for place in sorted(left_out | replaced.keys()):
        if place < at:
            continue
        if at < place:
            yield source[at:place], range(at, place), range(at + 1, place + 1)
        text, at = replaced.get(place, ("", place + 1))
        if text and place not in left_out:
            yield text, [place] * len(text), [at] * len(text)
    if at < len(source):
        yield source[at:], range(at, len(source)), range(at + 1, len(source) + 1)


def _left_out(source: str, kind: Kind) -> set[int]:
    """Return the places of the marks that make the block what it is."""
    found: list[tuple[int, int]] = []
    prefix = _PREFIXES.get(kind)
    if prefix is not None and (match := prefix.match(source)):
        found.append(match.span())
    patterns = {
        Kind.HEADING: (_CLOSING_HASHES, _RULE),
        Kind.QUOTE: (_QUOTE,),
        Kind.ROW: (_DASHES,),
        Kind.CODE: (_FENCE,),
    }.get(kind, ())
    for pattern in patterns:
        found += [match.span() for match in pattern.finditer(source)]
    return {at for start, end in found for at in range(start, end)}


def _code_spans(source: str) -> list[tuple[int, int, int]]:
    """Return `(start, end, length of the ticks)` of each code span; each run of ticks is looked at once."""
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(source)]
    later: dict[int, list[int]] = {}
    for place in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[place][1] - runs[place][0], []).append(place)
    spans, place = [], 0
    while place < len(runs):
        start, end = runs[place]
        same = later[end - start]
        while same and same[-1] <= place:
            same.pop()
        escaped = start > 0 and source[start - 1] == "\\"
        if same and not escaped:
            spans.append((start, runs[same[-1]][1], end - start))
            place = same[-1]
        place += 1
    return spans


def _inline(source: str, code_spans: Iterable[tuple[int, int, int]]) -> Iterator[re.Match[str]]:
    """Yield the inline marks outside code spans."""
    at = 0
    for start, end, _ in [*code_spans, (len(source), len(source), 0)]:
        yield from _INLINE.finditer(source, at, start)
        at = end


def _link_marks(inline: Iterable[re.Match[str]], code_spans: Iterable[tuple[int, int, int]]) -> set[int]:
    """Return the places of brackets, addresses, emphasis, ticks and images."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in inline:
        if match.lastgroup == "open":
            opened.append(match.start())
        elif match.lastgroup == "close":
            if opened:
                place = opened.pop()
                found += [(place, place + 1), match.span()]
        elif match.lastgroup in ("mark", "dropped"):
            found.append(match.span())
        elif match.lastgroup == "link":
            found += [(match.start(), match.start() + 1), (match.end() - 1, match.end())]
    for start, end, ticks in code_spans:
        found += [(start, start + ticks), (end - ticks, end)]
    return {at for start, end in found for at in range(start, end)}


def _replaced(inline: Iterable[re.Match[str]], kind: Kind) -> dict[int, tuple[str, int]]:
    """Return what is read otherwise than it stands: escapes, entities, the bars between a row's cells."""
    found = {}
    for match in inline:
        if match.lastgroup == "escape":
            found[match.start()] = match[0][1:], match.end()
        elif match.lastgroup == "entity":
            found[match.start()] = unescape(match[0]), match.end()
        elif match.lastgroup == "bar" and kind is Kind.ROW:
            found[match.start()] = " ", match.end()
    return found
