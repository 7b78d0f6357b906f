"""Who brought each run of words of a revision: contribution, person, delegation and stakeholder group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from wgec_living.domain.blocks import Kind
from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.events import Speaker
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.provenance import Origin, Runs, count_words
from wgec_living.domain.summaries import RevisionSummary

from .passages import blocks_of
from .site import Site


@dataclass(frozen=True)
class Source:
    """What brought some words, and who wrote them."""

    revision: RevisionSummary
    decider: bool
    """Whether the coordinator who decided wrote them, rather than the contributor."""

    @property
    def speaker(self) -> Speaker:
        """Whose words they are."""
        deciding = self.revision.decided_by if self.decider else None
        return deciding or self.revision.author

    @property
    def first(self) -> bool:
        """Whether nobody contributed them: they are of the founding text or of an import."""
        return self.revision.contribution is None


@dataclass(frozen=True)
class BlockOrigins:
    """The words of one block."""

    id: BlockId
    text: str
    changed_in: int
    """The revision that changed its text last."""
    runs: Runs


@dataclass(frozen=True)
class Share:
    """How many words of a revision somebody brought."""

    group: str
    delegation: str
    """Empty where a whole group is counted."""
    words: int
    part: float
    """Of all words, from 0 to 1."""


@dataclass(frozen=True)
class Provenance:
    """A revision's words with what brought them."""

    revision: RevisionSummary
    blocks: tuple[BlockOrigins, ...]
    """In reading order, without hidden definitions."""
    sources: Mapping[Origin, Source]
    words: int
    by_group: tuple[Share, ...]
    """Most words first; what nobody contributed has no group."""
    by_delegation: tuple[Share, ...]


MOST_KEPT = 50_000
"""Runs kept at hand: those of some ten texts of 300 kB, some 8 MB."""
_KNOWN: BoundedCache[tuple[DocumentPath, CommitId], Provenance] = BoundedCache(
    MOST_KEPT, lambda found: len(found.blocks) + sum(len(block.runs) for block in found.blocks)
)


def provenance(site: Site, revision: RevisionSummary) -> Provenance:
    """Return who brought each run of words of a revision; a commit settles it, so it is kept."""
    key = (revision.document, revision.commit)
    found = _KNOWN.get(key)
    if found is None:
        found = _found(site, revision)
        _KNOWN.put(key, found)
    return found


def _found(site: Site, revision: RevisionSummary) -> Provenance:
    ids = site.index.texts.ids_of(revision)
    texts = {
        name: block.text
        for name, block in zip(ids, blocks_of(site, revision.blob), strict=True)
        if block.kind is not Kind.DEFINITION
    }
    kept = site.index.origins.at(revision.document, revision.number, texts)
    blocks = tuple(BlockOrigins(name, text, *kept[name]) for name, text in texts.items())
    origins = {run.origin for block in blocks for run in block.runs}
    numbers = {origin.revision for origin in origins} | {block.changed_in for block in blocks}
    revisions = site.index.texts.numbered(revision.document, numbers)
    sources = {origin: Source(revisions[origin.revision], origin.decider) for origin in sorted(origins)}
    for number in numbers:
        sources.setdefault(Origin(number), Source(revisions[number], decider=False))
    by_group, by_delegation = _counted(blocks, sources)
    total = by_group.total()
    return Provenance(
        revision,
        blocks,
        sources,
        total,
        tuple(Share(group, "", words, words / total) for group, words in by_group.most_common()),
        tuple(Share(*who, words, words / total) for who, words in by_delegation.most_common()),
    )


def _counted(
    blocks: tuple[BlockOrigins, ...], sources: Mapping[Origin, Source]
) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Return how many words each group and each delegation brought, those with none not counted."""
    by_origin: Counter[Origin] = Counter()
    for block in blocks:
        for run in block.runs:
            by_origin[run.origin] += count_words(block.text[run.start : run.end])
    by_group: Counter[str] = Counter()
    by_delegation: Counter[tuple[str, str]] = Counter()
    for origin, words in sorted(by_origin.items()):
        if words:
            speaker = sources[origin].speaker
            by_group[speaker.group] += words
            by_delegation[speaker.group, speaker.delegation] += words
    return by_group, by_delegation
