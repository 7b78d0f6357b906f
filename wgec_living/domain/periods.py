"""Days gathered into periods that a picture can show: days, weeks, months, quarters or years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .reporting import Day

MOST = 26
"""Periods in one picture, unless the years alone are more."""
FEWEST = 7
"""Of a short time so many days are shown, up to the last on which something happened."""
_EPOCH = date(1970, 1, 1)
_LAST = (date(9998, 1, 1) - _EPOCH).days
"""A record from elsewhere may claim any time; what comes after the calendar is put at its end."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days and what happened in it."""

    unit: str
    """`day`, `week`, `month`, `quarter` or `year`."""
    first: date
    last: date
    contributions: int
    decisions: int


def periods(days: Sequence[Day]) -> tuple[Period, ...]:
    """Return the periods from the first to the last of some days, in order and without a gap; the shortest that fit."""
    if not days:
        return ()
    first, last = _date(min(day.day for day in days)), _date(max(day.day for day in days))
    first = min(first, last - timedelta(FEWEST - 1))
    unit = next((unit for unit in _BEGINNINGS if _count(unit, first, last) <= MOST), "year")
    begins = _BEGINNINGS[unit]
    counts: dict[date, list[int]] = {}
    at = begins(first)
    while at <= last:
        counts[at] = [0, 0]
        at = _after(unit, at)
    for day in days:
        found = counts[begins(_date(day.day))]
        found[0] += day.contributions
        found[1] += day.decisions
    return tuple(
        Period(unit, start, _after(unit, start) - timedelta(1), *found) for start, found in counts.items()
    )


def _date(day: int) -> date:
    return _EPOCH + timedelta(max(FEWEST, min(day, _LAST)))


def _week(day: date) -> date:
    return day - timedelta(day.weekday())


def _month(day: date) -> date:
    return day.replace(day=1)


def _quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


_BEGINNINGS: dict[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": _week,
    "month": _month,
    "quarter": _quarter,
    "year": _year,
}
_LENGTHS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
"""At least as many days as a unit has: so far on lies a day of the next one."""


def _after(unit: str, start: date) -> date:
    return _BEGINNINGS[unit](start + timedelta(_LENGTHS[unit]))


def _count(unit: str, first: date, last: date) -> int:
    start = _BEGINNINGS[unit](first)
    if unit in ("day", "week"):
        return (last - start).days // _LENGTHS[unit] + 1
    months = 12 * (last.year - start.year) + last.month - start.month
    return months // {"month": 1, "quarter": 3, "year": 12}[unit] + 1
