"""Tables as files for spreadsheets: CSV written piece by piece, and XLSX; no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_CELL = 32_767
"""Characters that a cell of a spreadsheet holds."""
CUT = " […]"
"""Ends a cell whose text was cut."""
_PIECE = 64_000
_LIVE = re.compile(
    r"[\t\r\n]|[\s\0-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\-@＝＋－＠﹢﹣﹦﹫]"
)
"""How a cell of a CSV file begins that may be taken for a formula; some programs pass over what is not seen."""
_BOM = "\ufeff"

Cell = str | int
Row = Sequence[Cell]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; `rows` are taken once, one after the other."""

    name: str
    """At most 31 characters, none of `[]:*?/\\`."""
    headings: Sequence[str]
    rows: Iterable[Row]
    widths: Sequence[int] = ()
    """Of the columns, in characters."""
    address_column: int | None = None
    """The column whose cells are links."""


def csv_pieces(headings: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a CSV file (UTF-8 with its mark, RFC 4180) in pieces; only one of them is held at a time.

    A cell that a spreadsheet program would take for a formula gets an apostrophe before it.
    """
    buffer = io.StringIO()
    buffer.write(_BOM)
    writer = csv.writer(buffer)
    writer.writerow([_calm(heading) for heading in headings])
    for row in rows:
        writer.writerow([_calm(cell) for cell in row])
        if buffer.tell() >= _PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _calm(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and _LIVE.match(cell) else cell


def workbook(title: str, about: str, sheets: Iterable[Sheet]) -> bytes:
    """Return an XLSX file; its rows wait on disk while it is made, and sheets are taken one after the other.

    `title` and `about` go into its properties. Texts are written as texts whatever they look like.
    """
    # In the child alone: the library and what it leaves behind would stay in the server for good.
    import xlsxwriter  # type: ignore[import-untyped]

    file = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title[:250], "comments": about[:250]})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, head, body)
    return file.getvalue()


def _fill(worksheet: Any, sheet: Sheet, head: Any, body: Any) -> None:
    for column, width in enumerate(sheet.widths):
        worksheet.set_column(column, column, width)
    worksheet.freeze_panes(1, 0)
    worksheet.repeat_rows(0)
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    for column, heading in enumerate(sheet.headings):
        worksheet.write_string(0, column, heading, head)
    for line, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                worksheet.write_number(line, column, cell, body)
            elif column == sheet.address_column and cell:
                worksheet.write_url(line, column, cell, string=cell)
            else:
                worksheet.write_string(line, column, _fitting(cell), body)


def _fitting(cell: str) -> str:
    return cell if len(cell) <= MOST_IN_CELL else cell[: MOST_IN_CELL - len(CUT)] + CUT
