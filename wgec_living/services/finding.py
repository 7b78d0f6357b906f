"""What a search found, made ready to show: what it is, who said it and when, where it stands, the words around."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wgec_living.domain.blocks_model import Kind as BlockKind
from wgec_living.domain.errors import NotFound
from wgec_living.domain.events import OPENING_KINDS, Event, Speaker
from wgec_living.domain.identifiers import CommitId, DocumentPath, Handle
from wgec_living.domain.proposed_words import proposed_words
from wgec_living.domain.reading import read
from wgec_living.domain.search_query import Query, places_in
from wgec_living.domain.search_results import SearchHit, SearchPlace
from wgec_living.domain.search_sources import LONGEST_READ
from wgec_living.domain.snippets import Stretch, snippet
from wgec_living.domain.summaries import ContributionSummary, DocumentName, RevisionSummary, RosterEntry
from wgec_living.domain.text import title_from
from wgec_living.store.record import document_file

from .passages import block_views
from .site import Site
from .threads import TEXT_KINDS, text_base
from .views import BlockView
from .whereabouts import Whereabouts, whereabouts


@dataclass(frozen=True)
class Found:
    """One thing found."""

    place: SearchPlace
    kind: str
    """The kind of block, or of event; `person`, `document`."""
    at: int
    """When it was written; for words that are gone, when they went."""
    speaker: Speaker
    """Who wrote it; for words that are gone, whose change took them away."""
    title: tuple[Stretch, ...]
    """The contribution's title if its author gave it one, a person's name, or a document's title."""
    words: tuple[Stretch, ...]
    """The words around what was found."""
    proposed: bool = False
    """Whether these are words proposed for the text."""
    document: DocumentName | None = None
    block: BlockView | None = None
    """The passage as it stands in the text in force."""
    section: BlockView | None = None
    """The heading that it stands under there."""
    block_id: str | None = None
    revision: int | None = None
    """The revision that brought the words; for those that are gone, the last that had them."""
    contribution: ContributionSummary | None = None
    whereabouts: Whereabouts | None = None
    """Where the contribution's passage is now; None: the whole document."""
    commit: CommitId | None = None
    disposition: str | None = None


def person_found(entry: RosterEntry, query: Query) -> Found:
    """Return a person of the list as found."""
    speaker = Speaker(Handle(entry.handle), entry.name, entry.delegation, entry.group, entry.role)
    name, delegation = (snippet(text, places_in(text, query)) for text in (entry.name, entry.delegation))
    return Found(SearchPlace.PEOPLE, "person", entry.since, speaker, name, delegation)


def document_found(site: Site, name: DocumentName, query: Query) -> Found:
    """Return a document, whose title fits, as found."""
    revision = site.index.texts.revision(name.path, name.revision)
    title = snippet(name.title, places_in(name.title, query))
    return Found(
        SearchPlace.TEXT,
        "document",
        revision.at,
        revision.author,
        title,
        (),
        document=name,
        revision=name.revision,
    )


def described(site: Site, query: Query, hits: Sequence[SearchHit]) -> list[Found]:
    """Return what was found as it is shown, in the same order; what cannot be read any more is left out."""
    showing = _Showing(site, query, hits)
    return [found for hit in hits if (found := showing.found(hit)) is not None]


class _Showing:
    """What the hits of one page need, asked for together."""

    def __init__(self, site: Site, query: Query, hits: Sequence[SearchHit]) -> None:
        self._site, self._query = site, query
        self._names = {path: _name(site, path) for path in {hit.document for hit in hits}}
        self._events = site.index.search.events([hit.event for hit in hits if hit.event])
        numbers = {hit.contribution for hit in hits if hit.contribution and hit.event}
        self._summaries = site.index.register.some(sorted(numbers))
        self._where = whereabouts(site, list(self._summaries.values()))
        self._sections: dict[tuple[DocumentPath, str], BlockView] = {}
        self._blocks = self._blocks_of({hit.document for hit in hits if hit.block})
        self._revisions = self._revisions_of([hit for hit in hits if hit.block])

    def _blocks_of(self, paths: set[DocumentPath]) -> dict[tuple[DocumentPath, str], BlockView]:
        found: dict[tuple[DocumentPath, str], BlockView] = {}
        for path in paths:
            name = self._names[path]
            if name is not None:
                revision = self._site.index.texts.revision(path, name.revision)
                views = block_views(self._site, revision, counted=False)
                shown = [view for view in views if view is not None]
                found.update({(path, view.id): view for view in shown})
                self._sections.update({(path, block): heading for block, heading in _sections(shown)})
        return found

    def _revisions_of(self, hits: Sequence[SearchHit]) -> Mapping[tuple[DocumentPath, int], RevisionSummary]:
        wanted: defaultdict[DocumentPath, set[int]] = defaultdict(set)
        for hit in hits:
            wanted[hit.document].add(_made_by(hit))
        return {
            (path, number): revision
            for path, numbers in wanted.items()
            for number, revision in self._site.index.texts.some(path, numbers).items()
        }

    def found(self, hit: SearchHit) -> Found | None:
        """Return one hit as it is shown; None where it cannot be read."""
        return self._said(hit) if hit.event else self._stood(hit)

    def _stood(self, hit: SearchHit) -> Found | None:
        name, revision = self._names[hit.document], self._revisions.get((hit.document, _made_by(hit)))
        block = self._blocks.get((hit.document, hit.block or ""))
        source = block.text if hit.source is None and block is not None else hit.source
        if name is None or revision is None or source is None:
            return None
        return Found(
            hit.place,
            hit.kind,
            hit.at,
            revision.author,
            (),
            self._around(_read(source, BlockKind(hit.kind))),
            document=name,
            block=block,
            section=self._sections.get((hit.document, hit.block or "")),
            block_id=hit.block,
            revision=hit.number,
        )

    def _said(self, hit: SearchHit) -> Found | None:
        event = self._events.get(CommitId(hit.event or ""))
        summary = self._summaries.get(hit.contribution or 0)
        if event is None or summary is None:
            return None
        body = _read(event.body)
        places = places_in(body, self._query)
        own = event.kind in OPENING_KINDS
        title: tuple[Stretch, ...] = (Stretch(summary.title, False),)
        if own:
            # What was sent without a title has its beginning for one, which stands in what it says.
            title = () if summary.title == title_from(event.body) else self._around(summary.title)
        proposed = "" if places else self._proposed(hit, event, summary)
        in_proposed = places_in(proposed, self._query) if proposed else ()
        return Found(
            hit.place,
            hit.kind,
            hit.at,
            event.speaker,
            title,
            snippet(proposed, in_proposed) if in_proposed else snippet(body, places),
            proposed=bool(in_proposed),
            document=self._names.get(hit.document) or _name(self._site, summary.document),
            contribution=summary,
            whereabouts=self._where.get(summary.number),
            commit=hit.event,
            disposition=event.disposition.value if event.disposition else None,
        )

    def _proposed(self, hit: SearchHit, event: Event, summary: ContributionSummary) -> str:
        if event.kind not in TEXT_KINDS or hit.event is None:
            return ""
        record, path = self._site.record, document_file(summary.document)
        base = record.entry(text_base(self._site, hit.event, summary.base), path)
        tip = record.entry(hit.event, path)
        return _read(proposed_words(record.blob(base.id), record.blob(tip.id))) if base and tip else ""

    def _around(self, text: str) -> tuple[Stretch, ...]:
        return snippet(text, places_in(text, self._query))


def _sections(blocks: Sequence[BlockView]) -> Iterator[tuple[str, BlockView]]:
    """Yield the id of each block that stands under a heading, with the nearest one above it."""
    above: list[BlockView] = []
    for block in blocks:
        while block.level and above and above[-1].level >= block.level:
            above.pop()
        if above:
            yield block.id, above[-1]
        if block.level:
            above.append(block)


def _made_by(hit: SearchHit) -> int:
    """Return the revision by which words came or, where they are gone, went."""
    number = hit.number or 0
    return number + 1 if hit.place is SearchPlace.HISTORY else number


def _name(site: Site, path: DocumentPath) -> DocumentName | None:
    try:
        return site.index.texts.name(path)
    except NotFound:
        return None


def _read(source: str, kind: BlockKind = BlockKind.PARAGRAPH) -> str:
    return read(source, kind).text if len(source) <= LONGEST_READ else " ".join(source.split())
