"""Walk once over the lines of a text and find where each block begins and ends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence

from .blocks_lists import Draft, OpenList
from .blocks_model import Kind
from .blocks_patterns import (
    FOOTNOTE,
    ITEM,
    QUOTE,
    definition_end,
    heading_level,
    is_blank,
    is_rule,
    is_table,
    setext_level,
)

Mark = tuple[int, int, int]
"""A line at which nothing before it matters any more: its index, the blocks before it, the last unit's number."""


class Splitter:
    """One pass over the lines of a text; `_open` is what the next sibling may melt into.

    Begins where the text begins, or at a mark of an earlier pass over the same lines.
    """

    def __init__(self, lines: Sequence[str], fences: Mapping[int, int], begin: Mark = (0, 0, -1)) -> None:
        self._lines = lines
        self._begin = begin
        self._draft = Draft(begin[2])
        self._fences = fences
        self.marks: list[Mark] = []
        self._notes: list[int] = []
        self._list: OpenList | None = None
        self._open: tuple[Kind, int] | None = None

    def run(self, start: int = 0, meets: Container[int] = ()) -> tuple[Draft, int]:
        """Read the lines up to the first mark in `meets`; return what was found and where reading ended.

        The first `start` lines are front matter.
        """
        lines, count = self._lines, len(self._lines)
        if start:
            self._hidden(Kind.DEFINITION, 0, start)
        number = start or self._begin[0]
        while number < count:
            line = lines[number]
            if is_blank(line):
                number += 1
                continue
            if self._list is None and self._open is None:
                if number in meets:
                    break
                self.marks.append((number, self._begin[1] + len(self._draft.kinds), self._draft.unit))
            number = self._run(number)
        return self._draft, number

    def _run(self, number: int) -> int:
        """Read what starts at a line after a blank one or a fence; return the line to go on with."""
        if number in self._fences:
            end = self._fences[number] + 1
            self._alone(Kind.CODE, number, end)
            return end
        end = self._run_end(number)
        if end - number == 1 and self._lines[number][0].isalpha():
            self._alone(Kind.PARAGRAPH, number, end)
            return end
        return self._run_of_lines(number, end)

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

        `limits` holds the ends of the regions being read, the innermost last: a heading, rule, quote or footnote
        further down ends what stands before it, which is then read as if it stood alone.
        """
        lines = self._lines
        headings = [i for i in range(start, end) if heading_level(lines[i])]
        rules = [i for i in range(start, end) if is_rule(lines[i])]
        quotes = [i for i in range(start, end) if QUOTE.match(lines[i])]
        notes = self._notes = [i for i in range(start, end) if FOOTNOTE.match(lines[i])]
        limits = [end]
        while limits:
            limit = limits[-1]
            if start >= limit:
                limits.pop()
                if limits:
                    start = self._boundary(start, limits[-1], len(limits) == 1)
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
            elif (stop := _first(quotes, start, limit)) < limit or (
                stop := _first(notes, start, limit)
            ) < limit:
                limits.append(stop)
            else:
                start = self._text(start, limit)
        return start

    def _boundary(self, start: int, limit: int, outermost: bool) -> int:
        """Read the heading, rule, quote or footnotes that ended a region."""
        line = self._lines[start]
        if level := heading_level(line):
            self._alone(Kind.HEADING, start, start + 1, level)
            return start + 1
        if is_rule(line):
            self._alone(Kind.PARAGRAPH, start, start + 1)
            return start + 1
        if not QUOTE.match(line):
            return self._footnotes(start, limit, outermost)
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

    def _text(self, start: int, end: int) -> int:
        """Read running text up to and with the first definition in it; return the line to go on with."""
        lines = self._lines
        for number in range(start, end):
            line = lines[number]
            if "]" not in line or line.lstrip(" ")[:1] not in ("[", "*"):
                continue
            stop = definition_end(lines, number, end)
            if stop == number:
                continue
            if start < number:
                self._alone(Kind.PARAGRAPH, start, number)
            self._hidden(Kind.DEFINITION, number, stop)
            return stop
        self._alone(Kind.PARAGRAPH, start, end)
        return end

    def _footnotes(self, start: int, end: int, outermost: bool) -> int:
        """Read footnotes on lines one after the other, and what continues the last; return the line to go on with.

        A footnote further down ends the last one, and is then read as the start of a run.
        """
        lines, last = self._lines, start
        while last + 1 < end and FOOTNOTE.match(lines[last + 1]):
            self._hidden(Kind.FOOTNOTE, last, last + 1)
            last += 1
        another = _first(self._notes, last + 1, end)
        while outermost and another == end and end + 1 < len(lines) and is_blank(lines[end]):
            if not lines[end + 1].startswith("    ") or is_blank(lines[end + 1]):
                break
            stop = self._run_end(end + 1)
            another = next((i for i in range(end + 1, stop) if FOOTNOTE.match(lines[i])), stop)
            end = stop
        self._hidden(Kind.FOOTNOTE, last, another)
        return another


def _first(places: list[int], start: int, limit: int) -> int:
    """Return the first of the sorted `places` from `start` on, or `limit`."""
    index = bisect_left(places, start)
    return min(places[index], limit) if index < len(places) else limit
