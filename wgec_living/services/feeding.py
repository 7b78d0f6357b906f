"""What is new, for those who follow by feed, and every address, for those who gather them; few questions each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wgec_living.domain.editions import EditionSummary
from wgec_living.domain.errors import NotFound
from wgec_living.domain.events import Event
from wgec_living.domain.identifiers import DocumentPath, parse_handle
from wgec_living.domain.people import Group
from wgec_living.domain.summaries import (
    ContributionFilter,
    ContributionSummary,
    DocumentName,
    DocumentSummary,
    RevisionSummary,
)

from .site import Site

MOST = 30
"""Entries in one feed."""
MOST_EDITIONS = 100
MOST_ADDRESSES = 45_000
"""Contributions in the list of addresses: such a list may hold 50,000 lines in all."""


@dataclass(frozen=True)
class Said:
    """One contribution with its words, as they were written, and the decision on it."""

    summary: ContributionSummary
    body: str
    decision: Event | None


@dataclass(frozen=True)
class Following:
    """The newest contributions of everybody, of one person or of one group."""

    said: tuple[Said, ...]
    titles: dict[DocumentPath, str]
    """What each document is called."""
    since: int
    """When the texts were last changed: stands for the feed's own time while nothing was said."""


def revisions(
    site: Site, path: DocumentPath
) -> tuple[DocumentName, Sequence[RevisionSummary], Sequence[EditionSummary]]:
    """Return what a document is called, and its newest revisions and editions; raise `NotFound` for an unknown one."""
    texts = site.index.texts
    return texts.name(path), texts.revisions(path, 1, MOST).items, site.index.editions.all(path)[:MOST]


def editions(site: Site) -> tuple[Sequence[EditionSummary], int]:
    """Return the newest editions, and when the texts were last changed, for the time of a feed without any."""
    documents = site.index.texts.documents()
    return site.index.editions.all()[:MOST], max((one.updated_at for one in documents), default=0)


def contributions(site: Site, wanted: ContributionFilter) -> Following:
    """Return the newest of the contributions wanted."""
    register = site.index.register
    found = register.page(wanted, 1, MOST).items
    numbers = [summary.number for summary in found]
    bodies, decisions = register.openings(numbers), register.decisions(numbers)
    documents = site.index.texts.documents()
    return Following(
        tuple(
            Said(summary, bodies.get(summary.number, ""), decisions.get(summary.number)) for summary in found
        ),
        {document.path: document.title for document in documents},
        max((document.updated_at for document in documents), default=0),
    )


def person(site: Site, handle: str) -> str:
    """Return the name of a person of the roster; raise `NotFound` for an unknown one."""
    found = site.index.people.person(parse_handle(handle))
    if found is None:
        raise NotFound("There is no such person.")
    return found.name


def group(site: Site, slug: str) -> Group:
    """Return the stakeholder group of that slug; raise `NotFound` for an unknown one."""
    for known in site.settings.groups:
        if known.slug == slug:
            return known
    raise NotFound("There is no such stakeholder group.")


@dataclass(frozen=True)
class Addresses:
    """What has an address of its own."""

    documents: tuple[DocumentSummary, ...]
    contributions: tuple[tuple[int, int], ...]
    """Number and last change of the newest contributions."""
    editions: tuple[tuple[EditionSummary, tuple[DocumentPath, ...]], ...]
    """The newest editions, each with the documents it took in."""


def addresses(site: Site) -> Addresses:
    """Return what has an address of its own, within what one list may hold."""
    documents = site.index.texts.documents()
    taken: dict[int, list[DocumentPath]] = {}
    for document in documents:
        for edition in site.index.editions.all(document.path):
            taken.setdefault(edition.number, []).append(document.path)
    return Addresses(
        documents,
        site.index.register.last_changes(MOST_ADDRESSES),
        tuple((one, tuple(taken.get(one.number, ()))) for one in site.index.editions.all()[:MOST_EDITIONS]),
    )
