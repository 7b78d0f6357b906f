"""Search: what is found in the texts in force, contributions, reasons, the history and the list of people."""

from __future__ import annotations

from dataclasses import dataclass

from wgec_living.domain.errors import NotFound
from wgec_living.domain.search_query import Query, meets, read_query
from wgec_living.domain.search_results import Hits, Ranked, SearchFilter, SearchPlace
from wgec_living.domain.summaries import DocumentName, Page, RosterEntry

from .finding import Found, described, document_found, person_found
from .site import Site

PER_PAGE = 20
MOST_PEOPLE = 3
"""So many people are shown where no place is chosen: first who is named so, last whose delegation alone is."""


@dataclass(frozen=True)
class Count:
    """How much is found at one place."""

    number: int
    more: bool
    """Whether there is more than that."""


@dataclass(frozen=True)
class Results:
    """What was found."""

    asked: bool
    """Whether anything was looked for."""
    counts: dict[SearchPlace, Count]
    """Every place with what is found there."""
    page: Page[Found]
    more: bool
    """Whether more fits than the pages show."""

    @property
    def everywhere(self) -> Count:
        """What is found at all places together."""
        found = self.counts.values()
        return Count(sum(count.number for count in found), any(count.more for count in found))


def search(
    site: Site,
    words: str,
    wanted: SearchFilter,
    place: SearchPlace | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Results:
    """Return what is found at one place, or everywhere, and how much there is at each.

    Raises `Invalid` for a query that cannot be looked for, and `NotFound` past the last page.
    """
    query = read_query(words)
    if not query:
        return Results(
            False, {each: Count(0, False) for each in SearchPlace}, Page((), 0, 1, per_page), False
        )
    people = _people(site, query, wanted)
    documents = _documents(site, query, wanted)
    counts = {SearchPlace.PEOPLE: Count(len(people), False)}
    ranked: list[Ranked] = []
    for each in SearchPlace:
        if each is SearchPlace.PEOPLE:
            continue
        if place in (None, each):
            hits = site.index.search.find(query, wanted, each)
            ranked += hits.items
        else:
            hits = Hits((), False)
        counts[each] = (
            Count(len(hits.items), hits.more)
            if place in (None, each)
            else Count(*site.index.search.count(query, wanted, each))
        )
    titled = counts[SearchPlace.TEXT]
    counts[SearchPlace.TEXT] = Count(titled.number + len(documents), titled.more)
    first: list[DocumentName | RosterEntry] = [*documents] if place in (None, SearchPlace.TEXT) else []
    last: list[RosterEntry] = []
    if place is SearchPlace.PEOPLE:
        first += people
    elif place is None:
        named = [entry for entry in people if meets(entry.name, query)][:MOST_PEOPLE]
        first += named
        last = [entry for entry in people if not meets(entry.name, query)]
        last = last[: MOST_PEOPLE - len(named)]
    items = _page(site, query, first, sorted(ranked), last, page, per_page)
    more = any(counts[each].more for each in SearchPlace if place in (None, each))
    return Results(True, {each: counts[each] for each in SearchPlace}, items, more)


def _people(site: Site, query: Query, wanted: SearchFilter) -> list[RosterEntry]:
    if not wanted.about_people_too:
        return []
    return [
        entry
        for entry in site.index.people.roster(counted=False)
        if wanted.group in (None, entry.group)
        and wanted.handle in (None, entry.handle)
        and meets(f"{entry.name} {entry.delegation}", query)
    ]


def _documents(site: Site, query: Query, wanted: SearchFilter) -> list[DocumentName]:
    """Return the documents whose titles fit; what narrows to people, states or days leaves them out."""
    if wanted != SearchFilter(document=wanted.document):
        return []
    return [
        DocumentName(one.path, one.title, one.language, one.revision)
        for one in site.index.texts.documents()
        if wanted.document in (None, one.path) and meets(one.title, query)
    ]


def _page(
    site: Site,
    query: Query,
    named: list[DocumentName | RosterEntry],
    ranked: list[Ranked],
    last: list[RosterEntry],
    number: int,
    per_page: int,
) -> Page[Found]:
    """Return one page of the documents and people, then of everything else, then of `last`."""
    before = len(named) + len(ranked)
    total = before + len(last)
    start = (number - 1) * per_page
    if number > max(1, -(-total // per_page)):
        raise NotFound("There is no such page of what was found.")
    shown = [
        document_found(site, one, query) if isinstance(one, DocumentName) else person_found(one, query)
        for one in named[start : start + per_page]
    ]
    first = max(0, start - len(named))
    rest = ranked[first : first + per_page - len(shown)] if len(shown) < per_page else []
    hits = site.index.search.hits([one.id for one in rest])
    after = [
        person_found(one, query) for one in last[max(0, start - before) : max(0, start + per_page - before)]
    ]
    return Page([*shown, *described(site, query, hits), *after], total, number, per_page)
