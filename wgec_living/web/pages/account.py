"""One's own account: the name confirmed at the first visit, password, sessions, API tokens."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.errors import Invalid, LinkExpired
from wgec_living.services import inviting, signing_in

from .. import headed
from ..current import site
from ..signing import actor, holder

pages = Blueprint("account", __name__)


@pages.get("/account")
def account() -> str:
    """Show who one is in the record, and what belongs to the account."""
    actor()
    return _page()


def _page(error: Invalid | None = None) -> str:
    who = holder()
    return render_template(
        "account/account.html",
        who=who,
        account=signing_in.account_of(who),
        sessions=signing_in.sessions_of(site(), who),
        tokens=signing_in.tokens_of(who),
        error=str(error) if error else "",
        errors=error.fields if error else {},
    )


@pages.post("/account/password")
def password() -> Response | tuple[str, int]:
    """Set or change the password; other sessions, links and tokens end with a change."""
    actor()
    form = request.form
    had_one = signing_in.account_of(holder()).has_password
    try:
        signing_in.set_password(
            site(), holder(), form.get("current", ""), form.get("password", ""), form.get("again", "")
        )
    except Invalid as trouble:
        return _page(trouble), 422
    flash(
        "Your password is changed. You are signed out everywhere else, and API tokens have ended."
        if had_one
        else "Your password is set. You can sign in with your address and this password from now on."
    )
    return redirect(url_for("account.account"), 303)


@pages.post("/account/sessions")
def end_others() -> Response:
    """End all other sessions."""
    actor()
    ended = signing_in.end_other_sessions(site(), holder())
    flash("You were signed in nowhere else." if not ended else "You are signed out everywhere else.")
    return redirect(url_for("account.account"), 303)


@pages.post("/account/tokens/<count:token>/revocation")
def revoke_token(token: int) -> Response:
    """End one of one's own API tokens."""
    actor()
    signing_in.revoke_token(site(), holder(), token)
    flash("The token has ended; programs that use it can no longer write in your name.")
    return redirect(url_for("account.account"), 303)


@pages.get("/account/confirm")
def confirm() -> Response | str:
    """Ask somebody at their first visit how they will stand in the public record."""
    if holder().person is not None:
        return redirect(url_for("account.account"), 303)
    return _confirmation()


def _confirmation(error: Invalid | None = None) -> str:
    invitation = signing_in.invitation_of(holder())
    if invitation is None:
        raise LinkExpired("Your invitation is no longer open. Please ask a coordinator for a new one.")
    typed = request.form if error else {}
    return render_template(
        "account/confirm.html",
        invitation=invitation,
        name=typed.get("name", invitation.name),
        delegation=typed.get("delegation", invitation.delegation),
        error=str(error) if error else "",
        errors=error.fields if error else {},
    )


@pages.post("/account/confirm")
def confirmed() -> Response | tuple[str, int]:
    """Take the person into the public list of people."""
    who = holder()
    if who.person is not None:  # confirmed in another window a moment ago
        return redirect(url_for("account.account"), 303)
    try:
        person = inviting.confirm(
            site(), who.account, request.form.get("name", ""), request.form.get("delegation", "")
        )
    except Invalid as trouble:
        return _confirmation(trouble), 422
    flash(f"Welcome, {person.name}. You can comment and propose changes now.")
    return redirect(headed.take() or url_for("home.home"), 303)
