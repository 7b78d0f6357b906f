"""The register of all contributions, and each one with its whole thread."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.standing import Status
from wgec_living.domain.summaries import ContributionFilter
from wgec_living.services import reading

from ..caching import public_page
from ..current import person, site
from ..paging import links, page_argument, require_page
from ..words import OPENING, kind_word, status_word

pages = Blueprint("contributions", __name__)
FILTERS = ("document", "kind", "status", "group", "handle", "block", "words")
"""The names in the query string that narrow the register."""


@pages.get("/contributions")
@public_page
def register() -> str:
    """List the contributions, newest first, narrowed by the query string."""
    wanted = {name: request.args.get(name, "").strip()[:200] or None for name in FILTERS}
    wanted["group"] = _group_name(wanted["group"])
    chosen = ContributionFilter(**wanted)
    page = reading.contributions(site(), chosen, page_argument())
    require_page(page)
    documents = reading.documents(site())
    return render_template(
        "contributions/register.html",
        page=page,
        chosen=chosen,
        narrowed=any(wanted.values()),
        links=links(page, "contributions.register", asdict(chosen)),
        titles={document.path: document.title for document in documents},
        choices={
            "documents": [(document.path, document.title) for document in documents],
            "kinds": [(kind, kind_word(kind)) for kind in OPENING],
            "statuses": [(status, status_word(status)) for status in Status],
            "groups": [(group.name, group.name) for group in site().settings.groups],
            "people": [(entry.handle, entry.name) for entry in reading.roster(site())],
        },
    )


@pages.get("/contributions/<count:number>")
@public_page
def contribution(number: int) -> str:
    """Show one contribution with everything said and decided on it."""
    return render_template(
        "contributions/contribution.html", view=reading.contribution(site(), number, person())
    )


@pages.get("/contributions/<padded:number>")
def padded(number: int) -> Response:
    """Lead from a number with leading zeros to the plain address."""
    return redirect(url_for("contributions.contribution", number=number), 301)


def _group_name(wanted: str | None) -> str | None:
    """Return the name of the group meant by its slug or name; an unknown one stands, and finds nothing."""
    return next((group.name for group in site().settings.groups if wanted == group.slug), wanted)
