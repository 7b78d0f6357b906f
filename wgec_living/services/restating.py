"""Saying anew where a contribution belongs when the text under it changed: still valid, or moved to another place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wgec_living.domain import blocks_model
from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.events import Anchor, Kind
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.look_alikes import look_alikes
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act
from wgec_living.domain.reading import read
from wgec_living.domain.summaries import ContributionSummary, RevisionSummary
from wgec_living.domain.text import clean_words, title_from

from .anchoring import place_in
from .contributing import follow, follow_up
from .passages import block_views, pick
from .present_places import PresentPlace
from .site import Site
from .targets import MAX_QUOTATION, Quoted, anchor, base_revision, span
from .threads import target_blocks
from .views import BlockView


@dataclass(frozen=True)
class Offer:
    """A paragraph that the contribution may belong to now; only ever offered, never taken."""

    block: BlockView
    likeness: int
    """Of 100."""


def offers(site: Site, summary: ContributionSummary, place: PresentPlace) -> tuple[Offer, ...]:
    """Return the paragraphs of the text in force that read most like what a contribution was about, best first.

    Paragraphs in which it stands already are not among them.
    """
    texts = site.index.texts
    newest = texts.revision(summary.document, texts.name(summary.document).revision)
    views = [
        view
        for view in block_views(site, newest, counted=False)
        if view is not None and view.id not in place.blocks
    ]
    found = look_alikes(_words(target_blocks(site, summary)), [_words([view]) for view in views])
    return tuple(Offer(views[index], likeness) for index, likeness in found)


def _words(blocks: Sequence[BlockView]) -> str:
    return " ".join(read(block.text, blocks_model.Kind(block.kind)).text for block in blocks)


def confirm(
    site: Site,
    actor: Person | None,
    number: int,
    *,
    base: CommitId,
    body: str = "",
    key: str | None = None,
) -> CommitId:
    """Put on record that a contribution is still valid on its passage as it reads at `base`; return the commit.

    Where its words are gone, it is about the paragraphs they stood in from now on; where those are gone too, `Invalid`.
    """
    summary = site.index.register.summary(number)
    revision = _stated_on(site, summary, base)
    place = place_in(site, summary, revision)
    if place.whole:
        return _state(site, actor, summary, base, (), None, body or "", key, "It is still valid")
    if not place.blocks:
        raise Invalid(
            "The paragraph it was about is gone.", {"block": "Please choose the paragraph it belongs to now."}
        )
    views = block_views(site, revision, counted=False)
    chosen = _all_between(views, place.blocks)
    words = _present_words(chosen, place)
    return _state(site, actor, summary, base, chosen, words, body, key, "It is still valid")


def _all_between(views: Sequence[BlockView | None], names: Sequence[BlockId]) -> tuple[BlockView, ...]:
    lines = span(pick(views, names))
    return tuple(
        view
        for view in views
        if view is not None and lines[0] <= view.first_line and view.last_line <= lines[1]
    )


def _present_words(blocks: Sequence[BlockView], place: PresentPlace) -> Anchor | None:
    first, last = place.pieces[0], place.pieces[-1]
    if (first.start is None and last.end is None) or (len(place.pieces) == 1 and first.start == first.end):
        return None
    start, end = first.start or 0, len(blocks[-1].text) if last.end is None else last.end
    readings = [read(block.text, blocks_model.Kind(block.kind)) for block in blocks]
    if len(blocks) == 1:
        words = readings[0].words(start, end)
    else:
        between = [reading.text for reading in readings[1:-1]]
        words = " ".join(
            [readings[0].words(start, len(blocks[0].text)), *between, readings[-1].words(0, end)]
        )
    # Of a very long passage the beginning is quoted; its place says where it ends.
    return Anchor(start, end, words[:MAX_QUOTATION])


def move(
    site: Site,
    actor: Person | None,
    number: int,
    *,
    base: CommitId,
    blocks: Sequence[BlockId],
    quoted: Quoted | None = None,
    body: str = "",
    key: str | None = None,
) -> CommitId:
    """Put on record that a contribution belongs to these blocks of the text at `base` (none: all of it)."""
    summary = site.index.register.summary(number)
    revision = _stated_on(site, summary, base)
    try:
        chosen = pick(block_views(site, revision, counted=False), blocks) if blocks else ()
    except NotFound:
        raise Invalid(
            "There is no such paragraph.", {"block": "Please choose a paragraph of the text."}
        ) from None
    words, chosen = anchor(chosen, quoted or Quoted())
    return _state(site, actor, summary, base, chosen, words, body, key, "It belongs here")


def document_of(site: Site, number: int) -> DocumentPath:
    """Return the document that a contribution is on; raise `NotFound` for an unknown number."""
    return site.index.register.summary(number).document


def numbered(site: Site, summary: ContributionSummary, base: CommitId, number: str) -> BlockId:
    """Return the block that has this paragraph number in the text at `base`; raise `Invalid` where none has."""
    views = block_views(site, _stated_on(site, summary, base), counted=False)
    for view in views:
        if view is not None and view.number is not None and str(view.number) == number.strip():
            return view.id
    raise Invalid(
        "There is no paragraph of this number.", {"number": "Please give the number beside the paragraph."}
    )


def _stated_on(site: Site, summary: ContributionSummary, base: CommitId) -> RevisionSummary:
    revision = base_revision(site, summary.document, base)
    if revision.number < summary.base_revision:
        raise Invalid(
            "The contribution was written on a later text.", {"base": "Please open the contribution again."}
        )
    return revision


def _state(
    site: Site,
    actor: Person | None,
    summary: ContributionSummary,
    base: CommitId,
    blocks: Sequence[BlockView],
    words: Anchor | None,
    body: str,
    key: str | None,
    title: str,
) -> CommitId:
    said = clean_words(body, "body", required=False)
    places = site.index.texts.position(base), site.index.texts.position(summary.base)
    if places[0] is not None and places[1] is not None and places[0] < places[1]:
        base = summary.base  # The same text, as `_stated_on` made sure, by the later of its commits.
    event = follow_up(actor, Kind.ANCHOR, said, key)._replace(
        title=title_from(said) or title,
        document=summary.document,
        base=base,
        lines=span(blocks) if blocks else None,
        anchor=words,
    )
    return follow(site, actor, Act.ANCHOR, summary.number, event)
