"""Answers that are files for spreadsheets, made of the rows of a list."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from flask import Response, current_app, stream_with_context

from wgec_living.services import reading
from wgec_living.services.listing import Listed
from wgec_living.services.spreadsheets import (
    CSV_TYPE,
    XLSX_TYPE,
    Cell,
    Sheet,
    csv_pieces,
    made_workbook,
)

from .current import site
from .layouts import Layout
from .report_words import Told

_UNSEEN = dict.fromkeys(range(0x2066, 0x206A))
"""Marks that set words of another direction apart: a cell needs none, and comparing cells trips over them."""


def csv_answer(name: str, layout: Layout, rows: Iterable[Listed], titles: dict[str, str]) -> Response:
    """Return the rows as a CSV file, sent while it is made."""
    pieces = csv_pieces(layout.headings, _cells(layout, rows, titles))
    return _attached(Response(stream_with_context(pieces), content_type=CSV_TYPE), f"{name}.csv")


def xlsx_answer(
    name: str,
    title: str,
    about: str,
    layout: Layout,
    rows: Iterable[Listed],
    titles: dict[str, str],
    more: tuple[Sheet, ...] = (),
) -> Response:
    """Return the rows as the first sheet of a workbook, with `more` sheets after it."""
    headings = layout.headings
    first = Sheet(
        "Contributions",
        headings,
        _cells(layout, rows, titles),
        [column.width for column in layout.columns],
        headings.index("Address") if "Address" in headings else None,
    )
    # The address tells how the list was narrowed, arranged and laid out.
    file = made_workbook(site(), kept_name("xlsx", about), title, about, [first, *more])
    answer = Response(file, content_type=XLSX_TYPE)
    return _attached(answer, f"{name}.xlsx")


def kept_name(form: str, *what: object) -> str:
    """Return the name under which a file made of a list is kept until anything on record or the program changes."""
    settings = site().settings
    whole = (settings.name, settings.base_url, settings.groups, reading.state(site()), form, *what)
    return hashlib.sha256(repr((current_app.extensions["build"], whole)).encode()).hexdigest()


def _cells(layout: Layout, rows: Iterable[Listed], titles: dict[str, str]) -> Iterator[list[Cell]]:
    for row in rows:
        told = Told(row, titles.get(row.summary.document, row.summary.document))
        yield [
            cell.translate(_UNSEEN) if isinstance(cell, str) else cell for cell in layout.cells_of_file(told)
        ]


def _attached(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
