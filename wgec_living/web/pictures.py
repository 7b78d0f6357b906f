"""The pictures of a record: who takes part and what became of it, and when things came and were decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wgec_living.domain.periods import Period
from wgec_living.domain.reporting import Totals

from .charts import Chart, stacked_bars, up_and_down
from .sections import NOBODYS
from .words import counted, date_words, outcome_word


@dataclass(frozen=True)
class Picture:
    """A chart with its name on the page, and what it shows in words for whoever does not see it."""

    name: str
    chart: Chart
    title: str
    told: str


def participation(totals: Totals, name: str, *, outcomes: bool = True) -> Picture | None:
    """Return contributions by stakeholder group, divided by what became of them; None where there are none."""
    if not totals.all.total:
        return None
    kinds = [(key, outcome_word(key)) for key in totals.outcomes] if outcomes else [("came", "Contributions")]
    rows = [
        (
            line.group or NOBODYS,
            [line.outcomes.get(key, 0) for key, _ in kinds] if outcomes else [line.total],
        )
        for line in totals.groups
    ]
    told = "; ".join(f"{line.group or NOBODYS} {line.total:,}" for line in totals.groups)
    title = "By stakeholder group and outcome" if outcomes else "By stakeholder group"
    return Picture(name, stacked_bars(rows, kinds), title, f"{told}. The table gives the figures.")


def activity(periods: Sequence[Period], name: str) -> Picture | None:
    """Return what came and what was decided in each period, in order of time; None where nothing happened."""
    if not periods:
        return None
    chart = up_and_down(
        [(period.contributions, period.decisions) for period in periods],
        (("came", "put forward"), ("decided", "decided")),
        (period_words(periods[0]), period_words(periods[-1])),
    )
    came, decided = sum(p.contributions for p in periods), sum(p.decisions for p in periods)
    busiest = max(periods, key=lambda period: (period.contributions, period.decisions))
    told = (
        f"{counted(came, 'contribution')} and {counted(decided, 'decision')} from {period_words(periods[0])} to "
        f"{period_words(periods[-1])}; most contributions: {period_words(busiest)}. The table gives the figures."
    )
    return Picture(name, chart, f"Activity by {periods[0].unit}", told)


def period_words(period: Period) -> str:
    """Return what a period is called: `2 May 2014`, `week of 5 May 2014`, `May 2014`, `April to June 2014`, `2014`."""
    if period.unit == "day":
        return date_words(period.first)
    if period.unit == "week":
        return f"week of {date_words(period.first)}"
    if period.unit == "year":
        return str(period.first.year)
    month = date_words(period.last).split(" ", 1)[1]
    return month if period.unit == "month" else f"{date_words(period.first).split(' ')[1]} to {month}"
