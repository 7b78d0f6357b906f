"""Editions: published states of the documents, and publishing one."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from wgec_living.domain.editions import EditionSummary
from wgec_living.domain.identifiers import parse_document_path
from wgec_living.domain.people import Person
from wgec_living.domain.summaries import Page
from wgec_living.services import editions, publishing
from wgec_living.services.editions import EditionText
from wgec_living.services.publishing import OutdatedEdition, Prospect, Publication

from ..addresses import absolute
from ..current import site
from ..errors import describe
from ..paging import page_argument, require_page
from ..words import machine_time
from . import answers_editions, examples_editions, sending_editions
from .answering import answer, page_shape, per_page_argument
from .bodies import commit_sent
from .callers import idempotency_key
from .calls import CHECKING_ERRORS, PAGING, Calls, query
from .problems import tell
from .shapes import revision_shape, speaker_shape

calls = Calls(
    "api-editions", "Editions: states of the documents published to be cited; coordinators publish."
)


def _outdated(error: OutdatedEdition) -> Response:
    """Return the answer to an edition of something that moved: with what it would be now."""
    return tell(describe(error), prospect=_prospect_shape(error.prospect))


calls.blueprint.register_error_handler(OutdatedEdition, _outdated)


@calls.get("/editions", answers_editions.EditionList, examples_editions.EDITIONS, PAGING, CHECKING_ERRORS)
def list_editions() -> Response:
    """List the editions, newest first."""
    rows, _ = editions.listed(site())
    number, per_page = page_argument(), per_page_argument()
    page = Page(rows[(number - 1) * per_page : number * per_page], len(rows), number, per_page)
    require_page(page)
    return answer(page_shape(page, _row, "api-editions.list_editions", {}))


@calls.get("/editions/<count:number>", answers_editions.Edition, examples_editions.EDITION)
def read_edition(number: int) -> Response:
    """Read an edition: its texts, their checksums, and what changed since the one before."""
    view = editions.edition(site(), number)
    return answer({**_row(view.summary), "texts": [_text_shape(text) for text in view.texts]})


@calls.get(
    "/editions/next",
    answers_editions.Prospect,
    examples_editions.PROSPECT,
    (query("document", "One document instead of all.", {"type": "string"}, "mapping"),),
    CHECKING_ERRORS,
)
def read_next_edition() -> Response:
    """See what an edition published now would hold; nothing is recorded."""
    document = request.args.get("document")
    path = None if document is None else parse_document_path(document)
    return answer(_prospect_shape(publishing.prospect(site(), path)))


@calls.post(
    "/editions",
    sending_editions.EditionSent,
    answers_editions.EditionRow,
    sent=examples_editions.EDITION_SENT,
    example=examples_editions.EDITION_ROW,
)
def create_edition(actor: Person, body: dict[str, Any]) -> Response:
    """Publish an edition, after reading what it would hold; it cannot be taken back."""
    document = body.get("document")
    sent = Publication(
        title=body["title"],
        note=body.get("note", ""),
        number=body["number"],
        seen_main=commit_sent(body["seen_main"]),
        document=document,
        key=idempotency_key(),
    )
    made = publishing.publish(site(), actor, sent)
    return answer(_row(made), 201, f"/api/v1/editions/{made.number}")


def _row(edition: EditionSummary) -> dict[str, Any]:
    return {
        "number": edition.number,
        "title": edition.title,
        "note": edition.note,
        "at": machine_time(edition.at),
        "by": speaker_shape(edition.speaker),
        "document": edition.document,
        "commit": edition.commit,
        "tag": edition.tag,
        "url": absolute(f"/editions/{edition.number}"),
    }


def _text_shape(text: EditionText) -> dict[str, Any]:
    return {
        "path": text.path,
        "title": text.title,
        "language": text.language,
        "revision": text.revision.number,
        "sha256": text.checksum,
        "before": text.before.number if text.before else None,
        "changed": text.changed,
        "changes": [revision_shape(revision) for revision in text.changes],
    }


def _prospect_shape(prospect: Prospect) -> dict[str, Any]:
    return {
        "number": prospect.number,
        "seen_main": prospect.main,
        "document": prospect.document,
        "texts": [_text_shape(text) for text in prospect.texts],
    }
