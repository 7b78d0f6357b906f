"""The disposition report, of one text or of all: figures, pictures and what became of each contribution."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for

from wgec_living.domain.errors import NotFound, TooLarge
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.reporting import Arrangement, Totals
from wgec_living.services import listing, reading, reporting, taking_away
from wgec_living.services.spreadsheets import Cell, Sheet

from ..addresses import absolute
from ..caching import public_page
from ..current import site
from ..guard import without_cookies
from ..layouts import LAYOUTS, OURS, Layout
from ..narrowing import Narrowed, narrowed, offered, titles_of_texts
from ..paging import links, page_argument
from ..pictures import activity, participation
from ..report_files import MOST, file_page
from ..sections import NOBODYS, sections
from ..table_files import csv_answer, kept_name, xlsx_answer
from ..words import outcome_word
from .files import TYPES

pages = Blueprint("reporting", __name__)
PER_PAGE = 50
MOST_ON_ONE_PAGE = 1_000
"""Contributions on the page made for printing; of more the files hold all."""


@pages.get("/report")
@public_page
def report() -> str:
    """Show what became of contributions, with the figures on them."""
    chosen, layout = narrowed(Arrangement.PARAGRAPH), _layout()
    figures = reporting.report(site(), chosen.wanted)
    total = figures.totals.all.total
    whole = request.args.get("whole") == "yes" and total <= MOST_ON_ONE_PAGE
    per_page = max(total, 1) if whole else PER_PAGE
    page = listing.page(site(), chosen.wanted, chosen.arrangement, page_argument(), per_page, report=True)
    choices, titles, _ = offered()
    path = chosen.wanted.document
    return render_template(
        "report/report.html",
        figures=figures,
        shown=participation(figures.totals, "groups"),
        over_time=activity(figures.periods, "time"),
        page=page,
        sections=sections(page.items, chosen.arrangement, titles),
        chosen=chosen,
        layout=layout,
        layouts=[(one.name, one.title) for one in LAYOUTS.values()],
        arguments=_arguments(chosen, layout),
        whole=whole,
        most=MOST,
        on_one_page=page.pages > 1 and total <= MOST_ON_ONE_PAGE,
        links=links(page, "reporting.report", _arguments(chosen, layout)),
        document=reading.name(site(), DocumentPath(path)) if path in titles else None,
        titles=titles,
        choices=choices,
    )


@pages.get("/report.csv")
@without_cookies
def report_csv() -> Response:
    """Give the rows of the report as CSV in the layout asked for."""
    chosen, layout = narrowed(Arrangement.PARAGRAPH), _layout()
    rows = listing.rows(site(), chosen.wanted, chosen.arrangement, report=True)
    return csv_answer(_file_name(chosen, layout), layout, rows, titles_of_texts())


@pages.get("/report.xlsx")
@without_cookies
def report_xlsx() -> Response:
    """Give the report as a spreadsheet in the layout asked for; in ours the totals are a sheet of their own."""
    chosen, layout = narrowed(Arrangement.PARAGRAPH), _layout()
    rows = listing.rows(site(), chosen.wanted, chosen.arrangement, report=True)
    more = (_totals_sheet(reporting.report(site(), chosen.wanted).totals),) if layout is OURS else ()
    about = absolute(url_for("reporting.report", **_arguments(chosen, layout)))
    title = f"Disposition report, {site().settings.name}"
    name = _file_name(chosen, layout)
    return xlsx_answer(name, title, about, layout, rows, titles_of_texts(), more)


@pages.get("/report.<any(pdf,docx):form>")
@without_cookies
def report_file(form: str) -> Response:
    """Give the report as PDF or Word, in the layout asked for, with all its rows."""
    chosen, layout = narrowed(Arrangement.PARAGRAPH), _layout()
    arguments = _arguments(chosen, layout)
    g.other_forms = [
        ("CSV", url_for("reporting.report_csv", **arguments)),
        ("Excel", url_for("reporting.report_xlsx", **arguments)),
    ]
    if reporting.report(site(), chosen.wanted).totals.all.total > MOST:
        raise TooLarge(
            f"A file of this kind holds at most {MOST} contributions. Please narrow the report, or take a spreadsheet."
        )
    titles = titles_of_texts()
    name = kept_name(form, layout.name, *sorted(arguments.items()))
    content = taking_away.made(
        site(), form, name, lambda: file_page(chosen, layout, titles, pictures=form == "pdf")
    )
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(chosen, layout)}.{form}"'}
    return Response(content, headers=headers, content_type=TYPES[form])


def _layout() -> Layout:
    asked = request.args.get("layout", OURS.name)
    if asked not in LAYOUTS:
        raise NotFound(f"There is no such layout; choose one of {', '.join(LAYOUTS)}.")
    return LAYOUTS[asked]


def _arguments(chosen: Narrowed, layout: Layout) -> dict[str, Any]:
    return chosen.arguments | ({} if layout is OURS else {"layout": layout.name})


def _file_name(chosen: Narrowed, layout: Layout) -> str:
    path = (chosen.wanted.document or "").replace("/", "-")
    known = path if path.isascii() and path.replace("-", "").isalnum() else ""
    parts = ("report", known, "" if layout is OURS else layout.name)
    return "-".join(part for part in parts if part)


def _totals_sheet(totals: Totals) -> Sheet:
    outcomes = totals.outcomes
    headings = ("Stakeholder group", "Delegations", "People", "Contributions", *map(outcome_word, outcomes))
    rows: list[list[Cell]] = [
        [
            line.group or (NOBODYS if line is not totals.all else "All"),
            line.delegations,
            line.people,
            line.total,
            *[line.outcomes.get(outcome, 0) for outcome in outcomes],
        ]
        for line in (*totals.groups, totals.all)
    ]
    return Sheet("Totals", headings, rows, (40,))
