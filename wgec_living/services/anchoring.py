"""Where contributions' passages stand: on any revision of a document, and of one contribution through all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wgec_living.domain.errors import NotFound
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.passages import Placed
from wgec_living.domain.places import Place
from wgec_living.domain.standing import Status
from wgec_living.domain.summaries import (
    ContributionSummary,
    MarkedFilter,
    PlacedContribution,
    RevisionSummary,
)

from .passages import blocks_of
from .present_places import PresentPlace
from .site import Site

Lines = dict[BlockId, tuple[int, int]]


def on_revision(
    site: Site, path: DocumentPath, revision: int, wanted: MarkedFilter | None = None
) -> tuple[PlacedContribution[PresentPlace], ...]:
    """Return the contributions on a document with their places in one revision, by number; all without `wanted`.

    Contributions written on a later revision are not among them. A few questions to the index, however many there are.
    """
    marked = site.index.anchors.on_revision(path, revision, wanted)
    at = _Revision(site, path, revision, [one.at for one in marked])
    then = wanted.then if wanted is not None else None
    replies = {} if then is None else site.index.standing.replies([one.number for one in marked], then)
    return tuple(
        one.with_place(at.judged(one.at), one.replies if then is None else replies.get(one.number, 0))
        for one in marked
    )


def present_places(site: Site, summaries: Sequence[ContributionSummary]) -> Mapping[int, PresentPlace]:
    """Return where the passages of some contributions stand in the texts in force, by number."""
    placed = site.index.anchors.newest([summary.number for summary in summaries])
    by_document: dict[DocumentPath, list[Placed]] = {}
    for summary in summaries:
        if summary.number in placed:
            by_document.setdefault(summary.document, []).append(placed[summary.number])
    found = {}
    for path, on_it in by_document.items():
        at = _Revision(site, path, site.index.texts.name(path).revision, on_it)
        found.update({one.contribution: at.judged(one) for one in on_it})
    return found


def place_in(site: Site, summary: ContributionSummary, revision: RevisionSummary) -> PresentPlace:
    """Return where a contribution's passage stands in a revision not older than the one it was written on."""
    known = [one for one in site.index.anchors.history(summary.number) if one.since <= revision.number]
    if not known:
        raise NotFound("This contribution was not there yet.")
    return _Revision(site, summary.document, revision.number, known[-1:]).judged(known[-1])


def asks(summary: ContributionSummary, place: PresentPlace | None) -> bool:
    """Say whether its author or a coordinator should be asked if a contribution is still valid.

    That is so for an undecided one whose words changed or went; of a whole document nobody is asked.
    """
    undecided = summary.status in (Status.OPEN, Status.DEFERRED)
    return undecided and place is not None and not place.whole and place.place in (Place.CHANGED, Place.GONE)


class _Revision:
    """One revision in which places are judged."""

    def __init__(self, site: Site, path: DocumentPath, number: int, placed: Sequence[Placed]) -> None:
        numbers = {number} | {one.changed_in for one in placed if one.changed_in is not None}
        for one in placed:
            if one.lines is None:
                numbers |= {one.stated_in, one.stated_in + 1}
        self._number = number
        self._revisions: Mapping[int, RevisionSummary] = site.index.texts.some(path, numbers)
        ids = site.index.texts.block_ids(path, number)
        blocks = blocks_of(site, self._revisions[number].blob)
        self._lines: Lines = {
            name: (block.first_line, block.last_line) for name, block in zip(ids, blocks, strict=True)
        }

    def judged(self, placed: Placed) -> PresentPlace:
        """Return a place as people are told it: exact words on other lines have moved."""
        if placed.lines is None:
            return self._whole(placed)
        place = placed.place
        lines = [self._lines[piece.block] for piece in placed.pieces if piece.block in self._lines]
        if place is Place.EXACT and lines:
            span = min(first for first, _ in lines), max(last for _, last in lines)
            place = place if span == placed.lines else Place.MOVED
        return PresentPlace(
            place,
            placed.pieces if placed.stands else (),
            () if placed.stands else tuple(dict.fromkeys(piece.block for piece in placed.pieces)),
            whole=False,
            changed_in=placed.changed_in,
            changed_by=self._by(placed.changed_in),
            stated_in=placed.stated_in,
        )

    def _whole(self, placed: Placed) -> PresentPlace:
        same = self._revisions[placed.stated_in].blob == self._revisions[self._number].blob
        changed_in = None if same else placed.stated_in + 1
        place = Place.EXACT if same else Place.CHANGED
        return PresentPlace(
            place, (), (), whole=True, changed_in=changed_in, changed_by=self._by(changed_in),
            stated_in=placed.stated_in,
        )  # fmt: skip

    def _by(self, revision: int | None) -> int | None:
        found = self._revisions.get(revision) if revision is not None else None
        return found.contribution if found is not None else None
