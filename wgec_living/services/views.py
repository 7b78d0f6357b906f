"""What the use cases hand to pages and API: frozen, ready to show, nothing lazy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wgec_living.domain.comparison import Change, Changes
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act
from wgec_living.domain.positions import Stood
from wgec_living.domain.summaries import (
    ContributionSummary,
    DocumentSummary,
    Page,
    RevisionSummary,
    Thread,
    ThreadEvent,
)
from wgec_living.rendering import RenderedDocument as RenderedDocument
from wgec_living.rendering import RenderedUnit as RenderedUnit
from wgec_living.rendering import Slot as Slot

from .answered import Answered, Background
from .present_places import PresentPlace
from .reporting import Report


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
    contributions: int | None
    """All contributions ever anchored to it; None: not told here."""
    open: int
    """Those that still wait for a decision."""


@dataclass(frozen=True)
class Home:
    """The first page: the texts, what is going on, who takes part."""

    documents: tuple[DocumentSummary, ...]
    recent: tuple[ContributionSummary, ...]
    report: Report
    """The figures on all contributions."""


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
class ComparisonView:
    """Two revisions of one document compared."""

    summary: DocumentSummary
    older: RevisionSummary
    newer: RevisionSummary
    language: str
    direction: str
    changes: Changes
    """Every block of both in reading order, unchanged ones included (kind `same`)."""
    between: tuple[RevisionSummary, ...]
    """The revisions after `older` up to `newer`, oldest first; at most 100."""
    brought: Mapping[tuple[tuple[int, ...], tuple[int, ...]], tuple[int, ...]] | None
    """For each change, by its `olds` and `news`, the numbers of the revisions that touched it; None where there are
    too many revisions, or too long ones, to look through."""
    answered: Mapping[tuple[tuple[int, ...], tuple[int, ...]], tuple[Answered, ...]]
    """For each change that answers comments, by its `olds` and `news`, these comments."""
    behind: Mapping[int, Background]
    """What the record has about why each of the revisions between came, by number."""

    @property
    def revisions(self) -> Mapping[int, RevisionSummary]:
        """The revisions between by their numbers."""
        return {revision.number: revision for revision in self.between}


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
    titled: bool
    """Whether its author gave it a title; else that is the beginning of what it says."""
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
    taken_back: RevisionSummary | None
    """The revision that took its change out of the text again."""
    may: frozenset[Act]
    place: PresentPlace
    """Where its passage stands in the text in force."""
    present: tuple[BlockView, ...]
    """The blocks it stands in there, as they stand now."""
    asked: bool
    """Whether its author and the coordinators are asked if it is still valid."""
    positions: tuple[ThreadEvent, ...]
    """The newest position of each person who took one on it, in the order taken."""
    stood: tuple[Stood, ...]
    """The same counted, by stakeholder group."""


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
    under: int
    """Where the first block is a heading: how many blocks belong to it."""
    columns: tuple[str, ...]
    """The names of the columns, where the target is one row of a table; else none."""


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
class Outcome:
    """The answer to a decision: it is on record."""

    number: int
    commit: CommitId
    disposition: str
    revision: int | None
    """The new revision of the document, where the text changed."""


@dataclass(frozen=True)
class MineRow:
    """One of a contributor's own contributions."""

    summary: ContributionSummary
    reason: str
    """The public reason of the decision, if one was made."""
    decided_by: str
    since: str
    """`text changed` or `text gone` where its author is asked if it is still valid; else empty."""
    taken_back: int | None
    """The contribution by which its change was taken out of the text again."""


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
