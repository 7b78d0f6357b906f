"""Contributions: the register, each one with its thread, and what contributors send."""

from __future__ import annotations

from typing import Any

from flask import Response

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.events import ChangeType, Kind, Stance
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath, parse_block_id
from wgec_living.domain.people import Person
from wgec_living.domain.reporting import Arrangement
from wgec_living.services import contributing, listing, reading, restating, revising, targets
from wgec_living.services.contributing import Submission
from wgec_living.services.targets import Quoted
from wgec_living.services.views import Receipt

from ..current import site
from ..paging import page_argument
from . import answers_thread, examples, sending
from .answering import answer, page_shape, per_page_argument
from .bodies import commit_sent
from .callers import idempotency_key, idempotency_key_of
from .calls import CHECKING_ERRORS, PAGING, Calls
from .detail import contribution_shape
from .filters import AS_OF, FILTERS, ORDER, asked, chosen_filter
from .shapes import contribution_address, contribution_row, event_shape, page_address, receipt_shape

calls = Calls("api-contributions", "Contributions: reading them is open to everybody, sending needs a token.")


@calls.get(
    "/contributions",
    answers_thread.ContributionList,
    examples.CONTRIBUTIONS,
    (*FILTERS, AS_OF, ORDER, *PAGING),
    CHECKING_ERRORS,
)
def list_contributions() -> Response:
    """List the contributions, newest first or in another order; a filter that nothing fits gives none."""
    names = tuple(each["name"] for each in (*FILTERS, AS_OF, ORDER))
    given = asked(names)
    arrangement = Arrangement(given["order"] or Arrangement.NUMBER)
    page = listing.summaries(
        site(), chosen_filter(as_of=given["as_of"]), arrangement, page_argument(), per_page_argument()
    )
    return answer(page_shape(page, contribution_row, "api-contributions.list_contributions", given))


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
        quoted=_quoted(target),
        title=body.get("title", ""),
        text=body.get("text"),
        replacement=body.get("replacement"),
        change_type=ChangeType(change) if change else ChangeType.SUBSTANTIVE,
        stance=Stance(stance) if stance else None,
        key=idempotency_key(),
        supersedes=body.get("supersedes"),
    )
    return _begun(actor, sent, target)


def _blocks(path: DocumentPath, target: dict[str, Any], base: CommitId) -> tuple[BlockId, ...]:
    """Return the blocks that a target names, those of a section among them."""
    if "section" in target:
        return targets.section_of(site(), path, parse_block_id(target["section"]), base)
    return tuple(parse_block_id(name) for name in target.get("blocks", []))


def _field_of(target: dict[str, Any]) -> str:
    return "target.section" if "section" in target else "target.blocks"


def _begun(actor: Person, sent: Submission, target: dict[str, Any]) -> Response:
    try:
        names = _blocks(sent.document, target, sent.base)
        receipt: Receipt = contributing.submit(site(), actor, Submission(**{**vars(sent), "blocks": names}))
    except Invalid as trouble:
        if "base" in trouble.fields:
            reading.revision_at(site(), sent.document)  # An unknown document is no mistake in the body: 404.
        raise
    except NotFound as trouble:
        raise Invalid(
            "The passage this is about is not known.",
            {_field_of(target): "Not all of it stands in the revision at “base”."},
        ) from trouble
    return answer(receipt_shape(receipt), 201, contribution_address(receipt.number))


@calls.post(
    "/contributions/<count:number>/positions",
    sending.PositionSent,
    answers_thread.EventReceipt,
    sent=examples.POSITION_SENT,
    example=examples.POSITION_RECEIPT,
)
def create_position(number: int, actor: Person, body: dict[str, Any]) -> Response:
    """Say how you stand on a contribution that waits for a decision; your newest position counts."""
    key = idempotency_key_of("position", number)
    stance = Stance(body["position"])
    return _followed(
        number, contributing.take_position(site(), actor, number, stance, body.get("body", ""), key)
    )


@calls.post(
    "/contributions/<count:number>/anchors",
    sending.AnchorSent,
    answers_thread.EventReceipt,
    sent=examples.ANCHOR_SENT,
    example=examples.ANCHOR_RECEIPT,
)
def create_anchor(number: int, actor: Person, body: dict[str, Any]) -> Response:
    """Say that a contribution is still valid where it stands, or where it belongs now that the text changed."""
    key, base, said = idempotency_key_of("anchor", number), commit_sent(body["base"]), body.get("body", "")
    target = body.get("target")
    if target is None:
        return _followed(number, restating.confirm(site(), actor, number, base=base, body=said, key=key))
    path = restating.document_of(site(), number)
    try:
        blocks = _blocks(path, target, base)
    except NotFound as trouble:
        raise Invalid(
            "There is no such paragraph.", {_field_of(target): "There is no such passage."}
        ) from trouble
    return _followed(
        number,
        restating.move(
            site(), actor, number, base=base, blocks=blocks, quoted=_quoted(target), body=said, key=key
        ),
    )


def _quoted(target: dict[str, Any]) -> Quoted:
    return Quoted(**{name: target[name] for name in target if name not in ("blocks", "section", "document")})


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
    entry = reading.entry(site(), number, commit)
    shape = {"number": number, "url": page_address(number), **event_shape(entry)}
    return answer(shape, 201, contribution_address(number))
