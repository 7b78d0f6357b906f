"""What accepting a proposal now would do, without doing it; remembered by content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.identifiers import CommitId, DocumentPath, ObjectId
from wgec_living.domain.merging import Merged, Result, merge_texts
from wgec_living.domain.merging_glance import plain_lines, plainly_clean
from wgec_living.domain.merging_sides import Side, side_of
from wgec_living.domain.merging_texts import Text
from wgec_living.domain.summaries import ContributionSummary, DocumentSummary
from wgec_living.store.record import document_file

from .passages import source_of
from .site import Site
from .threads import text_base

Texts = tuple[ObjectId, ObjectId, ObjectId]
"""The blobs of base, text in force and proposal."""


@dataclass(frozen=True)
class Written:
    """What a proposal was written on, and what it proposes: the same for ever."""

    base: CommitId
    before: ObjectId
    after: ObjectId


_RESULTS: BoundedCache[Texts, Result] = BoundedCache(20_000)
# A decision follows its preview within minutes, on the same three texts: it need not put them together again.
_MERGED: BoundedCache[Texts, Merged] = BoundedCache(4_000_000, lambda merged: len(merged.text))
_WRITTEN: BoundedCache[CommitId, Written] = BoundedCache(20_000)
# A large text taken apart takes half a megabyte: few are kept, and of every proposal only the lines it rewrites.
_SIDES: BoundedCache[tuple[ObjectId, ObjectId], Side] = BoundedCache(
    100_000, lambda side: 50 + len(side.kept)
)
_TAKEN_APART: BoundedCache[ObjectId, Text] = BoundedCache(40_000, lambda text: 50 + len(text.blocks))
_LINES: BoundedCache[tuple[ObjectId, ObjectId], tuple[tuple[int, ...] | None]] = BoundedCache(20_000)


def written(site: Site, summary: ContributionSummary, tip: CommitId) -> Written | None:
    """Return what a proposal was written on and what it proposes; None where the document is missing in either."""
    known = _WRITTEN.get(tip)
    if known is None:
        file = document_file(summary.document)
        base = text_base(site, tip, summary.base)
        before, after = site.record.entry(base, file), site.record.entry(tip, file)
        if before is None or after is None:
            return None
        known = Written(base, before.id, after.id)
        _WRITTEN.put(tip, known)
    return known


def texts_of(
    site: Site, summary: ContributionSummary, tip: CommitId, ours: ObjectId | None = None
) -> Texts | None:
    """Return the three texts, with `ours` (else the text in force); None where the document is missing in one."""
    found = written(site, summary, tip)
    if found is None:
        return None
    return found.before, ours or site.index.texts.document(summary.document).blob, found.after


def text_of(site: Site, blob: ObjectId, like: ObjectId | None = None) -> Text:
    """Return a text taken apart for merging; kept by content.

    `like` is a text that it was made from: only what differs from that is read.
    """
    text = _TAKEN_APART.get(blob)
    if text is None:
        text = Text(source_of(site, blob), None if like is None else text_of(site, like))
        _TAKEN_APART.put(blob, text)
    return text


def side(site: Site, before: ObjectId, after: ObjectId) -> Side:
    """Return what one text made of another; kept by content."""
    known = _SIDES.get((before, after))
    if known is None:
        known = side_of(text_of(site, before).blocks, text_of(site, after, before).blocks)
        _SIDES.put((before, after), known)
    return known


def merged_with(site: Site, texts: Texts, chosen: Mapping[int, str] | None = None) -> Merged:
    """Return the proposal put into the text in force, with the words that a person chose where they had to."""
    merged = None if chosen else _MERGED.get(texts)
    if merged is None:
        base, ours, theirs = texts
        if ours in (base, theirs) or base == theirs:
            merged = Merged(Result.CLEAN, source_of(site, ours if base == theirs else theirs), ())
        else:
            apart = text_of(site, base), text_of(site, ours, base), text_of(site, theirs, base)
            sides = side(site, base, ours), side(site, base, theirs)
            merged = merge_texts(*apart, sides, chosen)
        if not chosen:
            _MERGED.put(texts, merged)
            _RESULTS.put(texts, merged.result)
    return merged


def dry_run(site: Site, summary: ContributionSummary, document: DocumentSummary | None = None) -> str:
    """Return `clean`, `combines` or `clashes` for a proposal against the text in force."""
    return _known(site, texts_of(site, summary, summary.tip, document.blob if document else None))


def first_dry_run(
    site: Site, document: DocumentPath, base: CommitId, first: CommitId, at: int | None = None
) -> str:
    """Return the same for a proposal put on record as `first`, whether or not the index knows of it.

    Against the text in force now, or at the moment `at` (seconds since 1970).
    """
    file = document_file(document)
    before, after = site.record.entry(base, file), site.record.entry(first, file)
    if at is None:
        ours = site.index.texts.document(document).blob
    else:
        ours = site.index.texts.revision_as_of(document, at).blob
    return _known(site, None if before is None or after is None else (before.id, ours, after.id))


def _known(site: Site, texts: Texts | None) -> str:
    if texts is None:
        return Result.CLASHES.value
    known = _RESULTS.get(texts)
    if known is None:
        known = _result(site, texts)
        _RESULTS.put(texts, known)
    return known.value


def rewritten_lines(site: Site, before: ObjectId, after: ObjectId) -> tuple[int, ...] | None:
    """Return the blocks that a proposal rewrites where it does nothing else; kept by content."""
    known = _LINES.get((before, after))
    if known is None:
        known = (plain_lines(text_of(site, before), text_of(site, after, before), side(site, before, after)),)
        _LINES.put((before, after), known)
    return known[0]


def _result(site: Site, texts: Texts) -> Result:
    base, ours, theirs = texts
    if ours not in (base, theirs) and base != theirs:
        lines = rewritten_lines(site, base, theirs)
        if plainly_clean(text_of(site, base), text_of(site, ours, base), side(site, base, ours), lines):
            return Result.CLEAN
    return merged_with(site, texts).result
