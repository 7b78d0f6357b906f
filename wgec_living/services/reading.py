"""What everybody may read: documents, revisions, comparisons, passages, people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from wgec_living.domain.blocks import direction, document_language, document_title
from wgec_living.domain.comparison import compare as compare_blocks
from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.summaries import (
    ContributionFilter,
    ContributionSummary,
    DocumentName,
    DocumentSummary,
    Page,
    RevisionSummary,
    RosterEntry,
)

from .passages import block_views, blocks_of, excerpt_html, pick, source_of
from .site import Site
from .threads import contribution
from .views import ComparisonView, DocumentView, Home, PassageView

__all__ = [
    "comparable",
    "compare",
    "contribution",
    "contributions",
    "document",
    "documents",
    "home",
    "name",
    "passage",
    "revision_at",
    "revisions",
    "roster",
    "state",
]
MOST_BETWEEN = 100
MOST_LISTED = 30
RECENT = 8


def state(site: Site) -> str:
    """Return a word that changes whenever anything on record does; cheap enough for every request."""
    site.index.keeping.look()
    return site.index.database.state()


def home(site: Site) -> Home:
    """Return what the first page shows."""
    register = site.index.register
    recent = register.page(ContributionFilter(), 1, RECENT).items
    return Home(site.index.texts.documents(), tuple(recent), register.by_status(), register.by_group())


def documents(site: Site) -> tuple[DocumentSummary, ...]:
    """Return every document, by title."""
    return site.index.texts.documents()


def revision_at(
    site: Site,
    path: DocumentPath,
    *,
    number: int | None = None,
    commit: CommitId | None = None,
    as_of: str | None = None,
) -> RevisionSummary:
    """Return the revision meant by a number, a commit of `main` or a day (`YYYY-MM-DD`, its end, UTC); else the newest.

    Raises `NotFound` for an unknown one and for a day before the founding, `Invalid` for an ill-formed day.
    """
    texts = site.index.texts
    newest = texts.document(path)
    if commit is not None:
        return texts.revision_of_commit(path, commit)
    if as_of is not None:
        try:
            day = datetime.strptime(as_of, "%Y-%m-%d").replace(tzinfo=UTC)
            end = int((day + timedelta(days=1)).timestamp()) - 1
        except (ValueError, OverflowError):  # the last day that a date can hold has no end
            raise Invalid(
                "The date cannot be read.", {"as_of": "Please give it as year-month-day: 2026-11-23."}
            ) from None
        return texts.revision_as_of(path, end)
    return texts.revision(path, newest.revision if number is None else number)


def document(
    site: Site,
    path: DocumentPath,
    revision: int | None = None,
    *,
    commit: CommitId | None = None,
    as_of: str | None = None,
) -> DocumentView:
    """Return a revision of a document, laid out; the newest unless another is asked for."""
    summary = site.index.texts.document(path)
    wanted = revision_at(site, path, number=revision, commit=commit, as_of=as_of)
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


def comparable(
    site: Site, path: DocumentPath, older: int, newer: int
) -> tuple[RevisionSummary, RevisionSummary]:
    """Return two revisions of a document; raise `NotFound` where one does not exist."""
    texts = site.index.texts
    try:
        return texts.revision(path, older), texts.revision(path, newer)
    except NotFound:
        newest = texts.document(path).revision
        raise NotFound(
            f"There is no such pair of revisions; this document has revisions 1 to {newest}."
        ) from None


def compare(site: Site, path: DocumentPath, older: int, newer: int) -> ComparisonView:
    """Return two revisions of one document compared; they may be given in either order of time."""
    first, second = comparable(site, path, older, newer)
    source = source_of(site, second.blob)
    language = document_language(source)
    low, high = min(older, newer), max(older, newer)
    return ComparisonView(
        summary=site.index.texts.document(path),
        older=first,
        newer=second,
        language=language,
        direction=direction(language),
        changes=compare_blocks(blocks_of(site, first.blob), blocks_of(site, second.blob)),
        between=site.index.texts.between(path, max(low, high - MOST_BETWEEN), high),
    )


def passage(site: Site, path: DocumentPath, block: BlockId) -> PassageView:
    """Return one block where it stands, or stood last; raise `NotFound` for an id never given."""
    texts = site.index.texts
    summary = texts.document(path)
    present = block in texts.block_ids(path, summary.revision)
    number = summary.revision if present else texts.last_revision_with(path, block)
    if number is None:
        raise NotFound("There is no such paragraph in this document.")
    revision = texts.revision(path, number)
    wanted = pick(block_views(site, revision), [block])
    language = document_language(source_of(site, revision.blob))
    on_it = site.index.register.page(ContributionFilter(document=path, block=block), 1, 500).items
    return PassageView(
        summary=summary,
        block=wanted[0],
        revision=revision,
        present=present,
        html=excerpt_html(site, revision, wanted),
        language=language,
        direction=direction(language),
        contributions=tuple(on_it),
    )


def contributions(
    site: Site, wanted: ContributionFilter, page: int = 1, per_page: int = 50
) -> Page[ContributionSummary]:
    """Return one page of the register, newest first; raise `NotFound` past its end."""
    found = site.index.register.page(wanted, page, per_page)
    if not 1 <= page <= found.pages:
        raise NotFound("There is no such page of the register.")
    return found


def roster(site: Site) -> tuple[RosterEntry, ...]:
    """Return everybody in the record, by stakeholder group, delegation and name."""
    return site.index.people.roster()
