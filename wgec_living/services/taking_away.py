"""Files of documents to take away: what goes in, and each made once as long as it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wgec_living.domain.blocks import direction, document_language
from wgec_living.domain.comparison import Change
from wgec_living.domain.errors import Busy, CorruptRecord, TooLarge
from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.summaries import (
    ContributionSummary,
    MarkedFilter,
    PlacedContribution,
    RevisionSummary,
)

from . import threads
from .anchoring import on_revision
from .passages import source_of
from .present_places import PresentPlace
from .site import Site

MOST_CHARACTERS = 1_500_000
"""Of the HTML that a file is made of; a text of 300 kB has some 500,000."""
MOST_NOTES = 300
"""Contributions that stand in the margin of one file, the newest."""


@dataclass(frozen=True)
class Said:
    """One thing said on a contribution, ready for the margin."""

    event: Event
    html: str
    changes: tuple[Change, ...]
    """What a proposal or revised text changes against the text it was written on."""


@dataclass(frozen=True)
class MarginNote:
    """A contribution as it stands in the margin of a file, with all that was said on it."""

    placed: PlacedContribution[PresentPlace]
    summary: ContributionSummary
    said: tuple[Said, ...]
    language: str
    direction: str


def source_bytes(site: Site, revision: RevisionSummary) -> bytes:
    """Return the source of a revision, byte by byte as it is on record."""
    return site.record.blob(revision.blob)


def margin_notes(
    site: Site, path: DocumentPath, revision: int, wanted: MarkedFilter
) -> tuple[MarginNote, ...]:
    """Return the newest contributions on a revision with their threads, by number."""
    placed = on_revision(site, path, revision, wanted)[-MOST_NOTES:]
    language = document_language(source_of(site, site.index.texts.revision(path, revision).blob))
    notes = []
    for item in placed:
        try:
            view = threads.contribution(site, item.number)
        except CorruptRecord:
            continue
        said = [
            Said(entry.item.event, entry.html, entry.changes)
            for entry in view.entries
            if isinstance(entry.item.event, Event) and entry.item.event.kind is not Kind.ANCHOR
        ]
        notes.append(MarginNote(item, view.thread.summary, tuple(said), language, direction(language)))
    return tuple(notes)


def made(site: Site, form: str, name: str, page: Callable[[], str]) -> bytes:
    """Return the file of the HTML that `page` gives, kept under `name`, a hash of what decides it.

    `form` is `pdf`, `docx` or `odt`. Raises `CannotMake`, `TooLarge`, or `Busy` where many are being made.
    """
    exporter = site.exporter
    makers = {"pdf": exporter.pdf, "docx": exporter.docx, "odt": exporter.odt}
    return once(site, name, lambda: makers[form](_bounded(page())))


def once(site: Site, name: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes, kept under `name`, a hash of what decides it; raise `Busy` where many are at it."""
    exporter = site.exporter
    kept = exporter.kept.get(name)
    if kept is not None:
        return kept
    try:
        # What it is made of is put together within the place, too: that may take longer than to be told to come again.
        with exporter.place():
            kept = exporter.kept.get(name)
            if kept is None:
                kept = make()
                exporter.kept.put(name, kept)
            return kept
    except Busy:
        # While this one waited for a place, somebody else may have had the same file made.
        kept = exporter.kept.get(name)
        if kept is None:
            raise
        return kept


def _bounded(html: str) -> str:
    if len(html) > MOST_CHARACTERS:
        raise TooLarge("This text is too large for a file of this kind. Its Markdown and HTML can be had.")
    return html
