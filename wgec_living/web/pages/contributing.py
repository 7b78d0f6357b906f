"""Commenting and proposing: the form, the page that shows what becomes public, the receipt."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.errors import Invalid
from wgec_living.domain.events import ChangeType, Kind
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.services import alternatives, checking, contributing, drafting, proposing, reading, targets
from wgec_living.services.alternatives import Alternative
from wgec_living.services.checking import Checked
from wgec_living.services.recording import SentBefore
from wgec_living.services.views import Target

from ..context import new_key
from ..current import site
from ..draft_places import as_form, form_place
from ..forms_contributing import (
    Draft,
    action,
    asked_blocks,
    asked_how,
    asked_quotation,
    asked_section,
    base_of,
    draft_of,
    posted_draft,
    submission,
)
from ..keeping import drop_sent, keep_typed, own_draft
from ..sent_before import link_to, renewed
from ..signing import actor, holder

pages = Blueprint("contributing", __name__)
ADDRESS = "/documents/<document:path>/contributions/<any(comment,proposal,position):kind>"


@pages.get(ADDRESS)
def form(path: DocumentPath, kind: str) -> str:
    """Show the empty form with the passage it is about."""
    actor()
    section = asked_section()
    wanted = targets.section_of(site(), path, section) if section else asked_blocks()
    target = targets.target(site(), path, wanted)
    how = asked_how() if target.blocks else "change"
    quoted = asked_quotation()
    blocks = tuple(block.id for block in target.blocks)
    place = form_place(path, kind, blocks, how, quoted.quotation, section)
    kept = drafting.kept(holder(), place) if place else None
    if kept is not None:
        draft = _whole(path, draft_of(as_form(kept.fields), Kind(kind), blocks))
        target, draft = _target(path, draft)
        sent = drafting.sent_as(site(), holder(), kept.fields)
        draft = replace(draft, key=new_key()) if sent else draft
        return _form(Kind(kind), target, draft, kept=kept, sent=sent)
    draft = Draft(
        base=target.base,
        blocks=blocks,
        section=section,
        words=target.text if how == "change" else "",
        change_type=ChangeType.SUBSTANTIVE.value,
        key=new_key(),
        whole=not target.blocks,
        proposes=kind == Kind.PROPOSAL,
        quoted=quoted,
        how=how,
    )
    return _form(Kind(kind), target, draft)


def _form(
    kind: Kind,
    target: Target,
    draft: Draft,
    error: Invalid | None = None,
    checked: Checked | None = None,
    kept: drafting.Draft | None = None,
    sent: SentBefore | None = None,
) -> str:
    place = _place(kind, target.document.path, draft)
    if kept is None and request.method == "POST":
        kept = own_draft(place, draft.key)
    return render_template(
        "contributing/form.html",
        kind=kind,
        target=target,
        draft=draft,
        error=str(error) if error else "",
        errors=error.fields if error else {},
        checked=checked,
        goals=_goals(target, draft) if draft.how == "move" else (),
        place=place,
        kept=kept,
        sent=link_to(sent) if sent else "",
        pending=_pending(target) if kind is Kind.PROPOSAL else (),
    )


def _pending(target: Target) -> tuple[Alternative, ...]:
    return alternatives.pending(site(), target.document.path, {block.id for block in target.blocks})


def _place(kind: Kind, path: DocumentPath, draft: Draft) -> str:
    return form_place(path, kind.value, draft.blocks, draft.how, draft.quoted.quotation, draft.section)


def _goals(target: Target, draft: Draft) -> tuple[proposing.Goal, ...]:
    return proposing.goals(site(), target.document.path, target.base, draft.blocks)


@pages.post(ADDRESS)
def sent(path: DocumentPath, kind: str) -> Response | str | tuple[str, int]:
    """Preview, check or send what was written; whatever is wrong, the typed text stays."""
    actor()
    draft = _whole(path, posted_draft(Kind(kind)))
    if action() == "preview" and request.form.get("part") == "preview":
        return _fragment(Kind(kind), path, draft)
    place = _place(Kind(kind), path, draft)
    kept = bool(place) and action() != "send" and keep_typed(place, draft.key)
    try:
        return _taken(Kind(kind), path, draft, kept=kept)
    except Invalid as trouble:
        target, draft = _target(path, draft)
        told, key = renewed(trouble, draft.key)
        if place and key != draft.key:
            keep_typed(place, key)
        return _form(Kind(kind), target, replace(draft, key=key), told), 422


def _taken(kind: Kind, path: DocumentPath, draft: Draft, *, kept: bool) -> Response | str:
    person = actor()
    what = submission(kind, path, draft)
    if action() == "send":
        receipt = contributing.submit(site(), person, what)
        drop_sent(_place(kind, path, draft), draft.key)
        return redirect(url_for("contributing.receipt", number=receipt.number), 303)
    target = targets.target(site(), path, draft.blocks, base_of(draft))
    if action() == "edit":
        return _form(kind, target, draft)
    if action() == "preview":
        return _form(kind, target, draft, checked=checking.glance(site(), person, what))
    checked = checking.check(site(), person, what)
    return render_template(
        "contributing/check.html",
        kind=kind,
        target=target,
        draft=draft,
        checked=checked,
        address=request.path,
        place=_place(kind, path, draft),
        kept=kept,
    )


def _fragment(kind: Kind, path: DocumentPath, draft: Draft) -> str:
    """Return the preview alone, as it is put under the field while somebody types."""
    trouble, checked, target = "", None, None
    try:
        checked = checking.glance(site(), actor(), submission(kind, path, draft))
        target = targets.target(site(), path, draft.blocks, base_of(draft))
    except Invalid as error:
        trouble = next(iter(error.fields.values()), str(error))
    return render_template("contributing/_fragment.html", checked=checked, trouble=trouble, target=target)


def _whole(path: DocumentPath, draft: Draft) -> Draft:
    """Return the draft with the blocks of its section, and with a row's cells, each typed by itself, put together."""
    if draft.section is not None:
        try:
            blocks = targets.section_of(site(), path, draft.section, base_of(draft))
        except Invalid:
            blocks = targets.section_of(site(), path, draft.section)
        draft = replace(draft, blocks=blocks)
    if not draft.cells or draft.whole:
        return draft
    target, _ = _target(path, draft)
    return draft.in_row(target.text, len(target.columns))


def _target(path: DocumentPath, draft: Draft) -> tuple[Target, Draft]:
    """Return what the draft is about as its writer saw it; on an unknown revision, as it stands now."""
    try:
        return targets.target(site(), path, draft.blocks, base_of(draft)), draft
    except Invalid:
        target = targets.target(site(), path, draft.blocks)
        return target, draft.with_base(CommitId(target.base))


@pages.get("/contributions/<count:number>/receipt")
def receipt(number: int) -> Response | str:
    """Tell the author that a contribution is on record, and where."""
    person = actor()
    waiting = reading.not_shown_yet(site(), number)
    if waiting is not None:
        return render_template("contributing/receipt_early.html", number=number, commit=waiting)
    view = reading.contribution(site(), number, person)
    if view.thread.summary.speaker.handle != person.handle:
        return redirect(url_for("contributions.contribution", number=number), 303)
    return render_template("contributing/receipt.html", view=view, commit=view.thread.events[0].commit)
