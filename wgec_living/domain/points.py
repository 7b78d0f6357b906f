"""Points in the life of a document, as people write them: `7`, `edition-1`, `2026-11-24`, `now`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from .errors import NotFound
from .identifiers import DocumentPath

_REVISION = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_EDITION = re.compile(r"edition-([1-9][0-9]{0,5})", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class AtRevision:
    """A revision, by its number: `7`."""

    number: int

    def __str__(self) -> str:
        return str(self.number)


@dataclass(frozen=True, slots=True)
class AtEdition:
    """The document as an edition took it in: `edition-1`."""

    number: int

    def __str__(self) -> str:
        return f"edition-{self.number}"


@dataclass(frozen=True, slots=True)
class AtDay:
    """The document as it stood at the end of a day, UTC: `2026-11-24`."""

    day: date

    def __str__(self) -> str:
        return self.day.isoformat()

    @property
    def start(self) -> int:
        """The day's first second, since 1970."""
        return int(datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC).timestamp())

    @property
    def end(self) -> int:
        """The day's last second, since 1970."""
        return self.start + _SECONDS - 1


@dataclass(frozen=True, slots=True)
class Now:
    """The text in force: `now`."""

    def __str__(self) -> str:
        return "now"


Point = AtRevision | AtEdition | AtDay | Now
"""What `str` writes, `parse_point` reads."""


class NoSuchPoint(NotFound):
    """A document, or the record, has no such point (404); `nearest` are those to offer instead, the nearest first."""

    def __init__(
        self, sentence: str, document: DocumentPath | None, asked: str, nearest: Sequence[Point]
    ) -> None:
        super().__init__(sentence)
        self.document = document
        """None: the record as a whole, which has editions."""
        self.asked = asked
        """The point as it was written."""
        self.nearest = tuple(nearest)


def parse_point(text: str) -> Point | None:
    """Return the point that `text` writes; None for what is none. Whether there is such a point is not asked."""
    if text == "now":
        return Now()
    if _REVISION.fullmatch(text):
        return AtRevision(int(text))
    if found := _EDITION.fullmatch(text):
        return AtEdition(int(found[1]))
    day = parse_day(text)
    return None if day is None else AtDay(day)


def parse_day(text: str) -> date | None:
    """Return the day that `text` writes as `YYYY-MM-DD`; None for what is no day."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
