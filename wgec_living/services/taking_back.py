"""Undo: a new proposal that takes an accepted change back out of the text in force."""

from __future__ import annotations

from dataclasses import dataclass

from wgec_living.domain.blocks import direction, document_language, split
from wgec_living.domain.comparison import Change, changed, compare
from wgec_living.domain.errors import Clash, Invalid, Stale
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import BlockId, CommitId
from wgec_living.domain.merging import Result, merge
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require
from wgec_living.domain.summaries import ContributionSummary, DocumentSummary
from wgec_living.domain.text import clean_words

from .contributing import Submission, submit
from .passages import block_views, blocks_of, source_of
from .site import Site
from .views import Receipt


@dataclass(frozen=True)
class TakenBack:
    """What taking a change back would do now."""

    summary: ContributionSummary
    base: CommitId
    """The commit of the text in force, which the proposal is written on."""
    blocks: tuple[BlockId, ...]
    """The blocks it changes back, where they stand side by side; else none: it is about the whole text."""
    text: str
    changes: tuple[Change, ...]
    language: str
    direction: str


def would_take_back(site: Site, actor: Person | None, number: int) -> TakenBack:
    """Return the proposal that would take an accepted change back; nothing is written.

    Raises `Clash` when the words were changed again since, `Stale` when the change is gone already.
    """
    summary = site.index.register.summary(number)
    require(actor, Act.TAKE_BACK, status=summary.status, author=summary.speaker.handle)
    revision = site.index.texts.revision_by_contribution(number)
    if revision is None or revision.number == 1:
        raise Invalid("There is nothing to take back.", {"": "This contribution made no revision."})
    document = site.index.texts.document(summary.document)
    before = site.index.texts.revision(summary.document, revision.number - 1)
    now = source_of(site, document.blob)
    merged = merge(source_of(site, revision.blob), now, source_of(site, before.blob))
    if merged.result is Result.CLASHES:
        raise Clash(
            "The words were changed again since, so the change cannot be taken back as a whole. "
            "Please propose by hand how the text should read."
        )
    if merged.text == now:
        raise Stale("The text in force no longer holds this change; there is nothing to take back.")
    language = document_language(now)
    changes = changed(compare(blocks_of(site, document.blob), split(merged.text)))
    return TakenBack(
        summary=summary,
        base=document.commit if revision.number < document.revision else revision.commit,
        blocks=_side_by_side(site, document, changes),
        text=merged.text,
        changes=changes,
        language=language,
        direction=direction(language),
    )


def _side_by_side(site: Site, document: DocumentSummary, changes: tuple[Change, ...]) -> tuple[BlockId, ...]:
    views = block_views(site, site.index.texts.revision(document.path, document.revision), counted=False)
    places = sorted(change.old for change in changes if change.old is not None)
    if not places or places[-1] - places[0] >= len(places):
        return ()
    chosen = [views[place] for place in places]
    return tuple(view.id for view in chosen if view is not None)


def take_back(
    site: Site, actor: Person | None, number: int, reason: str = "", key: str | None = None
) -> Receipt:
    """Propose to take the change of an accepted contribution back out of the text in force.

    A proposal like any other, answered like any other. Raises `Clash` when the words were changed again since.
    """
    back = would_take_back(site, actor, number)
    body = clean_words(reason, "body", required=False)
    body = body if body.strip() else f"Takes back contribution {number}: {back.summary.title}"
    sent = Submission(
        kind=Kind.PROPOSAL,
        document=back.summary.document,
        base=back.base,
        blocks=back.blocks,
        body=body,
        title=f"Take back contribution {number}",
        text=back.text,
        key=key,
        takes_back=number,
    )
    return submit(site, actor, sent)
