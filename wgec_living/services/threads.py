"""One contribution, with all that was said and decided on it, ready to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wgec_living.domain.blocks import direction, document_language
from wgec_living.domain.comparison import Change, changed, compare
from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.domain.lineage import only_block
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, permitted
from wgec_living.domain.positions import newest_positions, tally
from wgec_living.domain.summaries import ContributionSummary, ThreadEvent
from wgec_living.domain.text import title_from
from wgec_living.store.event_commits import event_of

from . import anchoring
from .passages import block_views, blocks_of, excerpt_html, pick, source_of
from .site import Site
from .views import BlockView, ContributionView, Entry

TEXT_KINDS = frozenset({Kind.PROPOSAL, Kind.REVISED_TEXT})
ON_CONTRIBUTION = (
    Act.REPLY,
    Act.TAKE_POSITION,
    Act.ANCHOR,
    Act.REVISE,
    Act.WITHDRAW,
    Act.TAKE_BACK,
    Act.DISPOSE,
)


def contribution(site: Site, number: int, person: Person | None = None) -> ContributionView:
    """Return a contribution with its whole thread and what `person` (None: a visitor) may do on it."""
    thread = site.index.register.thread(number)
    summary = thread.summary
    if summary.kind == "unreadable" or not summary.base_revision:
        raise CorruptRecord("This contribution cannot be read as the record's format says.", summary.tip)
    document = site.index.texts.document(summary.document)
    base = site.index.texts.revision(summary.document, summary.base_revision)
    target = target_blocks(site, summary)
    newest = site.index.texts.revision(document.path, document.revision)
    place = anchoring.place_in(site, summary, newest)
    standing = block_views(site, newest, counted=False) if place.blocks else ()
    language = document_language(source_of(site, base.blob))
    decisions = [
        item
        for item in thread.events
        if isinstance(item.event, Event) and item.event.kind is Kind.DISPOSITION
    ]
    by = site.index.register.taken_back([number]).get(number)
    taken_back = site.index.texts.revision_by_contribution(by) if by is not None else None
    return ContributionView(
        thread=thread,
        titled=_titled(thread.events),
        document=document,
        base=base,
        target=target,
        target_html=excerpt_html(site, base, target) if target else "",
        language=language,
        direction=direction(language),
        entries=_entries(site, summary, thread.events),
        decision=decisions[-1] if decisions else None,
        result=site.index.texts.revision_by_contribution(number),
        taken_back=taken_back,
        may=acts_of(person, summary) - ({Act.TAKE_BACK} if taken_back else set()),
        place=place,
        present=tuple(view for view in standing if view is not None and view.id in place.blocks),
        asked=anchoring.asks(summary, place),
        positions=_positions(thread.events),
        stood=tally(_followed(thread.events)),
    )


def _titled(events: Sequence[ThreadEvent]) -> bool:
    first = events[0].event
    return not isinstance(first, Event) or first.title != title_from(first.body)


def _followed(events: Sequence[ThreadEvent]) -> list[Event]:
    return [item.event for item in events[1:] if isinstance(item.event, Event)]


def _positions(events: Sequence[ThreadEvent]) -> tuple[ThreadEvent, ...]:
    """Return the newest position of each person on a contribution; what opened it is none of them."""
    newest = {id(event) for event in newest_positions(_followed(events))}
    return tuple(item for item in events[1:] if id(item.event) in newest)


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


def text_base(site: Site, tip: CommitId, base: CommitId) -> CommitId:
    """Return the commit of `main` that the text at `tip` of a contribution begun on `base` was written on.

    That is the second parent of the newest revised text that has one, else `base` itself.
    """
    while tip != base:
        parents = site.record.commit(tip).parents
        if len(parents) == 2:
            return parents[1]
        tip = parents[0]
    return base


def proposed_text(site: Site, commit: CommitId, document: DocumentPath) -> str:
    """Return the whole text of a document as a proposal's commit has it."""
    text = site.record.text(commit, document)
    if text is None:
        raise CorruptRecord("The proposal's document is missing in its commit.", commit)
    return text


def entry(site: Site, number: int, commit: CommitId) -> Entry:
    """Return one event on a contribution as its thread shows it, also before the index knows of it."""
    summary = site.index.register.summary(number)
    item = ThreadEvent(commit, event_of(site.record.commit(commit), site.record.site))
    return _entries(site, summary, [item])[0]


def _entries(site: Site, summary: ContributionSummary, items: Sequence[ThreadEvent]) -> tuple[Entry, ...]:
    bases = {
        item.commit: text_base(site, item.commit, summary.base)
        for item in items
        if isinstance(item.event, Event) and item.event.kind in TEXT_KINDS
    }
    numbers = site.index.texts.numbers_at(summary.document, set(bases.values()))
    return tuple(_entry(site, summary, item, bases.get(item.commit), numbers) for item in items)


def _entry(
    site: Site,
    summary: ContributionSummary,
    item: ThreadEvent,
    base: CommitId | None,
    numbers: Mapping[CommitId, int],
) -> Entry:
    event = item.event
    prefix = f"e-{item.commit[:8]}-"
    changes: tuple[Change, ...] = ()
    base_revision = None
    if base is not None:
        old = site.record.entry(base, f"documents/{summary.document}.md")
        new = site.record.entry(item.commit, f"documents/{summary.document}.md")
        if old is not None and new is not None:
            before = blocks_of(site, old.id)
            lines = event.lines if isinstance(event, Event) else None
            changes = changed(compare(before, blocks_of(site, new.id), only_block(before, lines)))
            base_revision = numbers.get(base)
    html = site.renderer.text(event.body, prefix) if event.body.strip() else ""
    return Entry(item, html, changes, base_revision)
