"""What follows a contribution: replies, a revised text, its withdrawal, a proposal to take its change back."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.errors import Clash, Invalid, NotFound, Stale
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import CommitId, parse_block_id, parse_commit_id
from wgec_living.domain.permissions import Act
from wgec_living.services import (
    checking,
    contributing,
    drafting,
    revising,
    taking_back,
    targets,
    whereabouts,
)
from wgec_living.services.checking import Checked
from wgec_living.services.recording import SentBefore
from wgec_living.services.views import ContributionView

from ..acting_on import allowed, back
from ..context import new_key
from ..current import site
from ..draft_places import as_form
from ..forms_contributing import Draft, action, base_of, draft_of, posted_draft
from ..keeping import drop_sent, keep_typed, own_draft
from ..sent_before import link_to, renewed
from ..signing import actor, holder

pages = Blueprint("following", __name__)


def _told(template: str, view: ContributionView, error: Invalid | None = None, **more: object) -> str:
    told, key = renewed(error, request.form.get("idempotency_key", "")[:200])
    return render_template(
        f"contributing/{template}.html",
        view=view,
        body=request.form.get("body", ""),
        key=key,
        error=str(told) if told else "",
        errors=told.fields if told else {},
        **more,
    )


@pages.get("/contributions/<count:number>/replies")
def reply_form(number: int) -> str:
    """Show the form for a reply by itself."""
    return _told("reply", allowed(number, Act.REPLY))


@pages.post("/contributions/<count:number>/replies")
def reply(number: int) -> Response | tuple[str, int]:
    """Put a reply on record."""
    person = actor()
    form = request.form
    try:
        answered = _answered(form.get("in_reply_to", ""))
        commit = contributing.reply(
            site(), person, number, form.get("body", ""), answered, form.get("idempotency_key")
        )
    except Invalid as trouble:
        return _told("reply", allowed(number, Act.REPLY), trouble), 422
    return back(number, commit, "Your reply is on record.")


def _answered(text: str) -> CommitId | None:
    try:
        return parse_commit_id(text) if text else None
    except NotFound:
        raise Invalid("It is not clear what this answers.", {"body": "Please open the page again."}) from None


@pages.get("/contributions/<count:number>/withdrawal")
def withdrawal_form(number: int) -> str:
    """Ask once before a contribution is withdrawn."""
    return _told("withdrawal", allowed(number, Act.WITHDRAW))


@pages.post("/contributions/<count:number>/withdrawal")
def withdraw(number: int) -> Response | tuple[str, int]:
    """Withdraw a contribution."""
    person = actor()
    form = request.form
    try:
        commit = contributing.withdraw(
            site(), person, number, form.get("body", ""), form.get("idempotency_key")
        )
    except Invalid as trouble:
        return _told("withdrawal", allowed(number, Act.WITHDRAW), trouble), 422
    return back(
        number, commit, "Your contribution is withdrawn. It stays readable, and nobody will decide on it."
    )


@pages.get("/contributions/<count:number>/undo")
def undo_form(number: int) -> str:
    """Show what taking the change back would do to the text in force, and ask why."""
    return _undo_page(number)


def _undo_page(number: int, error: Invalid | None = None) -> str:
    view = allowed(number, Act.TAKE_BACK)
    try:
        back, obstacle = taking_back.would_take_back(site(), actor(), number), ""
    except (Clash, Stale) as trouble:
        back, obstacle = None, str(trouble)
    standing = whereabouts.standing(site(), view.thread.summary)[:3] if obstacle else ()
    return _told("undo", view, error, back=back, obstacle=obstacle, standing=standing)


@pages.post("/contributions/<count:number>/undo")
def undo(number: int) -> Response | tuple[str, int]:
    """Propose to take an accepted change back; it is decided on like any proposal."""
    person = actor()
    form = request.form
    try:
        receipt = taking_back.take_back(
            site(), person, number, form.get("body", ""), form.get("idempotency_key")
        )
    except Invalid as trouble:
        return _undo_page(number, trouble), 422
    except (Clash, Stale):
        return _undo_page(number), 409
    return redirect(url_for("contributing.receipt", number=receipt.number), 303)


@pages.get("/contributions/<count:number>/revised-text")
def revision_form(number: int) -> str:
    """Show the proposal brought to the text in force, ready to be revised."""
    _proposal(number)
    kept = drafting.kept(holder(), request.path)
    if kept is not None:
        typed = as_form(kept.fields)
        blocks = tuple(parse_block_id(name) for name in typed.getlist("block"))
        draft = draft_of(typed, Kind.REVISED_TEXT, blocks, whole="text" in typed)
        sent = drafting.sent_as(site(), holder(), kept.fields)
        draft = replace(draft, key=new_key()) if sent else draft
        return _revision(number, draft, kept=kept, sent=sent)
    form = revising.revision_form(site(), number)
    draft = Draft(
        base=form.base,
        blocks=tuple(block.id for block in form.blocks),
        words=form.text,
        key=new_key(),
        whole=form.whole,
    )
    return _revision(number, draft)


def _proposal(number: int) -> ContributionView:
    view = allowed(number, Act.REVISE)
    if view.thread.summary.kind != Kind.PROPOSAL:
        raise NotFound("This contribution proposes no text, so there is none to revise.")
    return view


def _revision(
    number: int,
    draft: Draft,
    error: Invalid | None = None,
    checked: Checked | None = None,
    kept: drafting.Draft | None = None,
    sent: SentBefore | None = None,
) -> str:
    view = _proposal(number)
    path = view.document.path
    if kept is None and request.method == "POST":
        kept = own_draft(request.path, draft.key)
    try:
        target = targets.target(site(), path, draft.blocks, base_of(draft))
    except Invalid:
        target = targets.target(site(), path, draft.blocks)
        draft = draft.with_base(target.base)
    said = link_to(sent) if sent else ""
    return _told("revise", view, error, draft=draft, target=target, checked=checked, kept=kept, sent=said)


@pages.post("/contributions/<count:number>/revised-text")
def revise(number: int) -> Response | str | tuple[str, int]:
    """Preview, check or send a revised text."""
    actor()
    _proposal(number)
    whole = "text" in request.form
    draft = posted_draft(Kind.REVISED_TEXT, whole=whole)
    if draft.cells:
        target = targets.target(site(), _proposal(number).document.path, draft.blocks)
        draft = draft.in_row(target.text, len(target.columns))
    kept = action() != "send" and keep_typed(request.path, draft.key)
    try:
        return _revised(number, draft, kept=kept)
    except Invalid as trouble:
        told, key = renewed(trouble, draft.key)
        if key != draft.key:
            keep_typed(request.path, key)
        return _revision(number, replace(draft, key=key), told), 422


def _revised(number: int, draft: Draft, *, kept: bool) -> Response | str:
    person = actor()
    if action() == "edit":
        return _revision(number, draft)
    base = base_of(draft)
    text = draft.words if draft.whole else None
    replacement = None if draft.whole else draft.words
    if action() == "send":
        commit = revising.revise(
            site(),
            person,
            number,
            base=base,
            body=draft.body,
            text=text,
            replacement=replacement,
            remove=draft.remove,
            key=draft.key or None,
        )
        drop_sent(request.path, draft.key)
        return back(number, commit, "Your revised wording is on record.")
    glancing = action() == "preview"
    checked = checking.check_revision(
        site(),
        person,
        number,
        base=base,
        body=draft.body if draft.body.strip() or not glancing else "-",
        text=text,
        replacement=replacement,
        remove=draft.remove,
    )
    if glancing:
        return _revision(number, draft, checked=checked if draft.body.strip() else replace(checked, html=""))
    view = _proposal(number)
    target = targets.target(site(), view.document.path, draft.blocks, base)
    return render_template(
        "contributing/check.html",
        kind=Kind.REVISED_TEXT,
        target=target,
        draft=draft,
        checked=checked,
        address=request.path,
        place=request.path,
        kept=kept,
    )
