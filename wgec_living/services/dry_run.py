"""What accepting a proposal now would do, without doing it; remembered by content."""

from __future__ import annotations

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.identifiers import CommitId, ObjectId
from wgec_living.domain.merging import Merged, Result, merge
from wgec_living.domain.summaries import ContributionSummary
from wgec_living.store.record import document_file

from .passages import source_of
from .site import Site
from .threads import text_base

_RESULTS: BoundedCache[tuple[ObjectId, ObjectId, ObjectId], Result] = BoundedCache(20_000)
# A decision follows its preview within minutes, on the same three texts: it need not put them together again.
_MERGED: BoundedCache[tuple[ObjectId, ObjectId, ObjectId], Merged] = BoundedCache(
    4_000_000, lambda merged: len(merged.text)
)


def texts_of(
    site: Site, summary: ContributionSummary, tip: CommitId
) -> tuple[ObjectId, ObjectId, ObjectId] | None:
    """Return the blobs of base, text in force and proposal; None where the document is gone from one of them."""
    file = document_file(summary.document)
    base = site.record.entry(text_base(site, tip), file)
    ours = site.index.texts.document(summary.document).blob
    theirs = site.record.entry(tip, file)
    return None if base is None or theirs is None else (base.id, ours, theirs.id)


def merged_with(site: Site, texts: tuple[ObjectId, ObjectId, ObjectId]) -> Merged:
    """Return the proposal put into the text in force."""
    merged = _MERGED.get(texts)
    if merged is None:
        merged = merge(*(source_of(site, blob) for blob in texts))
        _MERGED.put(texts, merged)
        _RESULTS.put(texts, merged.result)
    return merged


def dry_run(site: Site, summary: ContributionSummary) -> str:
    """Return `clean`, `combines` or `clashes` for a proposal against the text in force."""
    texts = texts_of(site, summary, summary.tip)
    if texts is None:
        return Result.CLASHES.value
    known = _RESULTS.get(texts)
    return (known or merged_with(site, texts).result).value
