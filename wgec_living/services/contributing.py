"""What a contributor does: comment, propose, reply, withdraw."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.events import ChangeType, Event, Kind, Stance
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath, branch_of
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require
from wgec_living.domain.standing import Status
from wgec_living.domain.text import clean_line, clean_words, title_from
from wgec_living.store.record import document_file

from .dry_run import dry_run
from .passages import block_views, pick, source_of
from .recording import Recorder, idempotency_of, recording
from .site import Site
from .targets import Quoted, anchor, base_revision, new_text, span
from .views import Receipt

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
    change_type: ChangeType = ChangeType.SUBSTANTIVE
    stance: Stance | None = None
    key: str | None = None
    supersedes: int | None = None
    takes_back: int | None = None


def submit(site: Site, actor: Person | None, sent: Submission) -> Receipt:
    """Put a contribution on record; the same `key` again gives the same receipt and no second contribution."""
    person = require(actor, ACTS[sent.kind])
    event, text = prepared(site, person, sent)
    return _begin(site, person, event, sent.base, text)


def prepared(site: Site, person: Person, sent: Submission) -> tuple[Event, str | None]:
    """Return the event that `sent` would become and, for a proposal, the whole new text; nothing is written."""
    revision = base_revision(site, sent.document, sent.base)
    blocks = pick(block_views(site, revision, counted=False), sent.blocks) if sent.blocks else ()
    lines = span(blocks) if blocks else None
    body = clean_words(sent.body, "body")
    text = _text(sent, source_of(site, revision.blob), lines) if sent.kind is Kind.PROPOSAL else None
    if sent.kind is Kind.POSITION and sent.stance is None:
        raise Invalid("Which position?", {"position": "Please choose a position."})
    event = Event(
        kind=sent.kind,
        title=clean_line(sent.title, "title") or title_from(body) or sent.kind.value.capitalize(),
        body=body,
        speaker=Recorder.speaker(person),
        at=0,
        document=sent.document,
        lines=lines,
        anchor=anchor(blocks, sent.quoted),
        change_type=sent.change_type if sent.kind is Kind.PROPOSAL else None,
        stance=sent.stance if sent.kind is Kind.POSITION else None,
        idempotency=idempotency_of(person.handle, sent.key),
        supersedes=_known(site, sent.supersedes, "supersedes"),
        takes_back=sent.takes_back,
    )
    return event, text


def _text(sent: Submission, old: str, lines: tuple[int, int] | None) -> str:
    if sent.remove:
        return new_text(old, lines, "", field="replacement", remove=True)
    if sent.text is not None:
        return new_text(old, None, sent.text, field="text")
    if sent.replacement is None:
        raise Invalid("There is no text.", {"replacement": "Please write the text as it should read."})
    return new_text(old, lines, sent.replacement, field="replacement")


def _known(site: Site, number: int | None, name: str) -> int | None:
    if number is not None:
        try:
            site.index.register.summary(number)
        except NotFound:
            raise Invalid("A contribution is named that does not exist.", {name: "Unknown number."}) from None
    return number


def _begin(site: Site, person: Person, event: Event, base: CommitId, text: str | None) -> Receipt:
    with recording(site) as recorder:
        sent_before = recorder.sent_before(event.idempotency)
        if sent_before is not None and sent_before[1] is not None:
            return _receipt(site, sent_before[1], repeated=True)
        event = replace(event, speaker=recorder.permit(person, ACTS[event.kind]))
        tree = site.record.commit(base).tree
        if text is not None and event.document is not None:
            tree = recorder.writer.tree_with(tree, {document_file(event.document): text.encode()})
        number = recorder.next_number()
        event = replace(event, contribution=number, at=site.clock())
        commit = recorder.put(branch_of(number), None, event, tree, (base,))
    if text is None and event.document is not None:
        # Nothing in the index is asked for what is known here: it is on record even where the index fell behind.
        return Receipt(number, commit.id, event.document, Status.OPEN.value, None)
    return _receipt(site, number)


def _receipt(site: Site, number: int, *, repeated: bool = False) -> Receipt:
    summary = site.index.register.summary(number)
    badge = dry_run(site, summary) if summary.kind == Kind.PROPOSAL else None
    first = site.index.register.first_commit(number)
    return Receipt(number, first, summary.document, summary.status.value, badge, repeated)


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
    return _follow(site, actor, Act.REPLY, number, replace(event, in_reply_to=in_reply_to))


def withdraw(
    site: Site, actor: Person | None, number: int, body: str = "", key: str | None = None
) -> CommitId:
    """Put the author's withdrawal on record and return its commit; everything said stays readable."""
    event = follow_up(actor, Kind.WITHDRAWAL, clean_words(body, "body", required=False), key)
    return _follow(site, actor, Act.WITHDRAW, number, event)


def follow_up(actor: Person | None, kind: Kind, body: str, key: str | None) -> Event:
    """Return the beginnings of an event on an existing contribution, its title taken from its body."""
    person = require(actor, Act.COMMENT)
    title = title_from(body) or kind.value.replace("-", " ").capitalize()
    speaker = Recorder.speaker(person)
    return Event(kind, title, body, speaker, 0, idempotency=idempotency_of(person.handle, key))


def _follow(site: Site, actor: Person | None, act: Act, number: int, event: Event) -> CommitId:
    person = require(actor, Act.COMMENT)
    with recording(site, branch_of(number)) as recorder:
        sent_before = recorder.sent_before(event.idempotency)
        if sent_before is not None:
            return sent_before[0]
        summary = site.index.register.summary(number)
        speaker = recorder.permit(person, act, summary)
        event = replace(event, contribution=number, speaker=speaker, at=site.clock())
        tree = site.record.commit(summary.tip).tree
        return recorder.put(branch_of(number), summary.tip, event, tree, (summary.tip,)).id
