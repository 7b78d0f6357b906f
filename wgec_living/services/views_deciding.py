"""What coordinators are shown: previews, places where there is a choice, the rows of the desk."""

from __future__ import annotations

from dataclasses import dataclass

from wgec_living.domain.blocks import Block
from wgec_living.domain.comparison import Change
from wgec_living.domain.events import Speaker
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.merging import Clash, Combined
from wgec_living.domain.merging_sentences import Reading
from wgec_living.domain.positions import Stood
from wgec_living.domain.summaries import ContributionSummary, DocumentSummary

from .views import BlockView


@dataclass(frozen=True)
class Conflict:
    """One place where a proposal and the text in force changed the same words."""

    block: BlockId | None
    base: str
    ours: str
    """The words in force."""
    theirs: str
    """The words proposed."""
    clash: Clash
    number: int | None
    """The paragraph number in the text in force."""
    readings: tuple[Reading, ...]
    by: tuple[Speaker, ...]
    """Who brought the words in force since the proposal was written."""


@dataclass(frozen=True)
class Joint:
    """One place where the words of a proposal and of the text in force stand together."""

    block: BlockId | None
    combined: Combined
    number: int | None
    """The paragraph number in the text in force."""
    by: tuple[Speaker, ...]
    """Who brought the words in force since the proposal was written."""


@dataclass(frozen=True)
class Preview:
    """What accepting a contribution now would do."""

    number: int
    result: str
    """`clean`, `combines`, `clashes`; `none` for a contribution that proposes no text."""
    seen_main: CommitId
    seen_tip: CommitId
    text: str
    """The whole resulting source; where it clashes, the text in force with the proposal's clean parts."""
    changes: tuple[Change, ...]
    """The text in force against `text`, changed blocks only."""
    conflicts: tuple[Conflict, ...]
    joint: tuple[Joint, ...] = ()
    passages: tuple[Block, ...] = ()
    """The blocks of `text` that it is about, to be worded otherwise; none where `conflicts` or `joint` offer that."""


@dataclass(frozen=True)
class Meeting:
    """Another waiting proposal that changes the same passage."""

    number: int
    how: str
    """`alike` (the same words), `combines` or `clashes`."""


@dataclass(frozen=True)
class DeskRow:
    """One contribution waiting for a coordinator."""

    summary: ContributionSummary
    badge: str
    """`clean`, `combines`, `clashes`; `none` where no text is proposed."""
    passage: str
    """The first words of what it is about."""
    block: BlockView | None
    """The first block it stands in, in the text in force; None for whole documents and gone paragraphs."""
    whole: bool
    """Whether it is about the whole document."""
    meetings: tuple[Meeting, ...] = ()
    """The other proposals that wait on the same passage."""
    stood: tuple[Stood, ...] = ()
    """Who takes which position on it."""
    asks: bool = False
    """Whether its author and the coordinators are asked if it is still valid."""
    alternatives: int = 1
    """How many proposals that meet each other wait on this block, it included."""

    @property
    def place(self) -> tuple[DocumentPath, BlockId | None, bool]:
        """What rows on one passage have in common."""
        return self.summary.document, self.block.id if self.block else None, self.whole


@dataclass(frozen=True)
class Attributed:
    """One changed block of a combined text, with the proposal that changes it."""

    change: Change
    proposal: ContributionSummary | None


@dataclass(frozen=True)
class TogetherText:
    """What several proposals together would make of one document."""

    document: DocumentSummary
    language: str
    direction: str
    changes: tuple[Attributed, ...]


@dataclass(frozen=True)
class Together:
    """What accepting several proposals, one after the other, would do now."""

    proposals: tuple[ContributionSummary, ...]
    """In the order in which they would be accepted."""
    seen_main: CommitId
    texts: tuple[TogetherText, ...]
    misfit: str
    """Names the first one that cannot be accepted after the others, with the reason; empty where all can."""
    unfit: int | None
    """Its number."""
