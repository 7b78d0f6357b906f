"""Publishing an edition: what it would hold, then the tag that makes it one, as the coordinator had seen it."""

from __future__ import annotations

from dataclasses import dataclass

from wgec_living.domain.editions import HIGHEST, EditionSummary, edition_ref, number_of_edition
from wgec_living.domain.errors import Invalid, NotFound, Stale
from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require_role
from wgec_living.domain.text import clean_line, clean_words
from wgec_living.store.record import MAIN

from .editions import EditionText, texts_at
from .recording import Recorder, idempotency_of, recording
from .site import Site


@dataclass(frozen=True)
class Publication:
    """An edition as it is sent."""

    title: str
    note: str
    number: int
    """The number it was shown to get…"""
    seen_main: CommitId
    """…and the tip of `main` in the preview that the coordinator had read."""
    document: DocumentPath | None = None
    """The one document it takes in; None: all there are."""
    key: str | None = None


@dataclass(frozen=True)
class Prospect:
    """What an edition would be if it were published now."""

    number: int
    main: CommitId
    document: DocumentPath | None
    texts: tuple[EditionText, ...]

    @property
    def changed(self) -> int:
        """How many of its texts changed since they were last published, or never were."""
        return sum(1 for text in self.texts if text.changed)


class OutdatedEdition(Stale):
    """An edition of something that moved meanwhile; `prospect` shows it as it is now."""

    def __init__(self, sentence: str, prospect: Prospect) -> None:
        super().__init__(sentence)
        self.prospect = prospect


@dataclass(frozen=True)
class Checked:
    """An edition as it would stand on record, before it does."""

    title: str
    note: str
    """Rendered and safe."""
    prospect: Prospect


def prospect(site: Site, document: DocumentPath | None = None) -> Prospect:
    """Return what an edition of all documents, or of one, would be now; raise `NotFound` for an unknown one."""
    if document is not None:
        site.index.texts.name(document)
    main, number = site.index.texts.main(), _newest(site) + 1
    return Prospect(number, main, document, texts_at(site, main, document, number))


def check(site: Site, actor: Person | None, sent: Publication) -> Checked:
    """Return what publishing would make public; raises whatever publishing it would, but for what moved."""
    require_role(actor, Act.PUBLISH)
    title, note = _words(sent)
    shown = _prospect_of(site, sent.document)
    return Checked(title, site.renderer.text(note, "note-") if note.strip() else "", shown)


def publish(site: Site, actor: Person | None, sent: Publication) -> EditionSummary:
    """Put an edition on record; the same `key` again gives the same edition and no second one.

    Raises `OutdatedEdition` with a fresh prospect when `main` moved or another edition came since the preview: what
    is published is what the coordinator had seen.
    """
    person = require_role(actor, Act.PUBLISH)
    title, note = _words(sent)
    key = idempotency_of(person.handle, sent.key)
    newest = _newest(site)
    with recording(site, *_refs(newest)) as recorder:
        if _newest(site) != newest:  # Others published between that look and the lock.
            newest = _newest(site)
            site.index.keeping.level_for_writing(_refs(newest))
        before = site.index.editions.sent_before(key) if key else None
        if before is not None:
            return _same(before, title, note, sent.document)
        speaker = recorder.permit(person, Act.PUBLISH)
        _require_known(site, sent.document)
        _check_seen(site, recorder, sent, newest + 1)
        event = Event(
            kind=Kind.EDITION,
            title=title,
            body=note,
            speaker=speaker,
            at=site.clock(),
            document=sent.document,
            idempotency=key,
        )
        tag = recorder.publish(newest + 1, event)
    return EditionSummary(newest + 1, title, note, recorder.main, tag, event.at, speaker, sent.document)


def _words(sent: Publication) -> tuple[str, str]:
    title = clean_line(sent.title, "title", required=True)
    note = clean_words(sent.note, "note", required=False)
    return title, note if note.strip() else ""


def _newest(site: Site) -> int:
    """Return the highest number that any tag of the record has, whatever the index knows."""
    return max((number_of_edition(ref) or 0 for ref in site.record.refs.all()), default=0)


def _refs(newest: int) -> list[str]:
    return [MAIN] if newest == 0 else [edition_ref(newest)]


def _same(before: EditionSummary, title: str, note: str, document: DocumentPath | None) -> EditionSummary:
    if (before.title, before.note, before.document) != (title, note, document):
        raise Invalid(
            f"Something else was published with the same key before, as edition {before.number}. What you sent now "
            "was not recorded.",
            {"idempotency_key": "To publish something else, use another key or open the form anew."},
        )
    return before


def _prospect_of(site: Site, document: DocumentPath | None) -> Prospect:
    _require_known(site, document)
    return prospect(site, document)


def _require_known(site: Site, document: DocumentPath | None) -> None:
    try:
        if document is not None:
            site.index.texts.name(document)
    except NotFound:
        raise Invalid(
            "There is no such document.", {"document": "Please choose one of the documents, or all of them."}
        ) from None


def _check_seen(site: Site, recorder: Recorder, sent: Publication, number: int) -> None:
    if number > HIGHEST:
        raise Invalid(f"There cannot be more than {HIGHEST:,} editions.")
    trouble = ""
    if sent.number != number:
        trouble = f"Another edition was published meanwhile; this one would be edition {number}."
    elif sent.seen_main != recorder.main:
        trouble = "The record went on meanwhile: something was decided, or somebody joined."
    if trouble:
        shown = _prospect_of(site, sent.document)
        raise OutdatedEdition(f"{trouble} Nothing was published; please look again.", shown)
