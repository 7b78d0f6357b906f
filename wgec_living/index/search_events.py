"""The words of contributions and decisions, for searching: what was said, and what was proposed for the text."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from wgec_living.domain.events import BRANCH_KINDS, OPENING_KINDS, Event, Kind
from wgec_living.domain.identifiers import DocumentPath, ObjectId
from wgec_living.domain.proposed_words import proposed_words
from wgec_living.domain.search_sources import searched
from wgec_living.domain.search_words import folded
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import Record, document_file

from .search_rows import Place, Searched, write

AT_ONCE = 32
"""Proposals whose texts are read together: few enough to stay in memory, enough not to wait for each."""
BaseTree = Callable[[StoredCommit], ObjectId | None]
"""Returns the tree of the revision that a proposal's text was written on; None where there is none."""


class SearchedEvents:
    """Gathers what was said within one pass over new commits; `flush` writes it."""

    def __init__(self, connection: Connection, record: Record, base_tree: BaseTree) -> None:
        self._connection = connection
        self._record = record
        self._base_tree = base_tree
        self._entries: list[Searched] = []
        self._proposals: list[tuple[Searched, ObjectId, ObjectId]] = []

    def said(self, commit: StoredCommit, event: Event, number: int, document: str) -> None:
        """Take in what was said on a contribution about a document."""
        if event.kind not in BRANCH_KINDS or event.kind is Kind.REMOVAL:
            return
        # The title of what was sent without one is its beginning, which stands in what it says.
        own = event.kind in OPENING_KINDS and not event.body.startswith(event.title.removesuffix("…").strip())
        entry = self._take(Place.CONTRIBUTION, commit, event, number, document, event.title if own else "")
        if event.kind in (Kind.PROPOSAL, Kind.REVISED_TEXT):
            base = self._base_tree(commit)
            if base is not None:
                self._proposals.append((entry, base, commit.tree))

    def decided(self, commit: StoredCommit, event: Event, number: int) -> None:
        """Take in the reason of a decision."""
        if event.kind is Kind.DISPOSITION:
            self._take(Place.REASON, commit, event, number, event.document or "", "")

    def _take(
        self, place: Place, commit: StoredCommit, event: Event, number: int, document: str, title: str
    ) -> Searched:
        entry = Searched(
            place,
            commit.committer.at,
            document,
            (folded(title), folded(searched(event.body)), ""),
            event.speaker.handle,
            event.speaker.group,
            event.kind.value,
            contribution=number,
            event=commit.id,
        )
        self._entries.append(entry)
        return entry

    def flush(self) -> None:
        """Write what was gathered since the last time."""
        for start in range(0, len(self._proposals), AT_ONCE):
            some = self._proposals[start : start + AT_ONCE]
            if len(some) > 1:
                self._record.read_ahead([tree for _, base, tip in some for tree in (base, tip)])
            for entry, base, tip in some:
                path = document_file(DocumentPath(entry.document))
                old, new = self._record.entry_in(base, path), self._record.entry_in(tip, path)
                if old is not None and new is not None and old != new:
                    words = proposed_words(self._record.blob(old.id), self._record.blob(new.id))
                    entry.words = (*entry.words[:2], folded(searched(words)))
        write(self._connection, self._entries)
        self._entries, self._proposals = [], []
