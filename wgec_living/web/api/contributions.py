"""Contributions: the register, each one with its thread, and what contributors send."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.events import ChangeType, Kind, Stance
from wgec_living.domain.identifiers import CommitId, DocumentPath, parse_block_id
from wgec_living.domain.people import Person
from wgec_living.domain.standing import Status
from wgec_living.domain.summaries import ContributionFilter
from wgec_living.services import contributing, reading, revising
from wgec_living.services.contributing import Submission
from wgec_living.services.targets import Quoted
from wgec_living.services.views import Receipt

from ..current import site
from ..paging import page_argument
from . import answers_thread, examples, sending
from .answering import answer, page_shape, per_page_argument
from .bodies import commit_sent
from .callers import idempotency_key, idempotency_key_of
from .calls import CHECKING_ERRORS, PAGING, Calls, query
from .detail import contribution_shape
from .shapes import contribution_address, contribution_row, event_shape, page_address, receipt_shape

calls = Calls("api-contributions", "Contributions: reading them is open to everybody, sending needs a token.")
TEXT = {"type": "string"}
FILTERS = (
    query("document", "Only on this document.", TEXT, "mapping"),
    query("kind", "Only of this kind.", {"type": "string", "enum": sending.KINDS}, "proposal"),
    query("status", "Only in this state.", {"type": "string", "enum": [*Status]}, "open"),
    query("handle", "Only by this person.", TEXT, "ana-example"),
    query("group", "Only from this stakeholder group, by name or slug.", TEXT, "civil-society"),
    query("block", "Only on this block.", TEXT, "1-12"),
)


@calls.get(
    "/contributions",
    answers_thread.ContributionList,
    examples.CONTRIBUTIONS,
    (*FILTERS, *PAGING),
    CHECKING_ERRORS,
)
def list_contributions() -> Response:
    """List the contributions, newest first; a filter that nothing answers to gives an empty list."""
    asked = {each["name"]: request.args.get(each["name"]) or None for each in FILTERS}
    for name, known in (("kind", sending.KINDS), ("status", [*Status])):
        if asked[name] is not None and asked[name] not in known:
            raise Invalid("This filter is not known.", {name: f"Choose one of: {', '.join(known)}."})
    slugs = {group.slug: group.name for group in site().settings.groups}
    chosen = ContributionFilter(**{**asked, "group": slugs.get(asked["group"] or "", asked["group"])})
    page = reading.contributions(site(), chosen, page_argument(), per_page_argument())
    return answer(page_shape(page, contribution_row, "api-contributions.list_contributions", asked))


@calls.get("/contributions/<count:number>", answers_thread.Contribution, examples.CONTRIBUTION)
def read_contribution(number: int) -> Response:
    """Read a contribution with everything said and decided on it."""
    return answer(contribution_shape(site(), reading.contribution(site(), number)))


@calls.post(
    "/documents/<document:path>/contributions",
    sending.ContributionSent,
    answers_thread.Receipt,
    sent=examples.CONTRIBUTION_SENT,
    example=examples.RECEIPT,
)
def create_contribution(path: DocumentPath, actor: Person, body: dict[str, Any]) -> Response:
    """Send a comment, a proposal or a position."""
    target = body["target"]
    kind, stance, change = Kind(body["kind"]), body.get("position"), body.get("type")
    sent = Submission(
        kind=kind,
        document=path,
        base=commit_sent(body["base"]),
        body=body["body"],
        quoted=Quoted(**{name: target[name] for name in target if name not in ("blocks", "document")}),
        title=body.get("title", ""),
        text=body.get("text"),
        replacement=body.get("replacement"),
        change_type=ChangeType(change) if change else ChangeType.SUBSTANTIVE,
        stance=Stance(stance) if stance else None,
        key=idempotency_key(),
        supersedes=body.get("supersedes"),
    )
    return _begun(actor, sent, target.get("blocks", []))


def _begun(actor: Person, sent: Submission, blocks: list[str]) -> Response:
    try:
        names = tuple(parse_block_id(name) for name in blocks)
        receipt: Receipt = contributing.submit(site(), actor, Submission(**{**vars(sent), "blocks": names}))
    except Invalid as trouble:
        if "base" in trouble.fields:
            reading.revision_at(site(), sent.document)  # An unknown document is no mistake in the body: 404.
        raise
    except NotFound as trouble:
        raise Invalid(
            "The passage this is about is not known.",
            {"target.blocks": "Not every one of these stands in the revision at “base”."},
        ) from trouble
    return answer(receipt_shape(receipt), 201, contribution_address(receipt.number))


@calls.post(
    "/contributions/<count:number>/positions",
    sending.PositionSent,
    answers_thread.Receipt,
    sent=examples.POSITION_SENT,
    example=examples.POSITION_RECEIPT,
)
def create_position(number: int, actor: Person, body: dict[str, Any]) -> Response:
    """State a position on what a contribution is about; it is a contribution of its own."""
    view = reading.contribution(site(), number)
    summary, words = view.thread.summary, view.thread.anchor
    quoted = (
        Quoted(words.quotation, words.prefix, words.suffix, words.start, words.end) if words else Quoted()
    )
    sent = Submission(
        kind=Kind.POSITION,
        document=summary.document,
        base=summary.base,
        body=body["body"],
        quoted=quoted,
        stance=Stance(body["position"]),
        key=idempotency_key_of("position", number),
    )
    return _begun(actor, sent, list(summary.blocks))


@calls.post(
    "/contributions/<count:number>/replies",
    sending.ReplySent,
    answers_thread.EventReceipt,
    sent=examples.REPLY_SENT,
    example=examples.EVENT_RECEIPT,
)
def create_reply(number: int, actor: Person, body: dict[str, Any]) -> Response:
    """Reply in the thread of a contribution."""
    to = body.get("in_reply_to")
    key = idempotency_key_of("reply", number)
    commit = contributing.reply(
        site(), actor, number, body["body"], None if to is None else commit_sent(to), key
    )
    return _followed(number, commit)


@calls.post(
    "/contributions/<count:number>/revised-text",
    sending.RevisedTextSent,
    answers_thread.EventReceipt,
    sent=examples.REVISED_TEXT_SENT,
    example=examples.EVENT_RECEIPT,
)
def create_revised_text(number: int, actor: Person, body: dict[str, Any]) -> Response:
    """Send a revised text of one's own proposal."""
    commit = revising.revise(
        site(),
        actor,
        number,
        base=commit_sent(body["base"]),
        body=body["body"],
        text=body.get("text"),
        replacement=body.get("replacement"),
        key=idempotency_key_of("revised-text", number),
    )
    return _followed(number, commit)


@calls.post(
    "/contributions/<count:number>/withdrawal",
    sending.WithdrawalSent,
    answers_thread.EventReceipt,
    sent=examples.WITHDRAWAL_SENT,
    example=examples.EVENT_RECEIPT,
)
def create_withdrawal(number: int, actor: Person, body: dict[str, Any]) -> Response:
    """Withdraw one's own contribution; everything said stays readable."""
    key = idempotency_key_of("withdrawal", number)
    return _followed(number, contributing.withdraw(site(), actor, number, body.get("body", ""), key))


def _followed(number: int, commit: CommitId) -> Response:
    entries = reading.contribution(site(), number).entries
    entry = next(entry for entry in entries if entry.item.commit == commit)
    shape = {"number": number, "url": page_address(number), **event_shape(entry)}
    return answer(shape, 201, contribution_address(number))
