"""What waits for a coordinator, and what became of a contributor's own contributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require, require_role
from wgec_living.domain.summaries import ContributionFilter, ContributionSummary, DocumentSummary
from wgec_living.domain.text import title_from

from .anchoring import asks, present_places
from .dry_run import dry_run
from .meeting import meetings
from .passages import block_views
from .positions import stood
from .present_places import PresentPlace
from .site import Site
from .views import BlockView, MineRow
from .views_deciding import DeskRow

Present = dict[DocumentPath, dict[BlockId, tuple[int, BlockView]]]
"""The blocks of the texts in force, each with its place."""


def desk(site: Site, actor: Person | None, document: DocumentPath | None = None) -> tuple[DeskRow, ...]:
    """Return every undecided contribution by document and place in its text in force; of one passage proposals first.

    A fixed number of questions to the index for each document, however many contributions wait.
    """
    require_role(actor, Act.DISPOSE)
    waiting = site.index.register.undecided(document)
    texts = {path: site.index.texts.document(path) for path in {summary.document for summary in waiting}}
    present = {path: _blocks(site, text) for path, text in texts.items()}
    places = present_places(site, waiting)
    found = [(_place(present, summary, places.get(summary.number)), summary) for summary in waiting]
    found.sort(key=lambda row: (row[1].document, row[0][0], row[1].kind != Kind.PROPOSAL, row[1].number))
    met = meetings(site, [summary for summary in waiting if summary.kind == Kind.PROPOSAL])
    standing = stood(site, waiting)
    rows = [
        DeskRow(
            summary,
            dry_run(site, summary, texts[summary.document]) if summary.kind == Kind.PROPOSAL else "none",
            title_from(view.text, 80) if view else "",
            view,
            at < 0,
            met.get(summary.number, ()),
            standing.get(summary.number, ()),
            asks(summary, places.get(summary.number)),
        )
        for (at, view), summary in found
    ]
    return _with_alternatives(rows)


def _with_alternatives(rows: Sequence[DeskRow]) -> tuple[DeskRow, ...]:
    """Return the rows, each told how many proposals on its block meet another one there."""
    on_block: dict[object, set[int]] = {}
    for row in rows:
        if row.meetings and row.block:
            on_block.setdefault(row.place, set()).add(row.summary.number)
    counts = {
        row.summary.number: 1 + sum(one.number in on_block[row.place] for one in row.meetings)
        for row in rows
        if row.meetings and row.block
    }
    return tuple(replace(row, alternatives=counts.get(row.summary.number, 1)) for row in rows)


def _blocks(site: Site, document: DocumentSummary) -> dict[BlockId, tuple[int, BlockView]]:
    views = block_views(site, site.index.texts.revision(document.path, document.revision), counted=False)
    return {view.id: (at, view) for at, view in enumerate(views) if view is not None}


def _place(
    present: Present, summary: ContributionSummary, place: PresentPlace | None
) -> tuple[int, BlockView | None]:
    """Return where a contribution's first standing block is in the text in force; whole documents come first."""
    if place.whole if place else not summary.blocks:
        return -1, None
    known = present[summary.document]
    blocks = place.blocks if place else summary.blocks
    return next((known[block] for block in blocks if block in known), (len(known), None))


def mine(site: Site, actor: Person | None) -> tuple[MineRow, ...]:
    """Return a person's own contributions, newest first, with the answer each got."""
    person = require(actor, Act.COMMENT)
    own = site.index.register.page(ContributionFilter(handle=person.handle), 1, 1_000).items
    decisions = site.index.register.decisions([summary.number for summary in own])
    places = present_places(site, own)
    return tuple(_mine(summary, decisions.get(summary.number), places.get(summary.number)) for summary in own)


def _mine(summary: ContributionSummary, decided: Event | None, place: PresentPlace | None) -> MineRow:
    since = place.place.value if place and asks(summary, place) else ""
    return MineRow(summary, decided.body if decided else "", decided.speaker.name if decided else "", since)
