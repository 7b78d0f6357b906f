"""The register of all contributions, and each one with its whole thread."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.permissions import Act, permitted
from wgec_living.domain.reporting import Arrangement
from wgec_living.domain.standing import Status
from wgec_living.domain.summaries import ContributionFilter
from wgec_living.services import desk, listing, reading

from ..addresses import absolute
from ..caching import public_page
from ..current import person, site
from ..guard import without_cookies
from ..layouts import REGISTER
from ..narrowing import narrowed, offered, titles_of_texts
from ..paging import links, page_argument
from ..sections import sections
from ..table_files import csv_answer, xlsx_answer

pages = Blueprint("contributions", __name__)


@pages.get("/contributions")
@public_page
def register() -> str:
    """List the contributions, narrowed and arranged by the query string."""
    chosen = narrowed(Arrangement.NUMBER)
    page = listing.page(site(), chosen.wanted, chosen.arrangement, page_argument())
    choices, titles, roster = offered()
    return render_template(
        "contributions/register.html",
        page=page,
        sections=sections(page.items, chosen.arrangement, titles),
        chosen=chosen,
        links=links(page, "contributions.register", chosen.arguments),
        titles=titles,
        choices=choices,
        feed=_feed(chosen.wanted, {entry.handle for entry in roster}),
    )


@pages.get("/contributions.csv")
@without_cookies
def register_csv() -> Response:
    """Give the contributions that the register shows, all its pages, as CSV."""
    chosen = narrowed(Arrangement.NUMBER)
    rows = listing.rows(site(), chosen.wanted, chosen.arrangement)
    return csv_answer("contributions", REGISTER, rows, titles_of_texts())


@pages.get("/contributions.xlsx")
@without_cookies
def register_xlsx() -> Response:
    """Give the same as a spreadsheet."""
    chosen = narrowed(Arrangement.NUMBER)
    rows = listing.rows(site(), chosen.wanted, chosen.arrangement)
    name = site().settings.name
    about = absolute(url_for("contributions.register", **chosen.arguments))
    return xlsx_answer("contributions", f"Contributions, {name}", about, REGISTER, rows, titles_of_texts())


@pages.get("/contributions/<count:number>")
@public_page
def contribution(number: int) -> str:
    """Show one contribution with everything said and decided on it."""
    reader = person()
    view = reading.contribution(site(), number, reader)
    summary = view.thread.summary
    decides = reader is not None and permitted(reader, Act.DISPOSE, status=Status.OPEN)
    following = desk.next_waiting(site(), summary) if decides and summary.status != Status.OPEN else None
    return render_template("contributions/contribution.html", view=view, following=following)


@pages.get("/contributions/<padded:number>")
def padded(number: int) -> Response:
    """Lead from a number with leading zeros to the plain address."""
    return redirect(url_for("contributions.contribution", number=number), 301)


def _feed(chosen: ContributionFilter, handles: set[str]) -> str:
    """Return the address of the feed that fits what was chosen: of a person, a group or everybody."""
    if chosen.handle in handles:
        return url_for("feeds.person", handle=chosen.handle)
    slug = next((group.slug for group in site().settings.groups if group.name == chosen.group), None)
    return url_for("feeds.group", slug=slug) if slug else url_for("feeds.contributions")
