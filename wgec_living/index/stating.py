"""On which text each contribution's target was stated: at its beginning, and whenever it was stated anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, select

from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import CommitId, DocumentPath

from .anchors import Anchors
from .schema import contributions
from .summing_up import Opening
from .texts import Texts, TextState

Place = Callable[[CommitId], int | None]
"""Where a commit stands on `main`; None for one that the index does not know there."""


class Stating:
    """Places the targets of one pass: at once where their text is known, else when `main` has come to it."""

    def __init__(self, connection: Connection, texts: Texts, known: Place) -> None:
        self._connection = connection
        self._known = known
        self._texts = texts
        self._anchors = Anchors(connection, texts)
        self.openings: dict[int, Opening] = {}
        self._coming: Mapping[CommitId, int] = {}
        self._waiting: dict[CommitId, list[tuple[int, Event]]] = {}

    def expect(self, positions: Mapping[CommitId, int]) -> None:
        """Learn which commits this pass brings to `main`, with their places."""
        self._coming = positions

    def open(self, opening: Opening) -> None:
        """Take in the beginning of a contribution."""
        self.openings[opening.number] = opening
        if opening.event is not None and opening.document is not None:
            self._state(opening.number, opening.event, opening.base)

    def restate(self, number: int, event: Event) -> str | None:
        """Take in an anchor event; return what is wrong with it if it has no effect.

        It outweighs what was stated before on the same or a newer text.
        """
        begun = self._begun(number)
        if begun is None or event.base is None or begun[0] != event.document:
            return "states a target in another document"
        place, first = self._place(event.base), self._place(begun[1])
        if place is None:
            return "states a target in what is no revision of main"
        if first is None or place < first:
            return "states a target in a text older than the contribution"
        for commit, waiting in self._waiting.items():
            if self._coming[commit] >= place:
                waiting[:] = [
                    (other, said)
                    for other, said in waiting
                    if other != number or said.kind is not Kind.ANCHOR
                ]
        self._state(number, event, event.base)
        return None

    def document_of(self, number: int) -> str:
        """Return the document that a contribution is about; empty where its beginning cannot be read."""
        begun = self._begun(number)
        return "" if begun is None else begun[0]

    def _begun(self, number: int) -> tuple[str, CommitId] | None:
        if number in self.openings:
            opening = self.openings[number]
            return (opening.document, opening.base) if opening.document is not None else None
        query = select(contributions.c.document, contributions.c.base)
        row = self._connection.execute(query.where(contributions.c.number == number)).first()
        return None if row is None else (row.document, CommitId(row.base))

    def _place(self, commit: CommitId) -> int | None:
        known = self._coming.get(commit)
        return self._known(commit) if known is None else known

    def _state(self, number: int, event: Event, base: CommitId) -> None:
        if base in self._coming:
            self._waiting.setdefault(base, []).append((number, event))
        elif event.document is not None:
            self._apply(number, event, self._text_at(base, event.document))

    def reached(self, commit: CommitId) -> None:
        """Place the targets that were stated on the text as `commit` left it, the newest taken in."""
        for number, event in self._waiting.pop(commit, ()):
            if event.document is not None:
                self._apply(number, event, self._texts.state(event.document))

    def _apply(self, number: int, event: Event, state: TextState | None) -> None:
        if state is None or event.document is None:
            return
        if event.kind is not Kind.ANCHOR:
            self.openings[number].base_revision = state.number
        self._anchors.begin(number, event.document, event, state)

    def _text_at(self, base: CommitId, document: DocumentPath) -> TextState | None:
        """Return a document as it stood at a commit of `main` that the index already knows."""
        position = self._known(base)
        return None if position is None else self._texts.in_force_at(document, position)

    def flush(self) -> None:
        """Write what became of the targets."""
        self._anchors.flush()
