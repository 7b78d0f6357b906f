"""Several proposals accepted at once: what they would do together, then one commit each."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.identifiers import CommitId, parse_commit_id
from wgec_living.domain.permissions import Act, require_role
from wgec_living.services import deciding_together
from wgec_living.services.recording import SentBefore
from wgec_living.services.views_deciding import Together

from ..current import site
from ..sent_before import renewed
from ..signing import actor
from ..words import counted

pages = Blueprint("together", __name__)
ADDRESS = "/desk/together"


@pages.get(ADDRESS)
def form() -> str:
    """Show what the proposals named in the query string would make of the texts together."""
    return _page(
        deciding_together.preview_together(site(), actor(), _numbers(request.args.getlist("number")))
    )


@pages.post(ADDRESS)
def accept() -> Response | tuple[str, int]:
    """Accept all of them, or none."""
    person = require_role(actor(), Act.DISPOSE)
    reason = request.form.get("reason", "")
    numbers = _numbers(request.form.getlist("number"))
    try:
        batch = deciding_together.Batch(
            _seen(request.form.get("seen_main", "")),
            {number: _seen(request.form.get(f"seen_tip-{number}", "")) for number in numbers},
            reason,
            request.form.get("idempotency_key", "")[:150] or None,
        )
        if not numbers:
            raise Invalid("Which proposals?", {"number": "Please tick at least one proposal on the desk."})
        commits = deciding_together.accept_together(site(), person, batch)
    except deciding_together.OutdatedTogether as trouble:
        return _page(trouble.preview, reason, moved=str(trouble)), 409
    except SentBefore as sent:
        told, _ = renewed(sent, "", again="")
        preview = deciding_together.preview_together(site(), person, numbers)
        return _page(preview, reason, error=told), 422
    flash(
        f"Accepted: {counted(len(commits), 'proposal is', 'proposals are')} in the text, each with its own commit."
    )
    return redirect(url_for("desk.desk"), 303)


def _page(preview: Together, reason: str = "", *, moved: str = "", error: Invalid | None = None) -> str:
    return render_template(
        "desk/together.html",
        preview=preview,
        reason=reason,
        moved=moved,
        error=str(error) if error else "",
        errors=error.fields if error else {},
    )


def _numbers(sent: list[str]) -> list[int]:
    numbers = [int(text) for text in sent if text.isascii() and text.isdigit() and len(text) < 10]
    if len(numbers) != len(sent):
        raise Invalid("Which proposals?", {"number": "A number of a contribution is not one."})
    return numbers


def _seen(text: str) -> CommitId:
    try:
        return parse_commit_id(text)
    except NotFound:
        raise Invalid(
            "It is not clear what you had before you.", {"number": "Please look again, then decide."}
        ) from None
