"""Whose words stand in a text that a coordinator confirmed: everybody who is credited beside its author."""

from __future__ import annotations

from collections.abc import Iterable

from wgec_living.domain.blocks import split
from wgec_living.domain.comparison import compare
from wgec_living.domain.events import Speaker
from wgec_living.domain.identifiers import BlockId, CommitId
from wgec_living.domain.merging import Clash, Combined, Merged
from wgec_living.domain.merging_sentences import readings
from wgec_living.domain.summaries import ContributionSummary, DocumentSummary

from .passages import blocks_of, source_of
from .site import Site

MOST_REVISIONS = 1_000
"""How far back is looked for who brought the words in force."""


class Authors:
    """Tells who changed a passage of a document since a commit of `main`; each revision is read at most once."""

    def __init__(self, site: Site, document: DocumentSummary, base: CommitId) -> None:
        self._site = site
        self._document = document
        self._first = site.index.texts.revision_of_commit(document.path, base).number
        lowest = max(self._first, document.revision - MOST_REVISIONS)
        newer = site.index.texts.between(document.path, lowest, document.revision)
        older = (*newer[:-1][::-1], site.index.texts.revision(document.path, lowest)) if newer else ()
        self._steps = tuple(zip(newer[::-1], older, strict=True))
        self._ids: dict[int, tuple[BlockId, ...]] = {}

    def of(self, place: Clash | Combined) -> tuple[Speaker, ...]:
        """Return who changed a passage since, newest first; each once."""
        if place.place is None:
            return self._who_removed(place.base)
        document = self._document
        name = self._ids_of(document.revision)[place.place]
        text = blocks_of(self._site, document.blob)[place.place].text
        found: dict[str, Speaker] = {}
        for revision, before in self._steps:
            if text in source_of(self._site, before.blob):
                continue
            found.setdefault(revision.author.handle, revision.author)
            ids = self._ids_of(before.number)
            if name not in ids:
                break
            text = blocks_of(self._site, before.blob)[ids.index(name)].text
        return tuple(found.values())

    def _ids_of(self, number: int) -> tuple[BlockId, ...]:
        if number not in self._ids:
            self._ids[number] = self._site.index.texts.block_ids(self._document.path, number)
        return self._ids[number]

    def _who_removed(self, text: str) -> tuple[Speaker, ...]:
        texts, path = self._site.index.texts, self._document.path
        blocks = blocks_of(self._site, texts.revision(path, self._first).blob)
        for block, name in zip(blocks, self._ids_of(self._first), strict=True):
            last = texts.last_revision_with(path, name) if block.text == text else None
            if last is not None and last < self._document.revision:
                return (texts.revision(path, last + 1).author,)
        return ()


def credited(
    site: Site,
    summary: ContributionSummary,
    document: DocumentSummary,
    merged: Merged | None,
    base: CommitId | None,
    text: str,
) -> tuple[Speaker, ...]:
    """Return who is named beside the coordinator: the contributor, and whose words of the text in force were kept.

    Where a passage was left as somebody else had it, Git's own blame names them; here count the passages that the
    new text changed.
    """
    people = {summary.speaker.handle: summary.speaker}
    places: list[Clash | Combined] = [] if merged is None else [*merged.combined, *merged.clashes]
    if base is not None and places:
        changes = compare(blocks_of(site, document.blob), split(text))
        new = [change.new_block.text for change in changes if change.kind != "same" and change.new_block]
        passages = "\n\n".join(new)
        authors = Authors(site, document, base)
        for place in places:
            if any(words in passages for words in _words_in_force(place)):
                for speaker in authors.of(place):
                    people.setdefault(speaker.handle, speaker)
    return tuple(Speaker(speaker.handle, speaker.name) for speaker in people.values())


def _words_in_force(place: Clash | Combined) -> Iterable[str]:
    """Yield the words of a passage that the text in force brought."""
    if isinstance(place, Combined):
        if place.base:  # Two insertions leave each other's words untouched, under their own names.
            yield place.text
            found = [run.text.strip() for run in place.runs if run.op == "added" and run.by == "ours"]
            yield from (words for words in found if len(words) > 1)
        return
    for part in readings(place):
        words = part.ours.strip()
        if words and words not in (part.base.strip(), part.theirs.strip()):
            yield words
