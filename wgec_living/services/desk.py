"""What waits for a coordinator, and what became of a contributor's own contributions."""

from __future__ import annotations

from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require, require_role
from wgec_living.domain.summaries import ContributionFilter, ContributionSummary
from wgec_living.domain.text import title_from

from .dry_run import dry_run
from .passages import block_views
from .site import Site
from .views import BlockView, DeskRow, MineRow

Present = dict[str, dict[str, tuple[int, BlockView]]]


def desk(site: Site, actor: Person | None, document: DocumentPath | None = None) -> tuple[DeskRow, ...]:
    """Return every undecided contribution, by document and by place in its text in force."""
    require_role(actor, Act.DISPOSE)
    present: Present = {}
    rows = [(_place(site, present, c), c) for c in site.index.register.undecided(document)]
    rows.sort(key=lambda row: (row[1].document, row[0][0], row[1].number))
    return tuple(
        DeskRow(
            summary,
            dry_run(site, summary) if summary.kind == Kind.PROPOSAL else "none",
            title_from(view.text, 80) if view else "",
            view.number if view else None,
        )
        for (_, view), summary in rows
    )


def _place(site: Site, present: Present, summary: ContributionSummary) -> tuple[int, BlockView | None]:
    """Return where a contribution's first standing block is in the text in force; whole documents come first."""
    if summary.document not in present:
        document = site.index.texts.document(summary.document)
        views = block_views(site, site.index.texts.revision(document.path, document.revision), counted=False)
        present[summary.document] = {view.id: (at, view) for at, view in enumerate(views) if view is not None}
    if not summary.blocks:
        return -1, None
    known = present[summary.document]
    return next((known[block] for block in summary.blocks if block in known), (len(known), None))


def mine(site: Site, actor: Person | None) -> tuple[MineRow, ...]:
    """Return a person's own contributions, newest first, with the answer each got."""
    person = require(actor, Act.COMMENT)
    page = site.index.register.page(ContributionFilter(handle=person.handle), 1, 1_000)
    return tuple(_mine(site, summary) for summary in page.items)


def _mine(site: Site, summary: ContributionSummary) -> MineRow:
    decided = [
        item.event
        for item in site.index.register.thread(summary.number).events
        if isinstance(item.event, Event) and item.event.kind is Kind.DISPOSITION
    ]
    last = decided[-1] if decided else None
    return MineRow(
        summary, last.body if last else "", last.speaker.name if last else "", _text_changed(site, summary)
    )


def _text_changed(site: Site, summary: ContributionSummary) -> bool:
    """Say whether the blocks under an undecided contribution read otherwise now than when it was made."""
    texts = site.index.texts
    newest = texts.document(summary.document)
    if summary.status not in ("open", "deferred") or newest.revision == summary.base_revision:
        return False
    then = block_views(site, texts.revision(summary.document, summary.base_revision), counted=False)
    now = block_views(site, texts.revision(summary.document, newest.revision), counted=False)
    present = {view.id: view.text for view in now if view is not None}
    return any(
        present.get(view.id) != view.text for view in then if view is not None and view.id in summary.blocks
    )
