"""A sample record of any size, made fast and the same each time: contributions, decisions and revisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from wgec_living.domain.errors import Invalid
from wgec_living.domain.events import Anchor, ChangeType, Disposition, Event, Kind, Speaker, Stance
from wgec_living.domain.identifiers import CommitId, DocumentPath, branch_of
from wgec_living.domain.people import Person
from wgec_living.domain.roster import person_file
from wgec_living.domain.text import title_from
from wgec_living.index.ingest import Progress
from wgec_living.store.fast_import import Importer, Mark, importing
from wgec_living.store.record import MAIN, document_file, found

from .founding import README, SPEAKER, document_path
from .generating_texts import SampleText, sample_text
from .generating_words import LANGUAGES, Cast, cast, paragraph, sentence

SECONDS_APART = 60


@dataclass(frozen=True)
class Wanted:
    """How large a sample shall be."""

    contributions: int
    revisions: int
    """How many of the contributions are accepted proposals; the founding makes a further revision."""
    size: int
    """Bytes of each text."""
    path: str = "sample"
    languages: tuple[str, ...] = ("en",)
    """One document each: `sample`, `sample-fr`…"""


@dataclass
class _Document:
    path: DocumentPath
    text: SampleText
    blob: Mark | None = None
    earlier: SampleText | None = None
    """The text before the last revision where that revision replaced one line only…"""
    earlier_base: Mark | CommitId = field(default=Mark(0))
    """…the commit that had it…"""
    touched: int = -1
    """…and that line."""


def generate(
    git_dir: Path,
    site_name: str,
    address_name: str,
    wanted: Wanted,
    now: int,
    progress: Progress | None = None,
) -> None:
    """Make a record whose newest event happened at `now`, by fictional people; raises `Invalid` where one exists."""
    _check(wanted)
    if git_dir.exists():
        raise Invalid(f"There is something at {git_dir} already; a sample is made in an empty folder only.")
    random = Random(wanted.contributions)  # noqa: S311 - the same sample each time, nothing secret
    people = cast()
    documents = [
        _Document(
            document_path(wanted.path + (f"-{language}" if place else "")),
            sample_text(random, language, wanted.size),
        )
        for place, language in enumerate(wanted.languages)
    ]
    start = now - SECONDS_APART * (3 * wanted.contributions + len(people.contributors) + 2)
    files = {document_file(document.path): document.text.source() for document in documents}
    files["README.md"] = README.format(name=site_name).encode()
    names = ", ".join(sorted(name for name in files if name.startswith("documents/")))
    event = Event(
        Kind.FOUNDING, f"Found the record of {site_name}"[:200], f"First texts: {names}.", SPEAKER, start
    )
    record = found(git_dir, address_name, files, event)
    try:
        with importing(record) as importer:
            _Writer(random, importer, documents, people, start, record.tip()).write(wanted, progress)
    finally:
        record.close()


def _check(wanted: Wanted) -> None:
    if not 0 <= wanted.revisions <= wanted.contributions:
        raise Invalid("Each revision is an accepted contribution, so there cannot be more of them.")
    for language in wanted.languages:
        if language not in LANGUAGES:
            raise Invalid(f"“{language}” is not a language of samples; choose of {', '.join(LANGUAGES)}.")
    if not wanted.languages or len(set(wanted.languages)) != len(wanted.languages):
        raise Invalid("Name each language once.")


class _Writer:
    """Writes the events in order; each has its own minute."""

    def __init__(
        self,
        random: Random,
        importer: Importer,
        documents: list[_Document],
        people: Cast,
        at: int,
        main: CommitId,
    ) -> None:
        self._random = random
        self._importer = importer
        self._documents = documents
        self._people = people
        self._at = at
        self._main: Mark | CommitId = main

    def write(self, wanted: Wanted, progress: Progress | None) -> None:
        for person in (*self._people.contributors, self._people.coordinator):
            self._enter(person)
        accepted = 0
        for number in range(1, wanted.contributions + 1):
            due = number * wanted.revisions // wanted.contributions
            # By turns among themselves, or one document could get all that is accepted.
            document = self._documents[(accepted if due > accepted else number) % len(self._documents)]
            if due > accepted:
                accepted = due
                self._accepted(number, document, accepted)
            elif number % 12 == 5:
                self._open_proposal(number, document)
            else:
                self._said(number, document)
            if progress is not None and number % 100 == 0:
                progress(number, wanted.contributions)

    def _tick(self) -> int:
        self._at += SECONDS_APART
        return self._at

    def _event(self, kind: Kind, person: Person, body: str, title: str = "") -> Event:
        speaker = Speaker(person.handle, person.name, person.delegation, person.group, person.role.value)
        return Event(kind, title or title_from(body), body, speaker, self._tick())

    def _enter(self, person: Person) -> None:
        event = self._event(Kind.ROSTER, person, "", f"Take {person.name} into the list of people")
        blob = self._importer.file(person_file(person))
        files = {f"people/{person.handle}.yml": blob}
        event = event._replace(handle=person.handle)
        self._main = self._importer.commit(MAIN, event, (self._main,), files)

    def _opening(self, kind: Kind, number: int, document: _Document, at: int) -> Event:
        language = document.text.language
        body = paragraph(self._random, language, self._random.randrange(1, 4))
        if number % 7 == 0:
            body += f"\n\n- {sentence(self._random, language)}\n- {sentence(self._random, language)}"
        person = self._random.choice(self._people.contributors)
        event = self._event(kind, person, body)
        return event._replace(contribution=number, document=document.path, lines=(at + 1, at + 1))

    # What leaves the texts alone

    def _said(self, number: int, document: _Document) -> None:
        at = self._random.choice(document.text.editable)
        kind = Kind.POSITION if number % 9 == 0 else Kind.COMMENT
        event = self._opening(kind, number, document, at)
        if kind is Kind.POSITION:
            event = event._replace(stance=self._random.choice(list(Stance)))
        elif number % 3 == 0:
            words = document.text.lines[at]
            end = min(len(words), 40)
            event = event._replace(anchor=Anchor(0, end, words[:end], "", words[end : end + 32]))
        tip = self._importer.commit(branch_of(number), event, (self._main,))
        for _ in range(self._random.choice((0, 0, 0, 0, 1))):
            tip = self._reply(number, document, tip)
        if number % 25 == 3:
            self._decide(
                number, document, tip, self._random.choice((Disposition.NOTED, Disposition.DECLINED))
            )

    def _reply(self, number: int, document: _Document, tip: Mark) -> Mark:
        person = self._random.choice(self._people.contributors)
        event = self._event(Kind.REPLY, person, paragraph(self._random, document.text.language, 2))
        return self._importer.commit(branch_of(number), event._replace(contribution=number), (tip,))

    def _decide(self, number: int, document: _Document, tip: Mark, disposition: Disposition) -> None:
        event = self._decision(
            number, document, tip, disposition, sentence(self._random, document.text.language)
        )
        self._main = self._importer.commit(MAIN, event, (self._main,))

    def _decision(
        self, number: int, document: _Document, tip: Mark, disposition: Disposition, reason: str
    ) -> Event:
        title = f"{disposition.value.replace('-', ' ').capitalize()}: contribution {number}"
        event = self._event(Kind.DISPOSITION, self._people.coordinator, reason, title)
        named = self._importer.name_of(tip)
        return event._replace(
            contribution=number,
            document=document.path,
            disposition=disposition,
            contribution_tip=named,
        )

    # Proposals

    def _proposed(
        self, number: int, document: _Document, text: SampleText, at: int, base: Mark | CommitId
    ) -> tuple[Mark, Mark]:
        event = self._opening(Kind.PROPOSAL, number, document, at)._replace(
            change_type=ChangeType.EDITORIAL if number % 4 == 0 else ChangeType.SUBSTANTIVE,
        )
        blob = self._importer.file(text.source())
        return self._importer.commit(
            branch_of(number), event, (base,), {document_file(document.path): blob}
        ), blob

    def _open_proposal(self, number: int, document: _Document) -> None:
        at = self._random.choice(document.text.editable)
        words = paragraph(self._random, document.text.language, 3)
        self._proposed(number, document, document.text.with_line(at, words), at, self._main)

    def _accepted(self, number: int, document: _Document, count: int) -> None:
        """Propose and accept a change; now and then on a base one revision old, so that the decision merges."""
        text = document.text
        at = self._random.choice(text.editable)
        words = paragraph(self._random, text.language, self._random.randrange(2, 5))
        if count % 40 == 7 and len(text.editable) > 2:
            proposed = after = text.with_more(at, words)
        elif count % 40 == 27 and len(text.editable) > 2 and at != text.editable[-1]:
            proposed = after = text.without(at)
        else:
            proposed = after = text.with_line(at, words)
        replaced = len(after.lines) == len(text.lines)
        base: Mark | CommitId = self._main
        late = replaced and count % 5 == 0 and document.earlier is not None and at != document.touched
        if late and document.earlier is not None:
            proposed, base = document.earlier.with_line(at, words), document.earlier_base
        tip, blob = self._proposed(number, document, proposed, at, base)
        event = self._decision(number, document, tip, Disposition.ACCEPTED, "")
        if late:
            blob = self._importer.file(after.source())
        before = self._main
        self._main = self._importer.commit(
            MAIN, event, (self._main, tip), {document_file(document.path): blob}
        )
        document.earlier, document.earlier_base = (text, before) if replaced else (None, before)
        document.touched, document.text = at, after
