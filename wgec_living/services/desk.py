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
    found.sort(key=lambda row: _order(row[1], row[0][0]))
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


def next_waiting(site: Site, after: ContributionSummary) -> int | None:
    """Return the number of what follows a contribution on the desk; after the last comes the first again."""
    waiting = [one for one in site.index.register.undecided() if one.number != after.number]
    here = _on_one_text(site, [*(one for one in waiting if one.document == after.document), after], after)
    at = here.index(after)
    others = {one.document for one in waiting} - {after.document}
    if at + 1 < len(here) or not others:
        rest = [*here[at + 1 :], *here[:at]]
        return rest[0].number if rest else None
    path = min(others, key=lambda path: (path < after.document, path))
    return _on_one_text(site, [one for one in waiting if one.document == path])[0].number


def _on_one_text(
    site: Site, summaries: Sequence[ContributionSummary], left: ContributionSummary | None = None
) -> list[ContributionSummary]:
    """Return contributions on one text in the order of the desk; `left` keeps its place where its passage is gone."""
    path = summaries[0].document
    present = {path: _blocks(site, site.index.texts.document(path))}
    found = present_places(site, summaries)
    placed = {one.number: _place(present, one, found.get(one.number)) for one in summaries}
    places: dict[int, float] = {number: at for number, (at, _) in placed.items()}
    if left is not None and places[left.number] >= 0 and placed[left.number][1] is None:
        ids = site.index.texts.block_ids(path, left.base_revision)
        first = min((ids.index(block) for block in left.blocks if block in ids), default=0)
        above = next((present[path][block][0] for block in ids[first::-1] if block in present[path]), -1)
        places[left.number] = above + 0.5
    return sorted(summaries, key=lambda one: _order(one, places[one.number]))


def _order(summary: ContributionSummary, place: float) -> tuple[DocumentPath, float, bool, int]:
    """Return what the desk is sorted by: text and place in it; of one passage the proposals first."""
    return summary.document, place, summary.kind != Kind.PROPOSAL, summary.number


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
    back = site.index.register.taken_back([summary.number for summary in own])
    return tuple(
        _mine(one, decisions.get(one.number), places.get(one.number), back.get(one.number)) for one in own
    )


def _mine(
    summary: ContributionSummary, decided: Event | None, place: PresentPlace | None, taken_back: int | None
) -> MineRow:
    since = place.place.value if place and asks(summary, place) else ""
    reason, by = (decided.body, decided.speaker.name) if decided else ("", "")
    return MineRow(summary, reason, by, since, taken_back)
