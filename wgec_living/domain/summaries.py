"""What pages and the API are told: read-only rows about documents, revisions, contributions and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .events import Anchor, Event, Speaker
from .identifiers import BlockId, CommitId, DocumentPath, ObjectId
from .message import Unreadable
from .standing import Status, Then

Row = TypeVar("Row")
Where = TypeVar("Where")
Elsewhere = TypeVar("Elsewhere")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a longer list; `number` counts from 1."""

    items: Sequence[Row]
    total: int
    number: int
    per_page: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.per_page))


@dataclass(frozen=True)
class DocumentSummary:
    """One document as it stands now."""

    path: DocumentPath
    title: str
    language: str
    revision: int
    commit: CommitId
    blob: ObjectId
    updated_at: int
    contributions: int
    """All contributions ever made on it."""
    open: int
    """Those that still wait for a decision (open or deferred)."""


@dataclass(frozen=True)
class DocumentName:
    """What a document is called and how far it has come: what costs the same however much was said on it."""

    path: DocumentPath
    title: str
    language: str
    revision: int


@dataclass(frozen=True)
class RevisionSummary:
    """One revision of a document: a commit on `main` that changed its text."""

    document: DocumentPath
    number: int
    commit: CommitId
    blob: ObjectId
    at: int
    author: Speaker
    """The contributor whose change it is; for a founding or an import, who recorded it."""
    decided_by: Speaker | None
    summary: str
    reason: str
    contribution: int | None
    disposition: str | None
    kind: str
    """`founding`, `import` or `disposition`."""
    changed: int
    """Paragraphs (blocks) whose words or place changed in this revision."""
    added: int
    """Paragraphs (blocks) new in this revision."""
    removed: int
    """Paragraphs (blocks) gone in this revision."""


@dataclass(frozen=True)
class ContributionSummary:
    """One contribution as the register lists it."""

    number: int
    kind: str
    document: DocumentPath
    title: str
    status: Status
    speaker: Speaker
    created_at: int
    updated_at: int
    base: CommitId
    base_revision: int
    lines: tuple[int, int] | None
    blocks: tuple[BlockId, ...]
    """The target's blocks; empty: the whole document."""
    change_type: str | None
    stance: str | None
    tip: CommitId
    replies: int
    takes_back: int | None
    supersedes: int | None


@dataclass(frozen=True)
class PlacedContribution(Generic[Where]):
    """One contribution with its place in one revision: `Placed` as the index has it, then as people are told it."""

    number: int
    kind: str
    status: Status
    group: str
    title: str
    handle: str
    name: str
    delegation: str
    replies: int
    at: Where
    now: Status
    """Where it stands now; `status` is of the moment asked about."""

    @property
    def since(self) -> Status | None:
        """What became of it since that moment, if anything did."""
        return self.now if self.now is not self.status else None

    def with_place(self, at: Elsewhere, replies: int) -> PlacedContribution[Elsewhere]:
        """Return the same contribution with its place in other words, and with the replies of that moment."""
        return PlacedContribution(**{**vars(self), "at": at, "replies": replies})


@dataclass(frozen=True)
class ThreadEvent:
    """One event of a contribution's thread, in order."""

    commit: CommitId
    event: Event | Unreadable
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thread:
    """A contribution with everything said and decided on it."""

    summary: ContributionSummary
    anchor: Anchor | None
    events: tuple[ThreadEvent, ...]
    superseded_by: tuple[int, ...] = ()
    taken_back_by: tuple[int, ...] = ()


@dataclass(frozen=True)
class RosterEntry:
    """One person of the roster with how much they contributed."""

    handle: str
    name: str
    delegation: str
    group: str
    role: str
    since: int
    contributions: int


@dataclass(frozen=True)
class Finding:
    """A commit that does not say what the format asks for: shown as such, never skipped."""

    commit: CommitId
    problem: str


@dataclass(frozen=True, slots=True)
class MarkedFilter:
    """Which contributions on passages are shown in the text; empty fields let everything through."""

    undecided: bool = True
    kind: str = ""
    group: str = ""
    """The group's name."""
    most: int = 1_000
    """The newest so many are shown."""
    then: Then | None = None
    """The moment that counts; None: now."""


@dataclass(frozen=True)
class ContributionFilter:
    """What a register page is narrowed to; None or empty: not narrowed."""

    document: str | None = None
    kind: str | None = None
    status: str | None = None
    handle: str | None = None
    group: str | None = None
    block: str | None = None
    words: str | None = field(default=None)
    """Words looked for in titles."""
    then: Then | None = None
    """The moment that counts, for what there is and for its status; None: now."""
    whole: bool = False
    """Whether only those on a document as a whole are wanted."""
    delegation: str | None = None
