"""Where a contribution belongs when the text under it changed, and how people stand on it."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.events import Stance
from wgec_living.domain.identifiers import BlockId, CommitId, parse_block_id, parse_commit_id
from wgec_living.domain.permissions import Act
from wgec_living.services import contributing, restating
from wgec_living.services.views import ContributionView

from ..acting_on import allowed, back
from ..current import site
from ..sent_before import renewed
from ..signing import actor

pages = Blueprint("anchoring", __name__)
STILL, BY_NUMBER, WHOLE = "still-valid", "by-number", "whole"
"""What can be chosen besides a paragraph that is offered."""


def _told(template: str, view: ContributionView, error: Invalid | None = None, **more: object) -> str:
    told, key = renewed(error, request.form.get("idempotency_key", "")[:200])
    return render_template(
        f"contributing/{template}.html",
        view=view,
        typed={name: request.form.get(name, "")[:20_000] for name in ("body", "choice", "number")},
        key=key,
        error=str(told) if told else "",
        errors=told.fields if told else {},
        **more,
    )


@pages.get("/contributions/<count:number>/anchors")
def anchor_form(number: int) -> str:
    """Ask whether a contribution is still valid where it stands, or where it belongs."""
    return _anchor_page(allowed(number, Act.ANCHOR))


def _anchor_page(view: ContributionView, error: Invalid | None = None) -> str:
    offers = restating.offers(site(), view.thread.summary, view.place)
    return _told("anchor", view, error, offers=offers)


@pages.post("/contributions/<count:number>/anchors")
def restate(number: int) -> Response | tuple[str, int]:
    """Put on record that a contribution is still valid where it stands, or where it belongs."""
    view = allowed(number, Act.ANCHOR)
    try:
        commit = _restated(view)
    except Invalid as trouble:
        return _anchor_page(allowed(number, Act.ANCHOR), trouble), 422
    return back(number, commit, "Where it belongs is on record.")


def _restated(view: ContributionView) -> CommitId:
    person, form = actor(), request.form
    summary, choice = view.thread.summary, form.get("choice", "")
    base, body, key = _base(form.get("base", "")), form.get("body", ""), form.get("idempotency_key")
    if choice == STILL:
        return restating.confirm(site(), person, summary.number, base=base, body=body, key=key)
    if not choice:
        raise Invalid("Please choose.", {"choice": "Say whether it is still valid, or where it belongs."})
    if choice == BY_NUMBER:
        blocks = [restating.numbered(site(), summary, base, form.get("number", ""))]
    else:
        blocks = [] if choice == WHOLE else [_block(choice)]
    return restating.move(site(), person, summary.number, base=base, blocks=blocks, body=body, key=key)


def _base(text: str) -> CommitId:
    try:
        return parse_commit_id(text)
    except NotFound:
        raise Invalid("It is not clear which text you saw.", {"": "Please open the page again."}) from None


def _block(text: str) -> BlockId:
    try:
        return parse_block_id(text)
    except NotFound:
        raise Invalid("Please choose.", {"choice": "There is no such paragraph."}) from None


@pages.get("/contributions/<count:number>/positions")
def position_form(number: int) -> str:
    """Show the form for a position on a contribution."""
    return _told("position", allowed(number, Act.TAKE_POSITION), position=request.args.get("position", ""))


@pages.post("/contributions/<count:number>/positions")
def take_position(number: int) -> Response | tuple[str, int]:
    """Put on record how somebody stands on a contribution."""
    form = request.form
    view = allowed(number, Act.TAKE_POSITION)
    chosen = form.get("position", "")
    try:
        stance = Stance(chosen) if chosen in [*Stance] else None
        commit = contributing.take_position(
            site(), actor(), number, stance, form.get("body", ""), form.get("idempotency_key")
        )
    except Invalid as trouble:
        return _told("position", view, trouble, position=chosen), 422
    return back(number, commit, "Your position is on record.")
