"""The child that makes a spreadsheet: its rows come one by one on standard input, so that nobody holds them all.

`children.py` runs it; the server writes what it reads with `lines_of`: a line of JSON for the title, one for each
sheet, and one for each row after that of its sheet.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from .sheets import Row, Sheet, workbook


def lines_of(title: str, about: str, sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """Yield what the child is given for a workbook, line by line."""
    yield _line([title, about])
    for sheet in sheets:
        about_it: dict[str, object] = {"name": sheet.name, "headings": list(sheet.headings)}
        yield _line(about_it | {"widths": list(sheet.widths), "address_column": sheet.address_column})
        for row in sheet.rows:
            yield _line(list(row))


def _line(told: object) -> bytes:
    return json.dumps(told).encode() + b"\n"


def main() -> None:
    """Make the one file asked for."""
    memory = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    lines = map(json.loads, sys.stdin.buffer)
    title, about = next(lines)
    sys.stdout.buffer.write(workbook(title, about, _sheets(lines)))


def _sheets(lines: Iterator[Any]) -> Iterator[Sheet]:
    """Yield the sheets that the lines tell; the rows of each must be taken before the next sheet."""
    ahead = next(lines, None)

    def rows() -> Iterator[Row]:
        nonlocal ahead
        for ahead in lines:
            if isinstance(ahead, dict):
                return
            yield ahead
        ahead = None

    while ahead is not None:
        yield Sheet(rows=rows(), **ahead)
