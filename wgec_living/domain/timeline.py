"""The time line: everything that happened on record, as entries in the order of time, which can be narrowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from .editions import EditionSummary
from .errors import NotFound
from .events import OPENING_KINDS, Event, Kind, Speaker
from .identifiers import CommitId, DocumentPath, is_document_path
from .standing import Status
from .summaries import RevisionSummary


class Sort(StrEnum):
    """What an entry of the time line tells: what people choose from, coarser than the kinds of events."""

    FOUNDING = "founding"
    DECISION = "decision"
    CONTRIBUTION = "contribution"
    REVISED_TEXT = "revised-text"
    REPLY = "reply"
    POSITION = "position"
    ANCHOR = "anchor"
    WITHDRAWAL = "withdrawal"
    REMOVAL = "removal"
    PERSON = "person"
    EDITION = "edition"
    UNREADABLE = "unreadable"


REVISION = "revision"
"""Chosen among the sorts: whatever changed a text, also the decisions that did."""
_SORTS = {
    Kind.FOUNDING: Sort.FOUNDING,
    Kind.IMPORT: Sort.FOUNDING,
    Kind.DISPOSITION: Sort.DECISION,
    Kind.ROSTER: Sort.PERSON,
    **{kind: Sort(kind.value) for kind in Kind if kind.value in tuple(Sort)},
}
_KEY = re.compile(r"([0-9]{1,12})-([0-9]{1,9})-([0-9]{1,9})(?:-([a-z0-9/-]{1,120}))?", re.ASCII)


def sort_of(event: Event | None, place: int) -> Sort:
    """Return what an event at a place along its line is told as; None stands for a commit that cannot be read."""
    if event is None:
        return Sort.UNREADABLE
    if event.kind in OPENING_KINDS and (place == 0 or event.kind is not Kind.POSITION):
        return Sort.CONTRIBUTION
    return _SORTS[event.kind]


class Key(NamedTuple):
    """The place of an entry in the order of time, which every index of a record agrees about."""

    at: int
    position: int
    """Along its line, from 0."""
    line: int
    """The contribution on whose branch it stands; 0: on `main`; `TAGS`: an edition."""
    document: str
    """Empty for what is about no document."""

    def __str__(self) -> str:
        """Return the key as it stands in addresses."""
        document = f"-{self.document}" if self.document else ""
        return f"{self.at}-{self.position}-{self.line}{document}"


BEFORE_ALL = Key(0, 0, 0, "")
TAGS = 999_999_999
"""The line on which editions stand, by their numbers."""


def parse_key(text: str) -> Key:
    """Return a key from an address; raise `NotFound` for what cannot be one."""
    found = _KEY.fullmatch(text)
    if found is None or not (found[4] is None or is_document_path(found[4])):
        raise NotFound("There is no such page of this time line.")
    return Key(int(found[1]), int(found[2]), int(found[3]), found[4] or "")


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """What a time line is narrowed to; empty or None: not narrowed."""

    document: str = ""
    sort: str = ""
    """A `Sort`, or `REVISION`."""
    handle: str = ""
    """A person who spoke, decided, or was decided on."""
    delegation: str = ""
    """Of who spoke, or was decided on."""
    group: str = ""
    block: str = ""
    """A block of the one document: what changed it, and what was said about it."""
    since: int | None = None
    """The first second that counts."""
    until: int | None = None
    """The last second that counts."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the index has it."""

    key: Key
    commit: CommitId
    sort: Sort
    contribution: int | None
    revision: int | None
    """The revision of the document that it made."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the time line with all that is told of it."""

    row: Row
    speaker: Speaker
    """Who spoke or, of a decision, decided."""
    title: str
    body: str
    event: Event | None
    """None where the commit cannot be read."""
    revision: RevisionSummary | None
    """The revision that it made."""
    about: str
    """The title of the contribution that it belongs to."""
    kind: str
    """That contribution's kind."""
    author: Speaker | None
    """Whose contribution it is."""
    document: DocumentPath | None
    co_authors: tuple[Speaker, ...] = ()
    edition: EditionSummary | None = None
    """The edition that it tells of."""

    @property
    def at(self) -> int:
        """When it was recorded, in seconds since 1970."""
        return self.row.key.at

    @property
    def disposition(self) -> Status | None:
        """What was decided, of a decision."""
        decided = self.event.disposition if self.event is not None else None
        return Status(decided.value) if decided is not None else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """One page of a time line, newest first, with the keys by which its neighbours are asked for."""

    items: tuple[Entry, ...]
    newer: Key | None
    """Entries newer than this are on the page before; None: this is the newest page."""
    older: Key | None
    """Entries older than this are on the page after; None: this is the oldest page."""
