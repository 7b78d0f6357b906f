"""A form that could not be taken just now, handed back whole: nothing typed is lost, and it can be sent again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from wgec_living.domain.errors import Busy, SignInNeeded, TooMany, WgecError

from . import headed
from .current import person, signed_in
from .errors import KEPT_FIELDS, Problem, answer, describe

NEVER_KEPT = frozenset(("csrf_token", "password", "current", "again", "new"))
MOST_FIELDS = 60


@dataclass(frozen=True)
class Kept:
    """One field of a form as it was sent; with a label it is shown and can still be edited."""

    name: str
    value: str
    label: str


def register(app: Flask) -> None:
    """Have `app` hand forms back when the session ended, the token is old, or too much came at once."""
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(CSRFError, _old_page)
    app.register_error_handler(TooMany, _later)
    app.register_error_handler(Busy, _later)


def again(problem: Problem) -> Response:
    """Tell `problem` on a page whose form can be sent once more; without a form, as any other error."""
    fields = _fields()
    by_teller = any(request.path.startswith(start) for start in current_app.extensions["tellers"])
    if not fields or by_teller:
        return answer(problem)
    g.telling_error = True
    page = render_template("errors/again.html", problem=problem, fields=fields)
    response = make_response(page, problem.status)
    response.headers.update(problem.headers)
    return response


def _fields() -> tuple[Kept, ...]:
    """Return the fields of the form that was sent; none where passwords are among them."""
    if request.method != "POST":
        return ()
    try:
        form = request.form
    except HTTPException:  # too large or broken
        return ()
    if NEVER_KEPT.intersection(form) - {"csrf_token"} or len(form) > MOST_FIELDS:
        return ()
    pairs = [(name, value) for name in form if name not in NEVER_KEPT for value in form.getlist(name)]
    return tuple(Kept(name, value, KEPT_FIELDS.get(name, "")) for name, value in pairs)


def _sign_in(error: SignInNeeded) -> AnyResponse:
    if signed_in() and person() is None:
        return _confirm_first()
    if request.method in ("GET", "HEAD") and not _told_otherwise():
        headed.remember(request.full_path.removesuffix("?"))
        return redirect(url_for("signing.form"), 303)
    return again(describe(error))


def _confirm_first() -> AnyResponse:
    if request.method in ("GET", "HEAD"):
        headed.remember(request.full_path.removesuffix("?"))
        return redirect(url_for("account.confirm"), 303)
    return again(
        Problem(
            403,
            "First, your name",
            "Before you can write here, please confirm how you will stand in the public record.",
        )
    )


def _old_page(_: CSRFError) -> Response:
    """Say why a form's token does not fit: signed out, or signed in anew since the page was opened."""
    if request.blueprint != "signing" and not signed_in():
        return again(
            Problem(
                401,
                "Please sign in",
                "You are not signed in, or your session has ended.",
            )
        )
    if request.blueprint == "signing":
        sentence = (
            "This page was open too long, or your browser keeps no cookies for this site. "
            "Please open the sign-in page, or your link, once more."
        )
        return answer(Problem(403, "Please open this page again", sentence))
    return again(
        Problem(
            403,
            "Please send this once more",
            "The page was opened before you signed in, so we ask again.",
        )
    )


def _later(error: WgecError) -> Response:
    problem = describe(error)
    wait = getattr(error, "retry_after", None)
    if wait is not None:
        problem = replace(problem, headers={**problem.headers, "Retry-After": str(wait)})
    return again(problem)


def _told_otherwise() -> bool:
    return any(request.path.startswith(start) for start in current_app.extensions["tellers"])
