"""A document as it stood at an earlier moment, with the contributions open then, in their state and place of then."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from wgec_living.domain.places import Place
from wgec_living.domain.points import AtDay, Point
from wgec_living.domain.standing import Then
from wgec_living.domain.summaries import (
    ContributionFilter,
    MarkedFilter,
    Page,
    PlacedContribution,
    RevisionSummary,
)

from .anchoring import on_revision
from .present_places import PresentPlace
from .site import Site
from .views import DocumentView

MOST_LISTED = 30


@dataclass(frozen=True)
class AsItStood:
    """An earlier state of a document."""

    view: DocumentView
    """Its text, with the counts and the contributions of that moment."""
    then: Then
    point: Point | None
    """The point by which it was asked for."""
    next: RevisionSummary | None
    """The revision that came after the one shown; None for the text in force."""
    total: int
    """How many contributions there were."""
    undecided: int
    """How many of them waited for a decision."""
    waiting: tuple[PlacedContribution[PresentPlace], ...]
    """The newest contributions on passages that were open then."""
    gone: tuple[PlacedContribution[PresentPlace], ...]
    """The newest that waited although their paragraphs were no longer in the text."""

    @property
    def previous(self) -> int | None:
        """The number of the revision before, if there is one."""
        return self.view.revision.number - 1 or None

    @property
    def of_day(self) -> bool:
        """Whether it was asked for by a day."""
        return isinstance(self.point, AtDay)

    @property
    def moment(self) -> int:
        """The last second that counts, since 1970."""
        return self.then.at


def as_it_stood(site: Site, view: DocumentView, point: Point | None) -> AsItStood | None:
    """Return a document that was found at a point with what was said on it at that moment; None where that is now.

    Of a revision this is the last moment at which it was in force: what was open then led on to the next one.
    """
    path, revision = view.summary.path, view.revision
    texts = site.index.texts
    after = None if view.newest else texts.revision(path, revision.number + 1)
    then = _moment(site, point, after)
    if then is None:
        return None
    waiting = on_revision(site, path, revision.number, what_waited(then))
    open_at = Counter(block for one in waiting for block in one.at.blocks)
    total_at = site.index.standing.by_block(path, revision.number, then)
    counted = site.index.standing.counted(path, then)
    blocks = tuple(
        block and replace(block, contributions=total_at.get(block.id, 0), open=open_at[block.id])
        for block in view.blocks
    )
    whole = ContributionFilter(document=path, whole=True, then=then)
    gone = [one for one in waiting if one.at.place is Place.GONE and not one.at.blocks]
    return AsItStood(
        view=replace(
            view,
            blocks=blocks,
            whole=site.index.register.page(whole, 1, MOST_LISTED),
            gone=Page((), 0, 1, MOST_LISTED),
        ),
        then=then,
        point=point,
        next=after,
        total=counted.total,
        undecided=counted.undecided,
        waiting=waiting,
        gone=tuple(gone[: -MOST_LISTED - 1 : -1]),
    )


def what_waited(then: Then) -> MarkedFilter:
    """Return what everybody sees beside a text of that moment at first, and what `AsItStood.waiting` holds."""
    return MarkedFilter(then=then)


def _moment(site: Site, point: Point | None, after: RevisionSummary | None) -> Then | None:
    if isinstance(point, AtDay) and (after is not None or point.end < site.clock()):
        return Then(point.end)
    if after is None:
        return None
    return Then(after.at, site.index.texts.position(after.commit))
