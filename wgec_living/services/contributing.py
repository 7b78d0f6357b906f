"""What a contributor does: comment, propose, reply, withdraw."""

from __future__ import annotations

from dataclasses import dataclass, field

from wgec_living.domain.errors import Invalid, NotFound, both
from wgec_living.domain.events import ChangeType, Event, Kind, Stance
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath, branch_of
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require
from wgec_living.domain.placing import Side
from wgec_living.domain.standing import Status
from wgec_living.domain.summaries import RevisionSummary
from wgec_living.domain.text import clean_line, clean_words, title_from
from wgec_living.store.record import document_file

from .dry_run import first_dry_run
from .passages import block_views, named_blocks, source_of
from .proposing import Wanted, proposed
from .recording import Recorder, idempotency_of, recording, require_same
from .site import Site
from .targets import Quoted, anchor, base_revision, span
from .views import Receipt

SAID = (
    *("kind", "title", "document", "lines", "anchor"),
    *("change_type", "stance", "supersedes", "takes_back"),
)
"""What makes a contribution sent twice the same, with its body and text."""
FOLLOWED = ("kind", "in_reply_to", "stance", "lines", "anchor", "base")
"""The same for what follows on a contribution."""
ACTS = {Kind.COMMENT: Act.COMMENT, Kind.PROPOSAL: Act.PROPOSE, Kind.POSITION: Act.STATE_POSITION}


@dataclass(frozen=True)
class Submission:
    """A contribution as it is sent."""

    kind: Kind
    document: DocumentPath
    base: CommitId
    """The commit of `main` that the sender had before their eyes."""
    body: str
    blocks: tuple[BlockId, ...] = ()
    """The target; none: the whole document."""
    quoted: Quoted = field(default_factory=Quoted)
    title: str = ""
    text: str | None = None
    """For a proposal: the whole new source…"""
    replacement: str | None = None
    """…or what should stand in place of the target blocks."""
    remove: bool = False
    """…or that the target blocks should go."""
    side: Side | None = None
    """With `replacement`: it is put in on this side of the target; with `beside`: the side of that block."""
    beside: BlockId | None = None
    """The target is to be moved beside this block."""
    change_type: ChangeType = ChangeType.SUBSTANTIVE
    stance: Stance | None = None
    key: str | None = None
    supersedes: int | None = None
    takes_back: int | None = None


def submit(site: Site, actor: Person | None, sent: Submission) -> Receipt:
    """Put a contribution on record; the same `key` again gives the same receipt and no second contribution."""
    person = require(actor, ACTS[sent.kind])
    event, text = prepared(site, person, sent)
    return _begin(site, person, event, sent.document, sent.base, text)


def prepared(site: Site, person: Person, sent: Submission) -> tuple[Event, str | None]:
    """Return the event that `sent` would become and, for a proposal, the whole new text; nothing is written."""
    revision = base_revision(site, sent.document, sent.base)
    chosen = named_blocks(site, revision, sent.blocks)
    words, blocks = anchor(chosen, sent.quoted)
    lines = span(blocks) if blocks else None
    silent = sent.kind is Kind.POSITION and sent.stance is not Stance.OBJECT
    body, text = both(
        lambda: clean_words(sent.body, "body", required=not silent),
        lambda: _proposed_text(site, sent, revision) if sent.kind is Kind.PROPOSAL else None,
    )
    if sent.kind is Kind.POSITION and sent.stance is None:
        raise Invalid("Which position?", {"position": "Please choose a position."})
    event = Event(
        kind=sent.kind,
        title=clean_line(sent.title, "title") or title_from(body) or _said(sent.stance or sent.kind),
        body=body,
        speaker=Recorder.speaker(person),
        at=0,
        document=sent.document,
        lines=lines,
        anchor=words,
        change_type=sent.change_type if sent.kind is Kind.PROPOSAL else None,
        stance=sent.stance if sent.kind is Kind.POSITION else None,
        idempotency=idempotency_of(person.handle, sent.key),
        supersedes=_known(site, sent.supersedes, "supersedes"),
        takes_back=sent.takes_back,
    )
    return event, text


def _said(word: Kind | Stance) -> str:
    return word.value.replace("-", " ").capitalize()


def _proposed_text(site: Site, sent: Submission, revision: RevisionSummary) -> str:
    wanted = Wanted(sent.blocks, sent.text, sent.replacement, sent.remove, sent.beside, sent.side)
    views = block_views(site, revision, counted=False) if sent.blocks else ()
    return proposed(wanted, source_of(site, revision.blob), views)


def _known(site: Site, number: int | None, name: str) -> int | None:
    if number is not None:
        try:
            site.index.register.summary(number)
        except NotFound:
            raise Invalid("A contribution is named that does not exist.", {name: "Unknown number."}) from None
    return number


def _begin(
    site: Site, person: Person, event: Event, document: DocumentPath, base: CommitId, text: str | None
) -> Receipt:
    with recording(site) as recorder:
        sent_before = recorder.sent_before(event.idempotency)
        if sent_before is not None and sent_before[1] is not None:
            said = {name: getattr(event, name) for name in SAID}
            require_same(site, sent_before[0], said, event.body, text)
            return _receipt_again(site, sent_before[0], sent_before[1], document)
        event = event._replace(speaker=recorder.permit(person, ACTS[event.kind]))
        tree = site.record.commit(base).tree
        if text is not None:
            tree = recorder.writer.tree_with(tree, {document_file(document): text.encode()})
        number = recorder.next_number()
        event = event._replace(contribution=number, at=site.clock())
        commit = recorder.put(branch_of(number), None, event, tree, (base,))
    # The index is not asked for what is known here: it is on record even where the index fell behind.
    badge = first_dry_run(site, document, base, commit.id) if text is not None else None
    return Receipt(number, commit.id, document, Status.OPEN.value, badge)


def _receipt_again(site: Site, first: CommitId, number: int, document: DocumentPath) -> Receipt:
    """Return the receipt that was given when `first` was put on record, whatever became of it since."""
    commit = site.record.commit(first)
    badge = None
    if site.index.register.summary(number).kind == Kind.PROPOSAL:
        badge = first_dry_run(site, document, commit.parents[0], first, commit.committer.at)
    return Receipt(number, first, document, Status.OPEN.value, badge, repeated=True)


def reply(
    site: Site,
    actor: Person | None,
    number: int,
    body: str,
    in_reply_to: CommitId | None = None,
    key: str | None = None,
) -> CommitId:
    """Put a reply on record and return its commit."""
    event = follow_up(actor, Kind.REPLY, clean_words(body, "body"), key)
    if in_reply_to is not None:
        known = {item.commit for item in site.index.register.thread(number).events}
        if in_reply_to not in known:
            raise Invalid(
                "It is not clear what this answers.", {"in_reply_to": "Not an event of this thread."}
            )
    return follow(site, actor, Act.REPLY, number, event._replace(in_reply_to=in_reply_to))


def withdraw(
    site: Site, actor: Person | None, number: int, body: str = "", key: str | None = None
) -> CommitId:
    """Put the author's withdrawal on record and return its commit; everything said stays readable."""
    event = follow_up(actor, Kind.WITHDRAWAL, clean_words(body, "body", required=False), key)
    return follow(site, actor, Act.WITHDRAW, number, event)


def follow_up(actor: Person | None, kind: Kind, body: str, key: str | None) -> Event:
    """Return the beginnings of an event on an existing contribution, its title taken from its body."""
    person = require(actor, Act.COMMENT)
    title = title_from(body) or kind.value.replace("-", " ").capitalize()
    speaker = Recorder.speaker(person)
    return Event(kind, title, body, speaker, 0, idempotency=idempotency_of(person.handle, key))


def take_position(
    site: Site, actor: Person | None, number: int, stance: Stance | None, body: str, key: str | None = None
) -> CommitId:
    """Put on record how a person stands on a contribution, and return the commit; their newest position counts.

    Whoever objects says why; other positions may stand without a reason.
    """
    if stance is None:
        raise Invalid("Which position?", {"position": "Please choose a position."})
    words = clean_words(body, "body", required=stance is Stance.OBJECT)
    event = follow_up(actor, Kind.POSITION, words, key)
    document = site.index.register.summary(number).document
    title = title_from(words) or _said(stance)
    event = event._replace(title=title, stance=stance, document=document)
    return follow(site, actor, Act.TAKE_POSITION, number, event)


def follow(site: Site, actor: Person | None, act: Act, number: int, event: Event) -> CommitId:
    """Put an event that changes no text on a contribution's branch, if the person may do `act`; return its commit."""
    person = require(actor, Act.COMMENT)
    with recording(site, branch_of(number)) as recorder:
        sent_before = recorder.sent_before(event.idempotency)
        if sent_before is not None:
            said = {name: getattr(event, name) for name in FOLLOWED}
            require_same(site, sent_before[0], {**said, "contribution": number}, event.body)
            return sent_before[0]
        summary = site.index.register.summary(number)
        speaker = recorder.permit(person, act, summary)
        event = event._replace(contribution=number, speaker=speaker, at=site.clock())
        tree = site.record.commit(summary.tip).tree
        return recorder.put(branch_of(number), summary.tip, event, tree, (summary.tip,)).id
