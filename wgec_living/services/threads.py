"""One contribution, with all that was said and decided on it, ready to show."""

from __future__ import annotations

from wgec_living.domain.blocks import direction, document_language
from wgec_living.domain.comparison import Change, changed, compare
from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, permitted
from wgec_living.domain.summaries import ContributionSummary, ThreadEvent

from .passages import block_views, blocks_of, excerpt_html, pick, source_of
from .site import Site
from .views import BlockView, ContributionView, Entry

TEXT_KINDS = frozenset({Kind.PROPOSAL, Kind.REVISED_TEXT})
ON_CONTRIBUTION = (Act.REPLY, Act.REVISE, Act.WITHDRAW, Act.TAKE_BACK, Act.DISPOSE)


def contribution(site: Site, number: int, person: Person | None = None) -> ContributionView:
    """Return a contribution with its whole thread and what `person` (None: a visitor) may do on it."""
    thread = site.index.register.thread(number)
    summary = thread.summary
    if summary.kind == "unreadable" or not summary.base_revision:
        raise CorruptRecord("This contribution cannot be read as the record's format says.", summary.tip)
    document = site.index.texts.document(summary.document)
    base = site.index.texts.revision(summary.document, summary.base_revision)
    target = target_blocks(site, summary)
    language = document_language(source_of(site, base.blob))
    decisions = [
        item
        for item in thread.events
        if isinstance(item.event, Event) and item.event.kind is Kind.DISPOSITION
    ]
    return ContributionView(
        thread=thread,
        document=document,
        base=base,
        target=target,
        target_html=excerpt_html(site, base, target) if target else "",
        language=language,
        direction=direction(language),
        entries=tuple(_entry(site, summary, item) for item in thread.events),
        decision=decisions[-1] if decisions else None,
        result=site.index.texts.revision_by_contribution(number),
        may=acts_of(person, summary),
    )


def target_blocks(site: Site, summary: ContributionSummary) -> tuple[BlockView, ...]:
    """Return the blocks a contribution is about, as they stood in its base revision."""
    base = site.index.texts.revision(summary.document, summary.base_revision)
    return pick(block_views(site, base), summary.blocks) if summary.blocks else ()


def acts_of(person: Person | None, summary: ContributionSummary) -> frozenset[Act]:
    """Return what a person may do on a contribution now."""
    if person is None:
        return frozenset()
    may = {
        act
        for act in ON_CONTRIBUTION
        if permitted(person, act, status=summary.status, author=summary.speaker.handle)
    }
    if summary.kind != Kind.PROPOSAL:
        may -= {Act.REVISE}
    return frozenset(may)


def text_base(site: Site, tip: CommitId) -> CommitId:
    """Return the commit of `main` that the text at `tip` of a contribution was written on.

    That is the second parent of the newest revised text that has one, else the base of the contribution.
    """
    at = site.record.commit(tip)
    while True:
        if len(at.parents) == 2:
            return at.parents[1]
        parent = site.record.commit(at.parents[0])
        if site.index.texts.stands_on_main(parent.id):
            return parent.id
        at = parent


def proposed_text(site: Site, commit: CommitId, document: DocumentPath) -> str:
    """Return the whole text of a document as a proposal's commit has it."""
    text = site.record.text(commit, document)
    if text is None:
        raise CorruptRecord("The proposal's document is missing in its commit.", commit)
    return text


def _entry(site: Site, summary: ContributionSummary, item: ThreadEvent) -> Entry:
    event = item.event
    prefix = f"e-{item.commit[:8]}-"
    changes: tuple[Change, ...] = ()
    base_revision = None
    if isinstance(event, Event) and event.kind in TEXT_KINDS:
        base = text_base(site, item.commit)
        old = site.record.entry(base, f"documents/{summary.document}.md")
        new = site.record.entry(item.commit, f"documents/{summary.document}.md")
        if old is not None and new is not None:
            changes = changed(compare(blocks_of(site, old.id), blocks_of(site, new.id)))
            base_revision = site.index.texts.revision_of_commit(summary.document, base).number
    html = site.renderer.text(event.body, prefix) if event.body.strip() else ""
    return Entry(item, html, changes, base_revision)
