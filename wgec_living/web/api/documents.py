"""Documents, their revisions and what changed between them."""

from __future__ import annotations

from flask import Response, request

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.identifiers import CommitId, DocumentPath, parse_commit_id
from wgec_living.domain.summaries import Page
from wgec_living.services import reading

from ..current import site
from ..paging import count_argument, page_argument, require_page
from . import answers, examples
from .answering import answer, json_bytes, page_shape, per_page_argument
from .calls import CHECKING_ERRORS, PAGING, Calls, query
from .comparing import comparison_shape
from .shapes import document_row, document_shape, revision_shape

calls = Calls("api-documents", "Documents as they stand and as they stood; open to everybody.")
COUNT = {"type": "integer", "minimum": 1}
WHICH = ("revision", "commit", "as_of")
_BODIES: BoundedCache[tuple[DocumentPath, CommitId], bytes] = BoundedCache(24 << 20, len)
"""Revisions as they are answered. A commit settles every word of it: nothing said later changes the answer."""


@calls.get("/documents", answers.DocumentList, examples.DOCUMENTS, PAGING, CHECKING_ERRORS)
def list_documents() -> Response:
    """List the documents, by title."""
    number, per_page = page_argument(), per_page_argument()
    rows = reading.documents(site())
    page = Page(rows[(number - 1) * per_page : number * per_page], len(rows), number, per_page)
    require_page(page)
    return answer(page_shape(page, document_row, "api-documents.list_documents", {}))


@calls.get(
    "/documents/<document:path>",
    answers.Document,
    examples.DOCUMENT,
    (
        query("revision", "A revision by its number.", COUNT, 3),
        query("commit", "…or the one in force after a commit.", {"type": "string"}, examples.COMMIT),
        query("as_of", "…or at the end of a day, UTC.", {"type": "string", "format": "date"}, "2026-11-23"),
    ),
    CHECKING_ERRORS,
)
def read_document(path: DocumentPath) -> Response:
    """Read a revision of a document; the newest unless another is asked for."""
    asked = [name for name in WHICH if name in request.args]
    if len(asked) > 1:
        raise Invalid(
            "One revision at a time.", {name: "Ask by one of revision, commit and as_of." for name in asked}
        )
    commit = request.args.get("commit")
    revision = reading.revision_at(
        site(),
        path,
        number=count_argument("revision", "revision"),
        commit=None if commit is None else parse_commit_id(commit),
        as_of=request.args.get("as_of"),
    )
    key = (path, revision.commit)
    body = _BODIES.get(key)
    if body is None:
        view = reading.document(site(), path, revision.number)
        body = json_bytes(document_shape(view))
        if not any(unit.complex for unit in view.rendered.units):
            # What was too much for a busy moment may be laid out in a calmer one.
            _BODIES.put(key, body)
    return Response(body, content_type="application/json")


@calls.get(
    "/documents/<document:path>/revisions",
    answers.RevisionList,
    examples.REVISIONS,
    PAGING,
    CHECKING_ERRORS,
)
def list_revisions(path: DocumentPath) -> Response:
    """List the revisions of a document, newest first."""
    page = reading.revisions(site(), path, page_argument(), per_page_argument())
    return answer(page_shape(page, revision_shape, "api-documents.list_revisions", {"path": path}))


@calls.get(
    "/documents/<document:path>/comparison",
    answers.Comparison,
    examples.COMPARISON,
    (
        {**query("from", "The older revision's number.", COUNT, 1), "required": True},
        {**query("to", "The newer revision's number.", COUNT, 3), "required": True},
    ),
    CHECKING_ERRORS,
)
def compare_revisions(path: DocumentPath) -> Response:
    """Compare two revisions of a document, block by block and word by word."""
    missing = [name for name in ("from", "to") if name not in request.args]
    if missing:
        raise Invalid("Say which two revisions.", {name: "Give a revision's number." for name in missing})
    older, newer = count_argument("from", "revision"), count_argument("to", "revision")
    if older is None or newer is None:
        raise NotFound
    return answer(comparison_shape(site(), reading.compare(site(), path, older, newer)))
