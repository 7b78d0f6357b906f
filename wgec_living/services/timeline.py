"""The time line of a document or of the whole record: one page of it, and what it can be narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wgec_living.domain.editions import EditionSummary
from wgec_living.domain.errors import NotFound
from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.message import Unreadable
from wgec_living.domain.summaries import ContributionSummary, RevisionSummary
from wgec_living.domain.timeline import BEFORE_ALL, TAGS, Entry, Key, Row, Sort, Stretch, TimelineFilter

from .passages import block_views
from .site import Site
from .views import BlockView

PAGE = 50
"""Entries on one page."""


@dataclass(frozen=True)
class Speaking:
    """Whom the time line can be narrowed to."""

    people: tuple[tuple[str, str], ...]
    """Handle and name of everybody in the roster, by name."""
    delegations: tuple[str, ...]


def speaking(site: Site) -> Speaking:
    """Return the people and delegations that can be chosen."""
    found = site.index.timeline.speakers()
    delegations = {delegation for _, _, delegation in found if delegation}
    return Speaking(
        tuple((handle, name) for handle, name, _ in found), tuple(sorted(delegations, key=str.casefold))
    )


def block(site: Site, path: DocumentPath, name: BlockId) -> BlockView | None:
    """Return a block as it stands or stood last; None for one that the document never had."""
    texts = site.index.texts
    try:
        number = texts.last_revision_with(path, name) or texts.name(path).revision
        views = block_views(site, texts.revision(path, number), counted=False)
    except NotFound:
        return None
    return next((view for view in views if view is not None and view.id == name), None)


def timeline(
    site: Site,
    wanted: TimelineFilter,
    *,
    before: Key | None = None,
    after: Key | None = None,
    oldest: bool = False,
) -> Stretch:
    """Return the newest page, the one before or after a key, or the oldest; as quick at the end as at the beginning.

    Raises `NotFound` for a key with nothing on its side.
    """
    index, editions = site.index.timeline, _editions(site, wanted)
    if after is None and not oldest:
        published = [row for row in editions if before is None or row.key < before]
        rows = _merged(index.older(wanted, before, PAGE + 1), published)[: PAGE + 1]
        more_older, rows = len(rows) > PAGE, rows[:PAGE]
        more_newer = before is not None
    else:
        edge = after or BEFORE_ALL
        published = [row for row in editions if row.key > edge]
        rows = _merged(index.newer(wanted, edge, PAGE + 1), published)[-PAGE - 1 :]
        more_newer, rows = len(rows) > PAGE, rows[-PAGE:]
        more_older = after is not None
    if not rows and (before or after):
        raise NotFound("There is no such page of this time line.")
    told = _entries(site, [row for row in rows if row not in editions])
    return Stretch(
        tuple(_edition(row, editions[row]) if row in editions else told[row] for row in rows),
        rows[0].key if rows and more_newer else None,
        rows[-1].key if rows and more_older else None,
    )


def _merged(rows: Sequence[Row], more: Sequence[Row]) -> list[Row]:
    """Return entries of two sorts in one order, newest first."""
    return sorted((*rows, *more), key=lambda row: row.key, reverse=True)


def _editions(site: Site, wanted: TimelineFilter) -> dict[Row, EditionSummary]:
    """Return the editions that a filter lets through: so few that they are not kept in the time line's own rows."""
    if wanted.block or wanted.sort not in ("", Sort.EDITION):
        return {}
    found = {}
    for one in site.index.editions.all(DocumentPath(wanted.document) if wanted.document else None):
        who = one.speaker
        fits = (
            wanted.handle in ("", who.handle)
            and wanted.delegation in ("", who.delegation)
            and wanted.group in ("", who.group)
            and (wanted.since is None or one.at >= wanted.since)
            and (wanted.until is None or one.at <= wanted.until)
        )
        if fits:
            key = Key(one.at, one.number, TAGS, wanted.document or one.document or "")
            found[Row(key, one.commit, Sort.EDITION, None, None)] = one
    return found


def _edition(row: Row, edition: EditionSummary) -> Entry:
    return Entry(
        row=row,
        speaker=edition.speaker,
        title=edition.title,
        body=edition.note,
        event=None,
        revision=None,
        about="",
        kind="",
        author=None,
        document=DocumentPath(row.key.document) if row.key.document else None,
        edition=edition,
    )


def _entries(site: Site, rows: Sequence[Row]) -> dict[Row, Entry]:
    """Return what is told of some entries; a few questions, however many they are."""
    said = site.index.timeline.said([row.commit for row in rows])
    numbers = sorted({row.contribution for row in rows if row.contribution is not None})
    contributions = site.index.register.some(numbers)
    revisions: dict[tuple[str, int], RevisionSummary] = {}
    for path in {row.key.document for row in rows if row.revision is not None}:
        wanted = {row.revision for row in rows if row.key.document == path and row.revision is not None}
        found = site.index.texts.some(DocumentPath(path), wanted)
        revisions.update({(path, number): one for number, one in found.items()})
    return {row: _entry(row, *said[row.commit], contributions, revisions) for row in rows}


def _entry(
    row: Row,
    event: Event | Unreadable,
    speaker: Speaker,
    contributions: Mapping[int, ContributionSummary],
    revisions: Mapping[tuple[str, int], RevisionSummary],
) -> Entry:
    known = event if isinstance(event, Event) else None
    about = contributions.get(row.contribution) if row.contribution is not None else None
    path = row.key.document
    revision = revisions.get((path, row.revision)) if row.revision is not None else None
    credited = known.co_authors if known else ()
    return Entry(
        row=row,
        speaker=speaker,
        title=event.title,
        body=event.body,
        event=known,
        revision=revision,
        about=about.title if about else "",
        kind=about.kind if about else "",
        author=about.speaker if about else None,
        document=DocumentPath(path) if path else None,
        co_authors=tuple(who for who in credited if about is None or who.handle != about.speaker.handle),
    )
