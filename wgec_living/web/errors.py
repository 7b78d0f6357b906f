"""From an error to its answer: one table of statuses, one page that says what happened and what to do next."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from wgec_living.domain import errors as domain
from wgec_living.domain.errors import WgecError
from wgec_living.domain.points import NoSuchPoint

from .points import offers

STATUSES: dict[type[WgecError], int] = {
    domain.Invalid: 422,
    domain.NotFound: 404,
    domain.NotAllowed: 403,
    domain.NotNow: 403,
    domain.SignInNeeded: 401,
    domain.LinkExpired: 410,
    domain.Stale: 409,
    domain.Clash: 409,
    domain.TooLarge: 413,
    domain.TooMany: 429,
    domain.CannotMake: 501,
    domain.Busy: 503,
    domain.CorruptRecord: 500,
}
"""The one table from what went wrong to the status it is answered with."""

TITLES = {
    400: ("This request cannot be read", "Something in the address or the form was not as expected."),
    401: ("Please sign in", "This needs somebody who is signed in."),
    403: ("This is not yours to do", "You are not allowed to do this."),
    404: (
        "Not found",
        "There is nothing at this address. It may have been mistyped, or cut short in a mail.",
    ),
    405: ("This cannot be done here", "This address exists, but it does not take this kind of request."),
    409: ("The text has moved on", "Somebody changed this while you were writing."),
    410: ("This link no longer works", "It was used already, taken back, or is too old."),
    413: ("Too large", "More was sent than this server takes at once."),
    415: (
        "This kind of file is not taken",
        "The request holds a kind of content this address does not take.",
    ),
    422: ("Please check what you sent", "Something cannot be taken as it is."),
    429: (
        "One moment, please",
        "That was a lot of requests in a short time. Please wait a little and try again.",
    ),
    500: (
        "Something went wrong here",
        "The fault is ours, not yours. It has been noted and will be looked at.",
    ),
    501: (
        "This file cannot be made here",
        "This server lacks what it takes. The same is to be had in other formats.",
    ),
    503: (
        "One moment, please",
        "The record is being written to just now. Please try again in a few seconds.",
    ),
}
"""By status: the page's title, and the sentence used when the error brings none of its own."""

_OBJECT_ID = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
KEPT_FIELDS = {
    "title": "Title",
    "body": "Your text",
    "text": "Your wording",
    "replacement": "Your wording",
    "cell": "A cell of the row",
    "reason": "Your reason",
}
"""Form fields whose content is handed back on the error page, so that nothing typed is lost."""


@dataclass(frozen=True)
class Problem:
    """An error made ready to be told, in whatever form."""

    status: int
    title: str
    sentence: str
    fields: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    reference: str | None = None
    """What a person can quote so that the entry in the log is found; only for faults of the server."""
    offers: tuple[tuple[str, str], ...] = ()
    """What there is instead, the nearest first: words and address."""


Teller = Callable[[Problem], Response]


def register(app: Flask) -> None:
    """Have `app` answer every error by `answer`; `app.extensions["tellers"]` maps path beginnings to forms."""
    app.extensions["tellers"] = {}
    app.log_exception = _log_fault  # type: ignore[method-assign]
    app.register_error_handler(WgecError, _expected)
    app.register_error_handler(HTTPException, _by_http)


def tell_under(app: Flask, beginning: str, teller: Teller) -> None:
    """Have errors at addresses that begin so told by `teller` instead of as a page: the API's form."""
    app.extensions["tellers"][beginning] = teller


def answer(problem: Problem) -> Response:
    """Return the answer for `problem` in the form that suits the address asked for."""
    g.telling_error = True
    tellers: dict[str, Teller] = current_app.extensions["tellers"]
    teller = next((tellers[start] for start in tellers if request.path.startswith(start)), error_page)
    response = teller(problem)
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response


def status_of(error: WgecError) -> int:
    """Return the status of `error`, by its class or the nearest one above it; 500 where none is in the table."""
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)


def describe(error: WgecError) -> Problem:
    """Return what is to be told about an expected error."""
    status = status_of(error)
    title, sentence = TITLES[status]
    if isinstance(error, domain.NotNow):
        title = "This is not possible now"
    sentence, reference = str(error) or sentence, None
    if isinstance(error, domain.CorruptRecord):
        # Its own words may be Git's: they help the person who runs the server, and nobody else.
        sentence, reference = unreadable(error.commit), _reference()
        current_app.logger.error("%s: unreadable object %s: %s", reference, error.commit, error)
    return Problem(
        status,
        title,
        sentence,
        dict(error.fields) if isinstance(error, domain.Invalid) else {},
        {"Retry-After": str(error.retry_after)} if isinstance(error, domain.Busy) else {},
        reference,
        offers(error) if isinstance(error, NoSuchPoint) else g.get("other_forms", ()),
    )


def unreadable(commit: str | None) -> str:
    """Return what visitors are told about a record that cannot be read, with the commit where one is named."""
    what = f"The commit {commit}" if commit and _OBJECT_ID.fullmatch(commit) else "Something"
    return f"{what} in the record cannot be read. The fault is ours; it has been noted and will be looked at."


def describe_http(error: HTTPException) -> Problem:
    """Return what is to be told about an error of the framework, keeping headers such as `Allow`."""
    status = error.code or 500
    title, sentence = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    reference = None
    if isinstance(error, InternalServerError):
        reference = _reference()
        # Flask has just logged the exception itself, with its traceback.
        current_app.logger.error("%s: the fault above, at %s %s", reference, request.method, _place())
    return Problem(status, title, sentence, {}, headers, reference)


def error_page(problem: Problem) -> Response:
    """Return `problem` as a page, with what the person had typed."""
    page = render_template("errors/error.html", problem=problem, kept=_typed())
    return make_response(page, problem.status)


def _expected(error: WgecError) -> Response:
    return answer(describe(error))


def _by_http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    return answer(describe_http(error))


def _typed() -> dict[str, str]:
    if request.method != "POST":
        return {}
    try:
        form = request.form
    except HTTPException:  # too large or broken: there is no form to hand back
        return {}
    return {label: form[name] for name, label in KEPT_FIELDS.items() if form.get(name, "").strip()}


def _log_fault(exc_info: Any) -> None:
    """Log a fault of the server with its traceback, as Flask does, but without the address itself."""
    current_app.logger.error("A fault at %s %s", request.method, _place(), exc_info=exc_info)


def _place() -> str:
    """Return the route asked for instead of the address, in which the secret of a sign-in link may stand."""
    return request.url_rule.rule if request.url_rule else "an unknown address"


def _reference() -> str:
    return secrets.token_hex(4)
