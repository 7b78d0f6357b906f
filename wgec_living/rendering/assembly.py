"""Put laid-out units together into a page's text: number the footnotes, fill in their links, place the blocks.

Only constant HTML and numbers are added here, after the cleaning.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from .definitions import Note
from .model import NoteReference, NoteReturns, Piece, RenderedUnit, Slot

TOO_COMPLEX = "This part is too complex to be laid out; it is shown as plain text."
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def plain(source: str, blocks: int) -> tuple[Piece, ...]:
    """Return a unit shown as it was written, with a note that says why."""
    pieces: list[Piece] = ['<div class="plain"', Slot(0, "attributes"), ">", Slot(0, "tools")]
    for block in range(1, blocks):
        pieces += ["<span", Slot(block, "attributes"), ">", Slot(block, "tools"), "</span>"]
    text = html.escape(_UNPRINTABLE.sub("\ufffd", source))
    # A line feed right after the opening tag would be dropped by browsers.
    pieces.append(f'<p class="note">{TOO_COMPLEX}</p><pre class="plain">\n{text}</pre></div>')
    return tuple(pieces)


def from_worker(pieces: Iterable[str | list[str | int]]) -> tuple[Piece, ...]:
    """Return the worker's pieces as typed ones."""
    result: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            result.append(piece)
        elif piece[0] == "f":
            result.append(NoteReference(str(piece[1]), bool(piece[2])))
        elif piece[0] == "k":
            result.append(NoteReturns())
        else:
            result.append(Slot(int(piece[1]), "attributes" if piece[0] == "a" else "tools"))
    return tuple(result)


def excerpt(laid: tuple[Sequence[Piece], bool], blocks: tuple[int, ...]) -> RenderedUnit:
    """Return a unit that stands apart from its text: references to footnotes are their labels, without links."""
    pieces, complex_ = laid
    placed: list[str | Slot] = []
    for piece in pieces:
        if isinstance(piece, Slot):
            placed.append(Slot(blocks[piece.block], piece.place))
        elif isinstance(piece, NoteReference):
            placed.append(f"<sup>{html.escape(piece.label)}</sup>")
        elif isinstance(piece, str):
            placed.append(piece)
    return RenderedUnit(blocks, tuple(placed), complex_)


class Assembly:
    """Numbers the references of one text as its units are placed, in the order of the page."""

    def __init__(self, notes: dict[str, Note], prefix: str) -> None:
        self._notes = notes
        self._prefix = html.escape(prefix)
        self._used: dict[str, int] = {}

    def place(self, pieces: Sequence[Piece], blocks: Sequence[int]) -> list[str | Slot | NoteReturns]:
        """Return `pieces` with their slots naming the text's blocks and their references numbered."""
        return [piece if type(piece) is str else self._fill(piece, blocks) for piece in pieces]

    def _fill(self, piece: Piece, blocks: Sequence[int]) -> str | Slot | NoteReturns:
        if isinstance(piece, Slot):
            return Slot(blocks[piece.block], piece.place) if blocks else ""
        return self._reference(piece) if isinstance(piece, NoteReference) else piece

    def _reference(self, reference: NoteReference) -> str:
        note = self._notes.get(reference.label)
        if note is None:
            return ""
        time = self._used[note.label] = self._used.get(note.label, 0) + 1
        start = f'<sup id="{self._prefix}fnref-{note.number}-{time}">'
        if not reference.linked:
            return f"{start}{note.number}</sup>"
        link = f'<a class="footnote-ref" href="#{self._prefix}fn-{note.number}">{note.number}</a>'
        return f"{start}{link}</sup>"

    def unit(self, pieces: Sequence[Piece], blocks: tuple[int, ...], complex_: bool) -> RenderedUnit:
        """Return one unit of the page."""
        placed = self.place(pieces, blocks)
        return RenderedUnit(
            blocks, tuple([p for p in placed if type(p) is str or not isinstance(p, NoteReturns)]), complex_
        )

    def footnotes(self, bodies: Sequence[tuple[Note, Sequence[Piece], bool]]) -> RenderedUnit:
        """Return the unit of all footnotes; its bodies may themselves refer to footnotes."""
        placed = [(note, self.place(pieces, ())) for note, pieces, _ in bodies]
        pieces: list[str | Slot] = ['<div class="footnotes">\n<hr>\n<ol>\n']
        blocks: list[int] = []
        for note, body in placed:
            pieces.append("<li")
            if note.block is not None:
                blocks.append(note.block)
                pieces += [Slot(note.block, "attributes"), ">", Slot(note.block, "tools")]
            else:
                pieces.append(">")
            pieces.append(f'<span class="note-target" id="{self._prefix}fn-{note.number}"></span>\n')
            pieces += [self._returns(note) if isinstance(piece, NoteReturns) else piece for piece in body]
            pieces.append("\n</li>\n")
        pieces.append("</ol>\n</div>")
        return RenderedUnit(tuple(blocks), tuple(pieces), any(broken for *_, broken in bodies))

    def _returns(self, note: Note) -> str:
        title = f"Jump back to footnote {note.number} in the text"
        return "".join(
            f'<a class="footnote-backref" href="#{self._prefix}fnref-{note.number}-{time}" title="{title}">&#8617;</a>'
            for time in range(1, max(1, self._used.get(note.label, 0)) + 1)
        )
