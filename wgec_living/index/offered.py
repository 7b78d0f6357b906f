"""The words that proposals offer for a text, as they are searched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wgec_living.domain.identifiers import DocumentPath, ObjectId
from wgec_living.domain.proposed_words import proposed_words
from wgec_living.domain.search_sources import searched
from wgec_living.domain.search_words import folded
from wgec_living.store.object_store import ObjectStore
from wgec_living.store.record import document_file

AT_ONCE = 32
"""Proposals whose texts are read together: few enough to stay in memory, enough not to wait for each."""
Offer = tuple[ObjectId, ObjectId, str]
"""The tree a proposal was written on, its own, and the document."""


def words_of(objects: ObjectStore, offers: Sequence[Offer]) -> Iterator[tuple[Offer, str]]:
    """Yield each proposal with the words that it offers; none where the document is not in both trees."""
    for start in range(0, len(offers), AT_ONCE):
        some = offers[start : start + AT_ONCE]
        if len(some) > 1:
            objects.read_ahead([tree for base, tip, _ in some for tree in (base, tip)])
        for base, tip, document in some:
            path = document_file(DocumentPath(document))
            old, new = objects.entry_in(base, path), objects.entry_in(tip, path)
            words = ""
            if old is not None and new is not None and old != new:
                words = folded(searched(proposed_words(objects.blob(old.id), objects.blob(new.id))))
            yield (base, tip, document), words
