"""Contributions in rows, as the register and reports list them: with place, words, decision and reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.errors import NotFound
from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import DocumentPath, ObjectId
from wgec_living.domain.reporting import Arrangement, Decided
from wgec_living.domain.rewording import Rewording, rewordings
from wgec_living.domain.standing import Status
from wgec_living.domain.summaries import ContributionFilter, ContributionSummary, Page, Row
from wgec_living.domain.text import title_from

from .dry_run import written
from .passages import source_of
from .site import Site
from .whereabouts import Whereabouts, whereabouts

AT_ONCE = 200
"""Rows of a long list that are put together at once, and held in memory."""
_REWORDED: BoundedCache[tuple[ObjectId, ObjectId], tuple[Rewording, ...]] = BoundedCache(
    4 << 20, lambda found: 700 + sum(330 + sum(map(len, place)) for place in found)
)


@dataclass(frozen=True)
class Listed:
    """One contribution with what a list tells of it."""

    summary: ContributionSummary
    where: Whereabouts | None
    """None: it is about the whole text."""
    decided: Decided | None
    body: str = ""
    """Its own words; empty where they were not asked for, and where they were removed."""
    titled: bool = True
    """Whether its author gave it a title; else that is the beginning of its words, where these were asked for."""
    proposed: tuple[Rewording, ...] | None = None
    """Old and new words, place by place; none at all where only the formatting would change. None: no proposal."""
    made: tuple[Rewording, ...] | None = None
    """What came into force where a proposal was accepted with changes. None: it came as proposed, or not at all."""
    reply: Event | None = None
    """The last reply of a coordinator."""


def numbers(
    site: Site, wanted: ContributionFilter, arrangement: Arrangement, *, readable: bool = False
) -> tuple[int, ...]:
    """Return the numbers of the contributions wanted, in order."""
    groups = [group.name for group in site.settings.groups]
    return site.index.ordering.numbers(wanted, arrangement, groups, readable=readable)


def page(
    site: Site,
    wanted: ContributionFilter,
    arrangement: Arrangement,
    number: int,
    per_page: int = 50,
    *,
    report: bool = False,
) -> Page[Listed]:
    """Return one page of the contributions wanted, with what each proposes to change.

    For a report they come with their words, and without what cannot be read. Raises `NotFound` past the end.
    """
    every = numbers(site, wanted, arrangement, readable=report)
    here = every[(number - 1) * per_page : number * per_page]
    rows = listed(site, here, words=report)
    if not report:
        rows = tuple(replace(row, proposed=_proposed(site, row.summary)) for row in rows)
    return _existing(Page(rows, len(every), number, per_page))


def summaries(
    site: Site, wanted: ContributionFilter, arrangement: Arrangement, number: int, per_page: int
) -> Page[ContributionSummary]:
    """Return one page of the contributions wanted, without what else a list tells; `NotFound` past the end."""
    every = numbers(site, wanted, arrangement)
    here = every[(number - 1) * per_page : number * per_page]
    return _existing(Page(site.index.ordering.summaries(here, wanted.then), len(every), number, per_page))


def _existing(page: Page[Row]) -> Page[Row]:
    if not 1 <= page.number <= page.pages:
        raise NotFound(f"This list has no page {page.number}; its last is {page.pages}.")
    return page


def rows(
    site: Site, wanted: ContributionFilter, arrangement: Arrangement, *, report: bool = False
) -> Iterator[Listed]:
    """Return all contributions wanted, one after the other, however many: few are in memory at a time."""
    every = numbers(site, wanted, arrangement, readable=report)
    starts = range(0, len(every), AT_ONCE)
    return (row for start in starts for row in listed(site, every[start : start + AT_ONCE], words=report))


def listed(site: Site, wanted: Sequence[int], *, words: bool) -> tuple[Listed, ...]:
    """Return the rows of some contributions, in the order given; few questions, however many there are."""
    summaries = site.index.ordering.summaries(wanted)
    decided = site.index.reports.decided(wanted)
    places = whereabouts(site, summaries)
    rows = [Listed(one, places.get(one.number), decided.get(one.number)) for one in summaries]
    if not words:
        return tuple(rows)
    bodies = site.index.register.openings(wanted)
    replies = site.index.reports.coordinators_replies(wanted)
    return tuple(
        _with_words(site, row, bodies.get(row.summary.number, ""), replies.get(row.summary.number))
        for row in rows
    )


def _with_words(site: Site, row: Listed, body: str, reply: Event | None) -> Listed:
    summary = row.summary
    if summary.status is Status.REMOVED:
        return row
    proposed = _proposed(site, summary)
    titled = summary.title != title_from(body)
    return replace(row, body=body, titled=titled, proposed=proposed, made=_made(site, row), reply=reply)


def _made(site: Site, row: Listed) -> tuple[Rewording, ...] | None:
    """Return what a decision with changes made of the text; only of such the proposal's words do not tell it."""
    revision = row.decided.revision if row.decided else None
    if row.summary.status is not Status.ACCEPTED_WITH_CHANGES or revision is None or revision < 2:
        return None
    path = DocumentPath(row.summary.document)
    then = site.index.texts.some(path, (revision - 1, revision))
    return _reworded(site, then[revision - 1].blob, then[revision].blob)


def _proposed(site: Site, summary: ContributionSummary) -> tuple[Rewording, ...] | None:
    """Return what a proposal would change in its newest text; kept by content."""
    if summary.kind != Kind.PROPOSAL or summary.status is Status.REMOVED:
        return None
    found = written(site, summary, summary.tip)
    if found is None:
        return None
    return _reworded(site, found.before, found.after)


def _reworded(site: Site, before: ObjectId, after: ObjectId) -> tuple[Rewording, ...]:
    key = before, after
    known = _REWORDED.get(key)
    if known is None:
        # A long list reads thousands of texts, each once: they would push out those that people read.
        known = rewordings(source_of(site, before, keep=False), source_of(site, after, keep=False))
        _REWORDED.put(key, known)
    return known
