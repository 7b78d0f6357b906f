"""The words of contributions and decisions, for searching: what was said, and what was proposed for the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from wgec_living.domain.events import BRANCH_KINDS, OPENING_KINDS, Event, Kind
from wgec_living.domain.identifiers import ObjectId
from wgec_living.domain.search_sources import searched
from wgec_living.domain.search_words import folded
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import Record

from .ahead import Ahead, ahead
from .offered import Offer, words_of
from .search_rows import Place, Searched, write

BaseTree = Callable[[StoredCommit], ObjectId | None]
"""Returns the tree of the revision that a proposal's text was written on; None where there is none."""


class SearchedEvents:
    """Gathers what was said within one pass over new commits; `flush` writes it."""

    def __init__(self, connection: Connection, record: Record, base_tree: BaseTree) -> None:
        self._connection = connection
        self._record = record
        self._base_tree = base_tree
        self._entries: list[Searched] = []
        self._proposals: list[tuple[Searched, Offer]] = []
        self._ahead: Ahead | None = None

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
                self._proposals.append((entry, (base, commit.tree, document)))

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
            str(event.kind),
            contribution=number,
            event=commit.id,
        )
        self._entries.append(entry)
        return entry

    @contextmanager
    def reading_ahead(self) -> Iterator[None]:
        """Have the proposals that were taken in read by another process until this ends, where there are many."""
        offers = [offer for _, offer in self._proposals]
        with ahead(self._record.git_dir, "proposals", offers) as self._ahead:
            yield
        self._ahead = None

    def flush(self) -> None:
        """Write what was gathered since the last time."""
        process, at = self._ahead, 0
        while process is not None and at < len(self._proposals):
            entry, offer = self._proposals[at]
            words = process.hear(_words, *offer)
            if words is None:
                break
            entry.words = (*entry.words[:2], words)
            at += 1
        left = self._proposals[at:]
        for (entry, _), (_, words) in zip(
            left, words_of(self._record, [offer for _, offer in left]), strict=True
        ):
            entry.words = (*entry.words[:2], words)
        write(self._connection, self._entries)
        self._entries, self._proposals = [], []


def _words(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError("words are told as text")
    return told
