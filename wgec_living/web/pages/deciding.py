"""Deciding on a contribution: what acceptance would do, the coordinator's text and reason, the decision."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.comparison import Change
from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.events import ACCEPTANCES, Disposition
from wgec_living.domain.identifiers import parse_commit_id
from wgec_living.domain.permissions import Act, require, require_role
from wgec_living.domain.standing import UNDECIDED
from wgec_living.services import alternatives, checking, deciding, meeting, reading
from wgec_living.services.previewing import put_together, reworded
from wgec_living.services.views_deciding import Preview

from ..current import site
from ..forms_deciding import PHRASES, Deciding, decision, fresh, mark_of, posted, refilled
from ..forms_passages import chosen, mark_of_choices, missing, passages
from ..sent_before import AGAIN, renewed
from ..signing import actor
from ..words import SOON, status_word

pages = Blueprint("deciding", __name__)
ADDRESS = "/contributions/<count:number>/disposition"


@pages.get(ADDRESS)
def form(number: int) -> str:
    """Show the contribution against the text in force, and the form to decide."""
    person = require_role(actor(), Act.DISPOSE)
    summary = reading.contribution(site(), number, person).thread.summary
    require(person, Act.DISPOSE, status=summary.status, author=summary.speaker.handle)
    preview = deciding.preview(site(), number)
    return _page(preview, fresh(preview))


def _page(
    preview: Preview,
    typed: Deciding,
    error: Invalid | None = None,
    *,
    moved: str = "",
    own_changes: tuple[Change, ...] | None = None,
    composed: bool = False,
) -> str:
    """Return the page; `own_changes` is what the coordinator's own text would change in the text in force."""
    view = reading.contribution(site(), preview.number, actor())
    still_open = view.thread.summary.status in UNDECIDED
    told, key = renewed(error, typed.key, AGAIN if still_open else "")
    others = alternatives.pending(site(), view.document.path, view.place.blocks)
    others = tuple(one for one in others if one.summary.number != preview.number)
    return render_template(
        "deciding/disposition.html",
        view=view,
        alternatives=others,
        met=meeting.met_by(site(), view.thread.summary, [one.summary for one in others]),
        preview=preview,
        typed=replace(typed, key=key),
        open=still_open,
        places=passages(preview, typed.choices),
        phrases=PHRASES,
        error=str(told) if told else "",
        errors=told.fields if told else {},
        moved=moved,
        own_changes=own_changes,
        facts=checking.facts_against_force(
            site(), view.document.path, preview.text if own_changes is None else typed.text
        ),
        composed=composed,
    )


@pages.post(ADDRESS)
def decide(number: int) -> Response | str | tuple[str, int]:
    """Put the decision on record, or show what the choices or the coordinator's own text would change."""
    person = require_role(actor(), Act.DISPOSE)
    typed = posted()
    action = request.form.get("action")
    try:
        if action == "preview":
            return _page(*_still(number, typed), own_changes=_own(number, typed))
        if action == "compose" or _unseen(number, typed):
            return _composed(number, typed)
        outcome = deciding.dispose(site(), person, number, decision(typed))
    except deciding.Outdated as trouble:
        return _outdated(trouble, typed), 409
    except Invalid as trouble:
        return _page(*_still(number, typed), trouble), 422
    said = f"{status_word(outcome.disposition)}: the decision is on record."
    flash(said if reading.not_shown_yet(site(), number, outcome.commit) is None else f"{said} {SOON}")
    return redirect(url_for("contributions.contribution", number=number), 303)


def _unseen(number: int, typed: Deciding) -> bool:
    """Say whether choices were made whose text the coordinator has not had before them."""
    if typed.disposition not in ACCEPTANCES or not typed.choices:
        return False
    preview = deciding.preview(site(), number)
    made = mark_of_choices(passages(preview, typed.choices))
    if typed.disposition == Disposition.ACCEPTED:
        if made != mark_of_choices(passages(preview, {})):
            raise Invalid(
                "You changed the words, but chose to accept them as proposed.",
                {"disposition": "Choose “Accept with changes”, or undo your change in the words below."},
            )
        return False
    if made == typed.composed:
        return False
    if not typed.edited:
        return True
    if made != mark_of_choices(passages(preview, {})):
        raise Invalid(
            "You chose words for single passages and also changed the whole text.",
            {
                "text": "Please undo one of the two, or press “Put the text together” to have your choices "
                "replace this text."
            },
        )
    return False


def _composed(number: int, typed: Deciding) -> str:
    """Show the text put together from what was chosen for each passage, before anything is put on record."""
    preview = deciding.preview(site(), number)
    places = passages(preview, typed.choices)
    lacking = missing(places)
    if lacking:
        raise Invalid("Some words are not chosen yet.", lacking)
    made = chosen(places)
    text = reworded(preview, made) if preview.passages else put_together(site(), number, made)
    filled = replace(
        typed,
        text=text,
        prefilled=mark_of(text),
        composed=mark_of_choices(places),
        disposition=Disposition.ACCEPTED_WITH_CHANGES.value,
    )
    return _page(preview, filled, own_changes=_own(number, filled), composed=True)


def _still(number: int, typed: Deciding) -> tuple[Preview, Deciding]:
    """Return what the page shows again: a text of the coordinator's own stays tied to what they had seen.

    Otherwise a move of the text in force between two looks would go unnoticed, and be undone by their text.
    """
    preview = deciding.preview(site(), number)
    if not typed.edited and typed.composed in ("", mark_of_choices(passages(preview, {}))):
        return preview, refilled(preview, typed)
    try:
        seen = parse_commit_id(typed.seen_main), parse_commit_id(typed.seen_tip)
    except NotFound:
        return preview, typed
    return replace(preview, seen_main=seen[0], seen_tip=seen[1]), typed


def _own(number: int, typed: Deciding) -> tuple[Change, ...]:
    path = reading.contribution(site(), number, actor()).document.path
    return checking.against_force(site(), path, typed.text)


def _outdated(trouble: deciding.Outdated, typed: Deciding) -> str:
    """Show everything as it is now; the reason stays, and so does a text that the coordinator wrote."""
    preview = trouble.preview
    if not typed.edited:
        return _page(preview, refilled(preview, typed), moved=str(trouble))
    try:
        changes = _own(preview.number, typed)
    except Invalid:
        changes = ()
    return _page(preview, typed, moved=str(trouble), own_changes=changes)
