"""What the use cases hand to pages and API: frozen, ready to show, nothing lazy."""

from __future__ import annotations

from dataclasses import dataclass

from wgec_living.domain.comparison import Change
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act
from wgec_living.domain.summaries import (
    ContributionSummary,
    DocumentSummary,
    Page,
    RevisionSummary,
    Thread,
    ThreadEvent,
)
from wgec_living.rendering import RenderedDocument as RenderedDocument
from wgec_living.rendering import Slot as Slot


@dataclass(frozen=True)
class BlockView:
    """One block of a revision as a page shows it."""

    id: BlockId
    number: int | None
    """The paragraph number printed in the margin; None for headings and table heads."""
    kind: str
    first_line: int
    last_line: int
    text: str
    level: int
    contributions: int
    """All contributions ever anchored to it."""
    open: int
    """Those that still wait for a decision."""


@dataclass(frozen=True)
class Home:
    """The first page: the texts, what is going on, who takes part."""

    documents: tuple[DocumentSummary, ...]
    recent: tuple[ContributionSummary, ...]
    by_status: dict[str, int]
    by_group: dict[str, int]


@dataclass(frozen=True)
class DocumentView:
    """One revision of a document, laid out, with the counts of contributions at each block."""

    summary: DocumentSummary
    revision: RevisionSummary
    title: str
    language: str
    direction: str
    source: str
    blocks: tuple[BlockView | None, ...]
    """One for each block the splitter found, in its order; None for hidden definitions."""
    rendered: RenderedDocument
    whole: Page[ContributionSummary]
    """The newest contributions on the document as a whole, and how many there are."""
    gone: Page[ContributionSummary]
    """The newest contributions on paragraphs that the text in force no longer has; none for an older revision."""

    @property
    def newest(self) -> bool:
        """Whether this is the text in force."""
        return self.revision.number == self.summary.revision


@dataclass(frozen=True)
class PassageView:
    """One block, wherever it stands or stood last, with the contributions on it."""

    summary: DocumentSummary
    block: BlockView
    revision: RevisionSummary
    """The newest revision that has the block."""
    present: bool
    """Whether the text in force still has it."""
    html: str
    language: str
    direction: str
    contributions: tuple[ContributionSummary, ...]


@dataclass(frozen=True)
class ComparisonView:
    """Two revisions of one document compared."""

    summary: DocumentSummary
    older: RevisionSummary
    newer: RevisionSummary
    language: str
    direction: str
    changes: tuple[Change, ...]
    """Every block of both in reading order, unchanged ones included (kind `same`)."""
    between: tuple[RevisionSummary, ...]
    """The revisions after `older` up to `newer`, oldest first; at most 100."""


@dataclass(frozen=True)
class Entry:
    """One event of a thread, ready to show."""

    item: ThreadEvent
    html: str
    """The body, rendered and safe."""
    changes: tuple[Change, ...]
    """For a proposal or revised text: the changed blocks against its base; else empty."""
    base_revision: int | None
    """The revision that `changes` compares with."""


@dataclass(frozen=True)
class ContributionView:
    """A contribution with its whole thread, what it is about and what the reader may do."""

    thread: Thread
    document: DocumentSummary
    base: RevisionSummary
    target: tuple[BlockView, ...]
    """The blocks it is about, as they stood in the base revision."""
    target_html: str
    language: str
    direction: str
    entries: tuple[Entry, ...]
    decision: ThreadEvent | None
    """The decision in force (a final one, or the last deferral)."""
    result: RevisionSummary | None
    """The revision that an acceptance made."""
    may: frozenset[Act]


@dataclass(frozen=True)
class Target:
    """What somebody is about to comment on or change: shown on the form and sent back with it."""

    document: DocumentSummary
    revision: RevisionSummary
    base: CommitId
    blocks: tuple[BlockView, ...]
    """Empty: the whole document."""
    text: str
    """The source of the target, as the editor is filled; the whole source for the whole document."""
    html: str
    language: str
    direction: str
    pending: tuple[ContributionSummary, ...]
    """Undecided proposals on the same blocks, to be read first."""


@dataclass(frozen=True)
class Receipt:
    """The answer to a submission: it is on record."""

    number: int
    commit: CommitId
    document: DocumentPath
    status: str
    dry_run: str | None
    """`clean`, `combines` or `clashes` for a proposal against the text in force; None otherwise."""
    repeated: bool = False
    """The same sending had arrived before; nothing new was made."""


@dataclass(frozen=True)
class Revision:
    """What the form for a revised text is filled with."""

    contribution: ContributionSummary
    document: DocumentSummary
    base: CommitId
    """The commit of the text in force, which the revised text will be written on."""
    blocks: tuple[BlockView, ...]
    """The target in the text in force; empty where the whole text is to be edited."""
    text: str
    """The words proposed so far: of the target, or of the whole document."""
    whole: bool


@dataclass(frozen=True)
class Conflict:
    """One place where a proposal and the text in force changed the same block."""

    block: BlockId | None
    base: str
    ours: str
    """The words in force."""
    theirs: str
    """The words proposed."""


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


@dataclass(frozen=True)
class Outcome:
    """The answer to a decision: it is on record."""

    number: int
    commit: CommitId
    disposition: str
    revision: int | None
    """The new revision of the document, where the text changed."""


@dataclass(frozen=True)
class DeskRow:
    """One contribution waiting for a coordinator."""

    summary: ContributionSummary
    badge: str
    """`clean`, `combines`, `clashes`; `none` where no text is proposed."""
    passage: str
    """The first words of what it is about."""
    number: int | None
    """The paragraph number in the text in force; None for headings, whole documents and gone paragraphs."""


@dataclass(frozen=True)
class MineRow:
    """One of a contributor's own contributions."""

    summary: ContributionSummary
    reason: str
    """The public reason of the decision, if one was made."""
    decided_by: str
    changed: bool
    """The text under it changed since, or is gone."""


@dataclass(frozen=True)
class Invited:
    """An invitation with the link to pass on, shown once."""

    address: str
    name: str
    link: str


@dataclass(frozen=True)
class SignedInPerson:
    """Who is signed in: the person of the roster, or somebody who still has to confirm their name."""

    account: int
    address: str
    person: Person | None
    session: int
