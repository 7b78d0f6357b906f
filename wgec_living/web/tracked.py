"""A comparison as a text in which every change is tracked: accepted they give the newer text, refused the older.

In contrast to the redline of a page nothing is folded, lists and tables are whole, and what moved is taken out where
it stood and put in where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup, escape

from wgec_living.domain.comparison import Changes
from wgec_living.domain.comparison_told import numbered
from wgec_living.domain.comparison_words import tokens

from .filed import NUMBER
from .redline import Left, Passage
from .redline_words import Run, Runs
from .words import told

PLAIN = Markup("")
_CUT = "¶<br>"
_NOTE = re.compile(r" {0,3}\[\^([^\]]*)\]:")
_INDENT = re.compile(r"[ \t]*")
_GIVES = {"added": Markup("<ins{}>{}</ins>"), "removed": Markup("<del{}>{}</del>")}
_WHO = Markup(' data-author="{}" data-date="{}"')
_WHAT = Markup('<p class="what" data-style="What happened" lang="en" dir="ltr">{}</p>')
MOST_NOTES = 300
"""So many changes have a note in the margin of a Word file."""


@dataclass(frozen=True, slots=True)
class By:
    """Who is named as the author of a change."""

    author: str
    """Of all but the words that `writers` has."""
    date: str
    """As a machine reads it."""
    lines: tuple[Markup, ...]
    """Who brought it, who decided, and why: lines to stand beside the change."""
    writers: Mapping[str, str] = field(default_factory=dict)
    """Who wrote a word, where that is known of every place at which it came."""

    def wrote(self, words: Markup) -> str:
        """Return who is named as the author of words that were put in."""
        names = {self.writers.get(word) for word in tokens(words.striptags()) if any(map(str.isalnum, word))}
        name = names.pop() if len(names) == 1 else None
        return name or self.author


class Tracking:
    """Writes the passages of one comparison; `by` says who brought one."""

    def __init__(self, changes: Changes, by: Callable[[Passage], By], *, telling: bool) -> None:
        self._by = by
        self._telling = telling
        self._numbers = numbered(changes.newer)

    def html(self, parts: Sequence[Passage | Left]) -> Markup:
        """Return the text; `telling` adds numbers, and to each change lines that tell it, else a name for its note."""
        return Markup("\n").join(self._grouped(list(self._in_place(parts))))

    @staticmethod
    def _in_place(parts: Sequence[Passage | Left]) -> Iterator[Passage]:
        """Yield passages; one that moved comes twice, taken out at its old place and put in at its new one."""
        moved = {
            part.place: part
            for part in parts
            if isinstance(part, Passage) and part.change and part.change.moved
        }
        for part in parts:
            if isinstance(part, Left):
                there = moved.get(part.goes_to)
                if there is not None:
                    yield replace(there, cells=_all(there, "removed"), place=None, kind="left")
            elif part.place in moved:
                yield replace(part, cells=_all(part, "added"))
            else:
                yield part

    def _grouped(self, passages: Sequence[Passage]) -> Iterator[Markup]:
        """Yield blocks, with lists and tables put together of their items and rows."""
        at = 0
        while at < len(passages):
            form = passages[at].form
            end = at + 1
            if form in ("item", "row"):
                while end < len(passages) and passages[end].form == form and not _begins(passages[end]):
                    end += 1
                group = passages[at:end]
                yield self._table(group) if form == "row" else self._list(group)
            else:
                yield self._block(passages[at])
            at = end

    def _block(self, part: Passage) -> Markup:
        if part.front:
            return self._what(part)  # In a Word file its note stands at the first heading.
        level = _level(part)
        cells = _broken(part.cells) if part.form in ("code", "definition") else part.cells
        runs = tuple(run for cell in cells for run in cell)
        if level:
            return Markup("<h{0}{1}>{2}</h{0}>{3}").format(
                level, self._on(part), self._runs(part, runs), self._what(part)
            )
        style = Markup(' class="code" data-style="Source Code"') if cells is not part.cells else Markup("")
        html = self._paragraphs(part, (*_label(part), *runs), style) + self._what(part)
        return Markup("<blockquote>{}</blockquote>").format(html) if part.form == "quote" else html

    def _paragraphs(self, part: Passage, runs: Runs, style: Markup = PLAIN) -> Markup:
        """Return the words as a paragraph, or as several where it was cut or put together."""
        made: list[Markup] = []
        so_far: list[Run] = []
        style += self._on(part)
        for run in runs:
            pieces = (
                run.html.split(_CUT) if run.op != "same" and part.kind in ("split", "joined") else [run.html]
            )
            for place, piece in enumerate(pieces):
                if place:
                    op = "inserted" if run.op == "added" else "deleted"
                    cut = Markup(' data-cut="{}"{}').format(op, self._who(part))
                    made.append(
                        Markup("<p{}{}>{}</p>").format(style, cut, self._runs(part, so_far, not made))
                    )
                    so_far = []
                if piece:
                    so_far.append(Run(run.op, piece, run.dressed))
        made.append(Markup("<p{}>{}</p>").format(style, self._runs(part, so_far, not made)))
        return Markup("").join(made)

    def _list(self, parts: Sequence[Passage]) -> Markup:
        """Return the items as a list, with lists in it where items are indented."""
        html = Markup("")
        indents: list[tuple[int, str]] = []
        for part in parts:
            indent, name = _indent(part), "ul" if part.marker in ("", "•") else "ol"
            while indents and indent < indents[-1][0]:
                html += Markup("</li></{}>").format(indents.pop()[1])
            if not indents or indent > indents[-1][0]:
                start = int(part.marker[:-1]) if name == "ol" and part.marker[:-1].isdecimal() else 1
                html += Markup('<ol start="{}">').format(start) if name == "ol" else Markup("<ul>")
                indents.append((indent, name))
            elif name != indents[-1][1]:
                html += Markup("</li></{}><{}>").format(indents.pop()[1], name)
                indents.append((indent, name))
            else:
                html += Markup("</li>")
            runs = tuple(run for cell in part.cells for run in cell)
            html += Markup("<li>{}{}").format(self._paragraphs(part, runs), self._what(part))
        for _, name in reversed(indents):
            html += Markup("</li></{}>").format(name)
        return html

    def _table(self, parts: Sequence[Passage]) -> Markup:
        width = max(len(part.cells) for part in parts)
        head = _begins(parts[0])
        rows = [
            self._row(part, width, "th" if head and place == 0 else "td") for place, part in enumerate(parts)
        ]
        first = Markup("<thead>{}</thead>").format(rows.pop(0)) if head else Markup("")
        return Markup('<div class="table"><table>{}<tbody>{}</tbody></table></div>').format(
            first, Markup("\n").join(rows)
        )

    def _row(self, part: Passage, width: int, cell: str) -> Markup:
        cells = [self._runs(part, runs, place == 0) for place, runs in enumerate(part.cells)]
        cells += [Markup("")] * (width - len(cells))
        what = self._what(part)
        if what:
            cells[0] = Markup("<p>{}</p>{}").format(cells[0], what)
        return Markup("<tr{}>{}</tr>").format(
            self._on(part), Markup("").join([Markup("<{0}>{1}</{0}>").format(cell, c) for c in cells])
        )

    def _runs(self, part: Passage, runs: Sequence[Run], first: bool = True) -> Markup:
        number = self._number(part) if first else Markup("")
        html = Markup("")
        for place, run in enumerate(runs):
            words = number + run.html if place == 0 and run.op == "added" else run.html
            made = _GIVES[run.op].format(self._who(part, run), words) if run.op in _GIVES else words
            html += number + made if place == 0 and run.op != "added" else made
        return html

    def _number(self, part: Passage) -> Markup:
        place = part.change.new if self._telling and part.change and part.kind != "left" else None
        number = self._numbers[place] if place is not None else None
        return NUMBER.format(number) if number is not None else Markup("")

    def _who(self, part: Passage, run: Run | None = None) -> Markup:
        by = self._by(part)
        return _WHO.format(by.wrote(run.html) if run and run.op == "added" else by.author, by.date)

    def _on(self, part: Passage) -> Markup:
        noted = not self._telling and part.place is not None and part.place <= MOST_NOTES
        return Markup(' data-on="change-{}"').format(part.place) if noted else PLAIN

    def _what(self, part: Passage) -> Markup:
        if not self._telling or part.place is None:
            return PLAIN
        return _WHAT.format(Markup("<br>").join([happened(part), *self._by(part).lines]))


def happened(part: Passage) -> Markup:
    """Return what happened to a passage, with quotation marks that every kind of file has."""
    if not part.sentence or (part.kind in ("edited", "moved") and not part.front):
        return escape(f"{part.label}.")
    return told(part.sentence).replace("<q>", "“").replace("</q>", "”")


def _all(part: Passage, op: str) -> tuple[Runs, ...]:
    return tuple(tuple(Run(op, run.html) for run in cell) for cell in part.side(op))


def _begins(part: Passage) -> bool:
    """Whether a row is the head of a table, or an item the first of its list, in the text it stands in."""
    change = part.change
    if change is None or part.form != "row":
        return False
    block = change.new_block or change.old_block
    return block is not None and "\n" in block.text


def _level(part: Passage) -> int:
    block = (part.change.new_block or part.change.old_block) if part.change else None
    return block.level if block is not None and part.form == "heading" else 0


def _label(part: Passage) -> Runs:
    """Return what references to a footnote call it by; a comparison does not count them."""
    block = (part.change.new_block or part.change.old_block) if part.change else None
    found = _NOTE.match(block.text) if block is not None and part.form == "footnote" else None
    op = part.kind if part.kind in ("added", "removed") else "removed" if part.kind == "left" else "same"
    return (Run(op, Markup("<sup>{}</sup> ").format(found[1])),) if found else ()


def _indent(part: Passage) -> int:
    block = (part.change.new_block or part.change.old_block) if part.change else None
    found = _INDENT.match(block.text.expandtabs(4)) if block is not None else None
    return found.end() if found else 0


def _broken(cells: tuple[Runs, ...]) -> tuple[Runs, ...]:
    """Return lines of code with their ends."""
    return tuple(
        tuple(Run(run.op, Markup("<br>").join(run.html.split("\n")), run.dressed) for run in cell)
        for cell in cells
    )
