"""Commenting and proposing: the form, the page that shows what becomes public, the receipt."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.errors import Invalid
from wgec_living.domain.events import ChangeType, Kind
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.services import checking, contributing, reading, targets
from wgec_living.services.checking import Checked
from wgec_living.services.views import Target

from ..context import new_key
from ..current import site
from ..forms_contributing import (
    Draft,
    action,
    asked_blocks,
    asked_quotation,
    base_of,
    posted_draft,
    submission,
)
from ..signing import actor

pages = Blueprint("contributing", __name__)
ADDRESS = "/documents/<document:path>/contributions/<any(comment,proposal):kind>"


@pages.get(ADDRESS)
def form(path: DocumentPath, kind: str) -> str:
    """Show the empty form with the passage it is about."""
    actor()
    target = targets.target(site(), path, asked_blocks())
    draft = Draft(
        base=target.base,
        blocks=tuple(block.id for block in target.blocks),
        words=target.text,
        change_type=ChangeType.SUBSTANTIVE.value,
        key=new_key(),
        whole=not target.blocks,
        proposes=kind == Kind.PROPOSAL,
        quoted=asked_quotation(),
    )
    return _form(Kind(kind), target, draft)


def _form(
    kind: Kind,
    target: Target,
    draft: Draft,
    error: Invalid | None = None,
    checked: Checked | None = None,
) -> str:
    return render_template(
        "contributing/form.html",
        kind=kind,
        target=target,
        draft=draft,
        error=str(error) if error else "",
        errors=error.fields if error else {},
        checked=checked,
    )


@pages.post(ADDRESS)
def sent(path: DocumentPath, kind: str) -> Response | str | tuple[str, int]:
    """Preview, check or send what was written; whatever is wrong, the typed text stays."""
    actor()
    draft = posted_draft(Kind(kind))
    if action() == "preview" and request.form.get("part") == "preview":
        return _fragment(Kind(kind), path, draft)
    try:
        return _taken(Kind(kind), path, draft)
    except Invalid as trouble:
        target, draft = _target(path, draft)
        return _form(Kind(kind), target, draft, trouble), 422


def _taken(kind: Kind, path: DocumentPath, draft: Draft) -> Response | str:
    person = actor()
    what = submission(kind, path, draft)
    if action() == "send":
        receipt = contributing.submit(site(), person, what)
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
    view = reading.contribution(site(), number, person)
    if view.thread.summary.speaker.handle != person.handle:
        return redirect(url_for("contributions.contribution", number=number), 303)
    return render_template("contributing/receipt.html", view=view, commit=view.thread.events[0].commit)
