"""Errors as the API tells them: problem documents (RFC 9457) from the same table as the pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from wgec_living.domain.errors import NotFound, WgecError
from wgec_living.services.deciding import Outdated

from ..errors import Problem, answer, describe, describe_http, tell_under
from .answering import json_bytes
from .bodies import NotJson, Unreadable
from .shapes import preview_shape

BENEATH = "/api/"
UNKNOWN = "There is nothing under this name or number."


def register(app: Flask) -> None:
    """Have `app` tell every error under `/api/` as a problem document."""
    tell_under(app, BENEATH, tell)
    app.before_request(refuse_redirects)
    app.register_error_handler(Unreadable, _with_description)
    app.register_error_handler(NotJson, _with_description)


def tell(problem: Problem, **members: Any) -> Response:
    """Return `problem` as a problem document, with further members.

    Unknown and ill-formed names are told in the same words, so that nothing can be learnt from the difference; but
    where a document has no such point, the nearest are offered.
    """
    unknown = problem.status == 404 and not problem.offers
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": UNKNOWN if unknown else problem.sentence,
    }
    if problem.fields:
        document["errors"] = [
            {"field": name, "detail": sentence} for name, sentence in problem.fields.items()
        ]
    if problem.offers:
        document["nearest"] = [{"name": words, "address": address} for words, address in problem.offers]
    if problem.reference:
        document["reference"] = problem.reference
    response = Response(
        json_bytes(document | members), problem.status, content_type="application/problem+json"
    )
    if problem.status == 401:
        wrong = ', error="invalid_token"' if request.authorization else ""
        response.headers["WWW-Authenticate"] = f'Bearer realm="api"{wrong}'
    return response


def expected(error: WgecError) -> Response:
    """Return the answer to an expected error in a call; pages have their own ways, which look at cookies."""
    problem = describe(error)
    wait = getattr(error, "retry_after", None)
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return answer(replace(problem, headers={**problem.headers, **headers}))


def outdated(error: Outdated) -> Response:
    """Return the answer to a decision on something that moved: with what it looks like now."""
    return tell(describe(error), preview=preview_shape(error.preview))


def refuse_redirects() -> None:
    """Answer a name that routing would tidy up, as `a//b`, like any other that is unknown."""
    if isinstance(request.routing_exception, RequestRedirect) and request.path.startswith(BENEATH):
        raise NotFound


def _with_description(error: HTTPException) -> Response:
    told = describe_http(error)
    return answer(Problem(told.status, told.title, error.description or told.sentence, {}, told.headers))
