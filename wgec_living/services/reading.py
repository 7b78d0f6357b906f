"""What everybody may read: documents, revisions, comparisons, passages, people."""

from __future__ import annotations

from wgec_living.domain.blocks import direction, document_language, document_title
from wgec_living.domain.comparison import compare_known
from wgec_living.domain.identifiers import CommitId, DocumentPath, branch_of
from wgec_living.domain.points import Now, Point
from wgec_living.domain.summaries import (
    ContributionFilter,
    DocumentName,
    DocumentSummary,
    Page,
    RevisionSummary,
    RosterEntry,
)

from .answered import backgrounds
from .attributing import brought, heard
from .one_passage import passage
from .passages import block_views, blocks_of, source_of
from .points import resolved
from .reporting import report
from .site import Site
from .threads import contribution, entry
from .views import ComparisonView, DocumentView, Home

__all__ = [
    "compare",
    "contribution",
    "document",
    "documents",
    "entry",
    "home",
    "name",
    "not_shown_yet",
    "passage",
    "revision_at",
    "revisions",
    "roster",
    "sources",
    "state",
]
MOST_BETWEEN = 100
MOST_LISTED = 30
RECENT = 8


def state(site: Site, *, strict: bool = False) -> str:
    """Return a word that changes whenever anything on record does; cheap enough for every request.

    Where the index cannot follow the record, it is the word for what was read last; `strict` raises instead.
    """
    site.index.keeping.look(strict=strict)
    return site.index.database.state()


def not_shown_yet(site: Site, number: int, commit: CommitId | None = None) -> CommitId | None:
    """Return the newest commit of a contribution on record, or `commit`, where the index lacks it; else None."""
    wanted = commit or site.record.refs.get(branch_of(number))
    if wanted is None or site.index.register.knows(wanted):
        return None
    site.index.keeping.look()
    return None if site.index.register.knows(wanted) else wanted


def home(site: Site) -> Home:
    """Return what the first page shows."""
    every = ContributionFilter()
    recent = site.index.register.page(every, 1, RECENT).items
    return Home(site.index.texts.documents(), tuple(recent), report(site, every))


def documents(site: Site) -> tuple[DocumentSummary, ...]:
    """Return every document, by title."""
    return site.index.texts.documents()


def revision_at(
    site: Site, path: DocumentPath, point: Point | None = None, *, commit: CommitId | None = None
) -> RevisionSummary:
    """Return the revision in force at a point or after a commit of `main`; else the newest.

    Raises `NotFound` for an unknown document or commit, `NoSuchPoint` where the document has no such point.
    """
    if commit is not None:
        return site.index.texts.revision_of_commit(path, commit)
    return resolved(site, path, Now() if point is None else point)


def document(site: Site, path: DocumentPath, point: Point | None = None) -> DocumentView:
    """Return a document as it stood at a point, laid out; as it stands unless another is asked for."""
    summary = site.index.texts.document(path)
    wanted = revision_at(site, path, point)
    source = source_of(site, wanted.blob)
    blocks = block_views(site, wanted)
    language = document_language(source)
    register = site.index.register
    newest = wanted.number == summary.revision
    return DocumentView(
        summary=summary,
        revision=wanted,
        title=document_title(source) or summary.title,
        language=language,
        direction=direction(language),
        source=source,
        blocks=blocks,
        rendered=site.renderer.document(source, blocks_of(site, wanted.blob)),
        whole=register.on_whole(path, MOST_LISTED),
        gone=register.on_gone(path, MOST_LISTED) if newest else Page((), 0, 1, MOST_LISTED),
    )


def name(site: Site, path: DocumentPath) -> DocumentName:
    """Return what a document is called and its newest revision's number."""
    return site.index.texts.name(path)


def revisions(site: Site, path: DocumentPath, page: int = 1, per_page: int = 50) -> Page[RevisionSummary]:
    """Return one page of a document's revisions, newest first."""
    return site.index.texts.revisions(path, page, per_page)


def compare(
    site: Site, path: DocumentPath, first: RevisionSummary, second: RevisionSummary
) -> ComparisonView:
    """Return two revisions of one document compared; they may be given in either order of time."""
    source = source_of(site, second.blob)
    language = document_language(source)
    low, high = sorted((first.number, second.number))
    between = site.index.texts.between(path, max(low, high - MOST_BETWEEN), high)
    older, newer = blocks_of(site, first.blob), blocks_of(site, second.blob)
    texts = site.index.texts
    changes = compare_known(older, texts.ids_of(first), newer, texts.ids_of(second))
    behind = backgrounds(site, path, between)
    brought_by = brought(site, first, second, changes, between)
    return ComparisonView(
        summary=site.index.texts.document(path),
        older=first,
        newer=second,
        language=language,
        direction=direction(language),
        changes=changes,
        between=between,
        brought=brought_by,
        answered=heard(site, first, second, brought_by, behind),
        behind=behind,
    )


def sources(site: Site, view: ComparisonView) -> tuple[str, str]:
    """Return the two sources that were compared."""
    return source_of(site, view.older.blob), source_of(site, view.newer.blob)


def roster(site: Site, *, counted: bool = True) -> tuple[RosterEntry, ...]:
    """Return everybody in the record, by stakeholder group, delegation and name; `counted`: with how much they said."""
    return site.index.people.roster(counted=counted)
