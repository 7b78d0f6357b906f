"""Cut a text into its blocks: headings, paragraphs, items, rows, code, quotes, footnotes, each with its lines.

The cuts are those Python-Markdown 3.11 makes with tables, fenced code, footnotes, sane lists and abbreviations and
without raw HTML, found by looking at each line a bounded number of times. The lines between blocks are blank.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from .blocks_lists import Draft, OpenList
from .blocks_model import Block, Kind
from .blocks_patterns import (
    FOOTNOTE,
    ITEM,
    QUOTE,
    definition_end,
    find_fences,
    front_matter_end,
    heading_level,
    is_blank,
    is_rule,
    is_table,
    setext_level,
)

__all__ = ["Block", "Kind", "direction", "document_language", "document_title", "split"]

_UNUSUAL = re.compile("[\t\r\x02\x03]")
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3})){0,4}"
)
_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "ha", "he", "ks", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"))
_INLINE_MARKS = re.compile(
    r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?|(?<!\\)[*`]+|(?<![\w\\])_+|_+(?!\w)"
)


def split(source: str, *, front_matter: bool = True) -> tuple[Block, ...]:
    """Return the blocks of `source` in order.

    Their line ranges are disjoint and all lines outside them are blank. Without `front_matter` the top of the text
    is read like the rest, as in a comment.
    """
    lines = source.split("\n")
    plain = lines
    if _UNUSUAL.search(source):
        tidy = source.replace("\x02", "").replace("\x03", "").replace("\r\n", "\n").removesuffix("\r")
        plain = tidy.expandtabs(4).split("\n")
    draft = _Splitter(plain).run(front_matter_end(plain) if front_matter else 0)
    join = "\n".join
    return tuple(
        [
            Block(
                kind,
                first + 1,
                end,
                lines[first] if end - first == 1 else join(lines[first:end]),
                unit,
                level,
            )
            for kind, first, end, unit, level in zip(
                draft.kinds, draft.firsts, draft.ends, draft.units, draft.levels, strict=True
            )
        ]
    )


class _Splitter:
    """One pass over the lines of a text; `_open` is what the next sibling may melt into."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._draft = Draft()
        self._fences: dict[int, int] = {}
        self._list: OpenList | None = None
        self._open: tuple[Kind, int] | None = None

    def run(self, start: int) -> Draft:
        """Read all lines; the first `start` of them are front matter."""
        lines, count = self._lines, len(self._lines)
        if start:
            self._hidden(Kind.DEFINITION, 0, start)
        self._fences = find_fences(lines, start)
        number = start
        while number < count:
            line = lines[number]
            if is_blank(line):
                number += 1
            elif number in self._fences:
                self._alone(Kind.CODE, number, self._fences[number] + 1)
                number = self._fences[number] + 1
            else:
                end = self._run_end(number)
                if end - number == 1 and line[0].isalpha():
                    self._alone(Kind.PARAGRAPH, number, end)
                    number = end
                else:
                    number = self._run_of_lines(number, end)
        return self._draft

    def _run_end(self, start: int) -> int:
        end = start + 1
        while end < len(self._lines) and not is_blank(self._lines[end]) and end not in self._fences:
            end += 1
        return end

    def _alone(self, kind: Kind, first: int, end: int, level: int = 0) -> None:
        """Add a block that nothing melts into."""
        self._list = self._open = None
        self._draft.add(kind, first, end, self._draft.new_unit(), level)

    def _hidden(self, kind: Kind, first: int, end: int) -> None:
        """Add a block that stands nowhere on the page here, so that its neighbours stay neighbours."""
        self._draft.add(kind, first, end, self._draft.new_unit())

    def _run_of_lines(self, start: int, end: int) -> int:
        """Read lines without a blank one among them; return the line to go on with.

        `limits` holds the ends of the regions being read, the innermost last: a heading, rule or quote further down
        ends what stands before it, which is then read as if it stood alone.
        """
        lines = self._lines
        headings = [i for i in range(start, end) if heading_level(lines[i])]
        rules = [i for i in range(start, end) if is_rule(lines[i])]
        quotes = [i for i in range(start, end) if QUOTE.match(lines[i])]
        limits = [end]
        while limits:
            limit = limits[-1]
            if start >= limit:
                limits.pop()
                if limits:
                    start = self._boundary(start, limits[-1])
            elif lines[start].startswith("    "):
                start = self._indented(start, limit)
            elif is_table(lines, start, limit):
                start = self._table(start, limit)
            elif (stop := _first(headings, start, limit)) < limit:
                limits.append(stop)
            elif start + 1 < limit and (level := setext_level(lines[start + 1])):
                self._alone(Kind.HEADING, start, start + 2, level)
                start += 2
            elif (stop := _first(rules, start, limit)) < limit:
                limits.append(stop)
            elif ITEM.match(lines[start]):
                start = self._items(start, limit)
            elif (stop := _first(quotes, start, limit)) < limit:
                limits.append(stop)
            else:
                start = self._text(start, limit, len(limits) == 1)
        return start

    def _boundary(self, start: int, limit: int) -> int:
        """Read the heading, rule or quote that ended a region."""
        line = self._lines[start]
        if level := heading_level(line):
            self._alone(Kind.HEADING, start, start + 1, level)
            return start + 1
        if is_rule(line):
            self._alone(Kind.PARAGRAPH, start, start + 1)
            return start + 1
        if self._open is not None and self._open[0] is Kind.QUOTE:
            self._draft.add(Kind.QUOTE, start, limit, self._open[1])
        else:
            self._alone(Kind.QUOTE, start, limit)
            self._open = (Kind.QUOTE, self._draft.unit)
        return limit

    def _indented(self, start: int, end: int) -> int:
        """Read a run that starts with four spaces: more of the list before it, or code."""
        if self._list is not None:
            self._list.read(start, end)
            return end
        stop = start
        while stop < end and self._lines[stop].startswith("    "):
            stop += 1
        draft = self._draft
        if self._open is None or self._open[0] is not Kind.CODE:
            self._alone(Kind.CODE, start, stop)
            self._open = (Kind.CODE, draft.unit)
        elif draft.units[-1] == self._open[1]:
            draft.ends[-1] = stop
        else:
            draft.add(Kind.CODE, start, stop, self._open[1])
        return stop

    def _table(self, start: int, end: int) -> int:
        self._alone(Kind.ROW, start, start + 2)
        for number in range(start + 2, end):
            self._draft.add(Kind.ROW, number, number + 1, self._draft.unit)
        return end

    def _items(self, start: int, end: int) -> int:
        if self._list is None or not self._list.takes(self._lines[start]):
            self._open = None
            self._list = OpenList(self._lines, self._draft, self._draft.new_unit())
        self._list.read(start, end)
        return end

    def _text(self, start: int, end: int, outermost: bool) -> int:
        """Read running text up to and with the first definition in it; return the line to go on with."""
        lines = self._lines
        for number in range(start, end):
            line = lines[number]
            if "]" not in line or line.lstrip(" ")[:1] not in ("[", "*"):
                continue
            note = FOOTNOTE.match(line) is not None
            stop = number if note else definition_end(lines, number, end)
            if not note and stop == number:
                continue
            if start < number:
                self._alone(Kind.PARAGRAPH, start, number)
            if note:
                return self._footnotes(number, end, outermost)
            self._hidden(Kind.DEFINITION, number, stop)
            return stop
        self._alone(Kind.PARAGRAPH, start, end)
        return end

    def _footnotes(self, start: int, end: int, outermost: bool) -> int:
        """Read the footnotes of a run and what continues the last of them; return the line to go on with."""
        lines = self._lines
        starts = [i for i in range(start, end) if FOOTNOTE.match(lines[i])]
        another = None
        while outermost and another is None and end + 1 < len(lines) and is_blank(lines[end]):
            if not lines[end + 1].startswith("    ") or is_blank(lines[end + 1]):
                break
            stop = self._run_end(end + 1)
            another = next((i for i in range(end + 1, stop) if FOOTNOTE.match(lines[i])), None)
            end = stop if another is None else another
        for first, stop in pairwise([*starts, end]):
            self._hidden(Kind.FOOTNOTE, first, stop)
        return end


def _first(places: list[int], start: int, limit: int) -> int:
    """Return the first of the sorted `places` from `start` on, or `limit`."""
    index = bisect_left(places, start)
    return min(places[index], limit) if index < len(places) else limit


def _front_value(source: str, key: str) -> str | None:
    """Return a plain value of the front matter."""
    top = source[:20_000].replace("\r\n", "\n").split("\n")
    for line in top[1 : max(front_matter_end(top) - 1, 1)]:
        name, colon, value = line.partition(":")
        if colon and name.strip() == key:
            value = value.strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
                value = value[1:-1]
            return " ".join(value.split()) or None
    return None


def document_title(source: str) -> str | None:
    """Return the title in the front matter, else the words of the first heading, else None."""
    title = _front_value(source, "title")
    if title is not None:
        return title
    for block in split(source):
        if block.kind is Kind.HEADING:
            text = block.text.split("\n")[0].strip()
            if text.startswith("#"):
                text = re.sub(r"(?<!\\)#+$", "", text.lstrip("#")).strip()
            words = re.sub(r"\\([^\w\s])", r"\1", _INLINE_MARKS.sub(lambda m: m.group(1) or "", text))
            if words.strip():
                return " ".join(words.split())
    return None


def document_language(source: str) -> str:
    """Return the language tag in the front matter (BCP 47), or `en` where there is none or an ill-formed one."""
    language = _front_value(source, "language") or ""
    return language if _LANGUAGE.fullmatch(language) else "en"


def direction(language: str) -> str:
    """Return `rtl` for a language written from right to left, else `ltr`."""
    first, *others = language.lower().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), None)
    if script is not None:
        return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"
