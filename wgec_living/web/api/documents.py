"""Documents, their revisions and what changed between them."""

from __future__ import annotations

from flask import Response, request

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.errors import Invalid
from wgec_living.domain.identifiers import CommitId, DocumentPath, parse_commit_id
from wgec_living.domain.points import AtRevision
from wgec_living.domain.summaries import Page
from wgec_living.services import points, provenance, reading

from ..current import site
from ..paging import page_argument, require_page
from ..points import asked_point
from . import answers, examples
from .answering import answer, json_bytes, page_shape, per_page_argument
from .calls import CHECKING_ERRORS, PAGING, Calls, query
from .comparing import comparison_shape
from .originating import provenance_json
from .shapes import document_row, document_shape, revision_shape

calls = Calls("api-documents", "Documents as they stand and as they stood; open to everybody.")
POINT = "a revision's number, `edition-1`, a day as `2026-11-24`, or `now`."
COUNT = {"type": "integer", "minimum": 1}
_BODIES: BoundedCache[tuple[DocumentPath, CommitId], bytes] = BoundedCache(24 << 20, len)
"""Revisions as they are answered. A commit settles every word of it: nothing said later changes the answer."""
_ORIGINS: BoundedCache[tuple[DocumentPath, CommitId], bytes] = BoundedCache(8 << 20, len)
"""The same of who brought their words."""


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
        query("edition", "…or as an edition took it in.", COUNT, 1),
        query("as_of", "…or at the end of a day, UTC.", {"type": "string", "format": "date"}, "2026-11-23"),
    ),
    CHECKING_ERRORS,
)
def read_document(path: DocumentPath) -> Response:
    """Read a revision of a document; the newest unless another is asked for."""
    point = asked_point(path, "as_of", besides=("commit",))
    commit = request.args.get("commit")
    revision = reading.revision_at(
        site(), path, point, commit=None if commit is None else parse_commit_id(commit)
    )
    key = (path, revision.commit)
    body = _BODIES.get(key)
    if body is None:
        view = reading.document(site(), path, AtRevision(revision.number))
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


@calls.get("/documents/<document:path>/revisions/<count:number>", answers.RevisionRow, examples.REVISION)
def read_revision(path: DocumentPath, number: int) -> Response:
    """Read what made one revision of a document: who changed what, who decided, and when."""
    return answer(revision_shape(reading.revision_at(site(), path, AtRevision(number))))


@calls.get(
    "/documents/<document:path>/comparison",
    answers.Comparison,
    examples.COMPARISON,
    (
        {**query("from", f"The older point: {POINT}", {"type": "string"}, "1"), "required": True},
        {**query("to", "The newer point, written alike.", {"type": "string"}, "3"), "required": True},
    ),
    CHECKING_ERRORS,
)
def compare_revisions(path: DocumentPath) -> Response:
    """Compare a document at two points, block by block and word by word; they may be given in either order."""
    missing = [name for name in ("from", "to") if name not in request.args]
    if missing:
        raise Invalid("Say which two points.", {name: f"Give {POINT}" for name in missing})
    points.require_one_document(path, request.args.get("with"))
    (_, older), (_, newer) = (points.named(site(), path, request.args[name]) for name in ("from", "to"))
    return answer(comparison_shape(site(), reading.compare(site(), path, older, newer)))


@calls.get(
    "/documents/<document:path>/provenance",
    answers.Provenance,
    examples.PROVENANCE,
    (
        query("revision", "A revision by its number.", COUNT, 4),
        query("edition", "…or as an edition took it in.", COUNT, 1),
        query("as_of", "…or at the end of a day, UTC.", {"type": "string", "format": "date"}, "2026-11-23"),
    ),
    CHECKING_ERRORS,
)
def read_provenance(path: DocumentPath) -> Response:
    """Say who brought each run of words of a revision; of the newest unless another is asked for."""
    revision = reading.revision_at(site(), path, asked_point(path, "as_of"))
    key = (path, revision.commit)
    body = _ORIGINS.get(key)
    if body is None:
        body = provenance_json(provenance.provenance(site(), revision))
        _ORIGINS.put(key, body)
    return Response(body, content_type="application/json")
