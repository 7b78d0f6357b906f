"""The events a record is made of: one commit each, with what its trailers say."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from .identifiers import CommitId, DocumentPath, Handle


class Kind(StrEnum):
    """The value of the `Record:` trailer."""

    FOUNDING = "founding"
    IMPORT = "import"
    COMMENT = "comment"
    PROPOSAL = "proposal"
    POSITION = "position"
    ANCHOR = "anchor"
    REPLY = "reply"
    REVISED_TEXT = "revised-text"
    WITHDRAWAL = "withdrawal"
    DISPOSITION = "disposition"
    ROSTER = "roster"
    EDITION = "edition"
    REMOVAL = "removal"


OPENING_KINDS = frozenset({Kind.COMMENT, Kind.PROPOSAL, Kind.POSITION})
"""The kinds that begin a contribution: the first commit of its branch."""
BRANCH_KINDS = OPENING_KINDS | {Kind.ANCHOR, Kind.REPLY, Kind.REVISED_TEXT, Kind.WITHDRAWAL, Kind.REMOVAL}
"""The kinds found on a contribution's branch."""
MAIN_KINDS = frozenset({Kind.FOUNDING, Kind.IMPORT, Kind.DISPOSITION, Kind.ROSTER})
"""The kinds found on `main`'s first-parent line."""


class Disposition(StrEnum):
    """What a coordinator decided on a contribution."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_CHANGES = "accepted-with-changes"
    NOTED = "noted"
    DECLINED = "declined"
    DEFERRED = "deferred"


ACCEPTANCES = frozenset({Disposition.ACCEPTED, Disposition.ACCEPTED_WITH_CHANGES})


class ChangeType(StrEnum):
    """How much a proposal means to change."""

    SUBSTANTIVE = "substantive"
    EDITORIAL = "editorial"


class Stance(StrEnum):
    """The value of a position."""

    SUPPORT = "support"
    CAN_LIVE_WITH = "can-live-with"
    OBJECT = "object"
    NO_VIEW = "no-view"


class Speaker(NamedTuple):
    """Who spoke, with the affiliation they had at that time; git's author."""

    handle: Handle
    name: str
    delegation: str = ""
    group: str = ""
    role: str = ""


class Anchor(NamedTuple):
    """The words a contribution is about, as read; the line range alone decides the block."""

    start: int
    """First code point of the words in the source of the first line range."""
    end: int
    quotation: str
    prefix: str = ""
    suffix: str = ""


class Event(NamedTuple):
    """One event of the record as its commit message and author line carry it.

    Fields that a kind does not use are None or empty; `message.compose` refuses what a kind must not say.
    """

    kind: Kind
    title: str
    body: str
    speaker: Speaker
    at: int
    """Seconds since 1970, UTC: when the server recorded it."""
    contribution: int | None = None
    document: DocumentPath | None = None
    lines: tuple[int, int] | None = None
    """First and last line (1-based, inclusive) of the target in the file at `base`, else at the base revision.

    None: the whole document.
    """
    base: CommitId | None = None
    """For an anchor: the commit on `main` whose text the target is stated in."""
    anchor: Anchor | None = None
    change_type: ChangeType | None = None
    stance: Stance | None = None
    disposition: Disposition | None = None
    contribution_tip: CommitId | None = None
    """The last commit of the contribution that the coordinator had read."""
    in_reply_to: CommitId | None = None
    supersedes: int | None = None
    """The number of an earlier contribution that this one reopens or takes the place of."""
    takes_back: int | None = None
    """The number of an accepted contribution whose change this proposal takes back."""
    handle: Handle | None = None
    """The person a roster event is about."""
    idempotency: str | None = None
    co_authors: tuple[Speaker, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    """Trailers of a later format: shown and reported, never refused."""
