"""Signing in and out: by one-time link, which is only used up by its form, or by password."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user  # type: ignore[import-untyped]
from werkzeug.wrappers import Response

from wgec_living.domain.errors import Invalid, LinkExpired
from wgec_living.services import signing_in

from .. import headed
from ..current import person, signed_in, site
from ..signing import begin, browser_label, end, masked

pages = Blueprint("signing", __name__)
LINK = "link"
LONGEST_SECRET = 200


@pages.get("/sign-in")
def form() -> str:
    """Show the form for address and password, and say how to come by a link."""
    headed.remember(request.args.get("next", ""))
    return _form()


def _form(error: Invalid | None = None) -> str:
    return render_template(
        "signing/form.html",
        error=str(error) if error else "",
        errors=error.fields if error else {},
        address=request.form.get("address", ""),
        who=masked(current_user.who.address) if signed_in() else "",
        headed=headed.kept(),
    )


@pages.post("/sign-in")
def form_sent() -> Response | tuple[str, int]:
    """Sign in with address and password."""
    try:
        secret = signing_in.sign_in_by_password(
            site(), request.form.get("address", ""), request.form.get("password", ""), browser_label()
        )
    except Invalid as trouble:
        return _form(trouble), 422
    return _signed_in(secret)


@pages.get("/sign-in/<secret>")
def link(secret: str) -> Response:
    """Take the secret out of the address bar and lead to the page that asks; nothing is used up."""
    if len(secret) > LONGEST_SECRET:
        raise LinkExpired("This link is not one of ours, or was changed on its way.")
    session[LINK] = secret
    answer = redirect(url_for("signing.look"), 303)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@pages.get("/sign-in/confirm")
def look() -> Response:
    """Say who would be signed in by the link, and ask."""
    secret = session.get(LINK)
    if secret is None:
        return redirect(url_for("signing.form"), 303)
    try:
        found = signing_in.look_at_link(site(), secret)
    except LinkExpired:
        if not signed_in():
            raise
        session.pop(LINK, None)
        return make_response(render_template("signing/already.html", first=person() is None))
    other = signed_in() and current_user.who.account != found.account.id
    page = render_template(
        "signing/confirm.html",
        address=masked(found.account.address),
        first=found.account.handle is None,
        other=(person().name if person() else masked(current_user.who.address)) if other else "",  # type: ignore[union-attr]
    )
    answer = make_response(page)
    # Not no-referrer: the form's own Origin would then be withheld too, and the form be taken for a stranger's.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


@pages.post("/sign-in/confirm")
def sign_in() -> Response:
    """Use the link up and sign in."""
    secret = session.pop(LINK, None)
    if secret is None:
        raise LinkExpired("Please open your link once more.")
    return _signed_in(signing_in.sign_in_by_link(site(), secret, browser_label()))


def _signed_in(secret: str) -> Response:
    going = headed.take()
    who = begin(secret)
    if who.person is None:
        if going:
            headed.remember(going)
        return redirect(url_for("account.confirm"), 303)
    flash(f"You are signed in as {who.person.name}.")
    return redirect(going or url_for("home.home"), 303)


@pages.post("/sign-out")
def sign_out() -> Response:
    """End the session."""
    end()
    return redirect(url_for("home.home"), 303)
