"""Inviting people, passing on links, taking invitations back: for coordinators."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.errors import Invalid
from wgec_living.domain.people import Role
from wgec_living.domain.permissions import Act, require
from wgec_living.services import inviting

from ..current import site
from ..signing import actor

pages = Blueprint("invitations", __name__)
FIELDS = ("address", "name", "delegation", "group", "role")


@pages.get("/invitations")
def invitations() -> str:
    """Show the form, and who was invited but has not come yet."""
    require(actor(), Act.INVITE)
    return _page()


def _page(
    error: Invalid | None = None, *, link: str = "", whom: str = "", form: str = "", first: bool = True
) -> str:
    """Return the page; `form` names the one that `error` and the typed fields belong to."""
    typed = {name: request.form.get(name, "") for name in FIELDS} if error else dict.fromkeys(FIELDS, "")
    return render_template(
        "invitations/invitations.html",
        pending=inviting.pending(actor()),
        now=inviting.now(site()),
        groups=[(group.slug, group.name) for group in site().settings.groups],
        roles=[(role.value, role.value.capitalize()) for role in Role],
        typed=typed,
        form=form,
        error=str(error) if error else "",
        errors=error.fields if error else {},
        link=link,
        whom=whom,
        first=first,
    )


@pages.post("/invitations")
def invite() -> Response | tuple[str, int]:
    """Invite somebody and show the link to pass on, once."""
    person = require(actor(), Act.INVITE)
    form = request.form
    try:
        invited = inviting.invite(
            site(),
            person,
            address=form.get("address", ""),
            name=form.get("name", ""),
            delegation=form.get("delegation", ""),
            group=form.get("group", ""),
            role=form.get("role", ""),
        )
    except Invalid as trouble:
        return _page(trouble, form="invite"), 422
    return _once(_page(link=invited.link, whom=f"{invited.name} <{invited.address}>"))


@pages.post("/invitations/links")
def fresh_link() -> Response | tuple[str, int]:
    """Make a new link for somebody invited or taking part, and show it once."""
    person = require(actor(), Act.INVITE)
    address = request.form.get("address", "").strip()
    try:
        link = inviting.fresh_link(site(), person, address)
    except Invalid as trouble:
        if not trouble.fields:
            trouble = Invalid(str(trouble), {"address": str(trouble)})
        return _page(trouble, form="link"), 422
    return _once(_page(link=link, whom=address, first=False))


def _once(page: str) -> Response:
    """Return a page with a link in it: never kept anywhere, not even to go back to."""
    answer = make_response(page, 201)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post("/invitations/<count:invitation>/revocation")
def revoke(invitation: int) -> Response:
    """Take an invitation back; its link dies."""
    inviting.revoke(site(), actor(), invitation)
    flash("The invitation is taken back; its link no longer works.")
    return redirect(url_for("invitations.invitations"), 303)
