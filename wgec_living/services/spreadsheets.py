"""Tables as files for spreadsheets; few large ones are made at the same time."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from wgec_living.domain.errors import Busy
from wgec_living.exporting.sheets import CSV_TYPE, XLSX_TYPE, Cell, Row, Sheet, csv_pieces, workbook

__all__ = ["CSV_TYPE", "XLSX_TYPE", "Cell", "Row", "Sheet", "csv_pieces", "made_workbook"]
_AT_WORK = threading.BoundedSemaphore(2)


def made_workbook(title: str, about: str, sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook as a file; raise `Busy` while as many as are made at once are being made."""
    if not _AT_WORK.acquire(timeout=5):
        raise Busy("Other spreadsheets are being made just now. Please try again in a moment.")
    try:
        return workbook(title, about, sheets)
    finally:
        _AT_WORK.release()
