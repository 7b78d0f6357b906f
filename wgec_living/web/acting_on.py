"""Acts on a contribution that is there: whether they may be done, and the way back to it afterwards."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.identifiers import CommitId
from wgec_living.domain.permissions import Act, require
from wgec_living.services import reading
from wgec_living.services.views import ContributionView

from .current import site
from .signing import actor
from .words import SOON


def allowed(number: int, act: Act) -> ContributionView:
    """Return the contribution if the person may do `act` on it, else say why not."""
    person = actor()
    view = reading.contribution(site(), number, person)
    summary = view.thread.summary
    require(person, act, status=summary.status, author=summary.speaker.handle)
    return view


def back(number: int, commit: CommitId, sentence: str) -> Response:
    """Lead back to what was just put on record, and say so; also where the pages do not show it yet."""
    flash(sentence if reading.not_shown_yet(site(), number, commit) is None else f"{sentence} {SOON}")
    return redirect(url_for("contributions.contribution", number=number, _anchor=f"e-{commit[:12]}"), 303)
