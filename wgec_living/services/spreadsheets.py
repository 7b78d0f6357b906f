"""Tables as files for spreadsheets; a workbook is made once as long as it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from wgec_living.exporting.sheets import CSV_TYPE, XLSX_TYPE, Cell, Row, Sheet, csv_pieces

from .site import Site
from .taking_away import once

__all__ = ["CSV_TYPE", "XLSX_TYPE", "Cell", "Row", "Sheet", "csv_pieces", "made_workbook"]


def made_workbook(site: Site, name: str, title: str, about: str, sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook as a file, kept under `name`, a hash of what decides what is in it.

    Raises `CannotMake`, or `Busy` while as many files as are made at once are being made.
    """
    return once(site, name, lambda: site.exporter.xlsx(title, about, sheets))
