"""The report as JSON: what contributions add up to, by stakeholder group and over time."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from wgec_living.domain.periods import Period
from wgec_living.domain.reporting import OUTCOMES, Line
from wgec_living.services import reporting
from wgec_living.services.reporting import Report

from ..current import site
from .answer_fields import a_list, a_number, a_text
from .answering import answer
from .calls import CHECKING_ERRORS, Calls
from .filters import FILTERS, chosen_filter

calls = Calls("api-reporting", "The report: what all contributions add up to.")


class Total(Schema):
    """The contributions of a stakeholder group, or all."""

    group = a_text("Its name; empty for those without a group, and for all.")
    total = a_number("Contributions.")
    delegations = a_number("Distinct ones that put something forward.")
    people = a_number("Distinct ones that put something forward.")
    kinds = fields.Dict(keys=fields.String(), values=fields.Integer(strict=True), required=True)
    outcomes = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(strict=True),
        required=True,
        metadata={"description": f"By what became of them: {', '.join(OUTCOMES)}; none is left out."},
    )


class Activity(Schema):
    """What happened in a stretch of days."""

    first = a_text("Its first day, UTC.")
    last = a_text("Its last day.")
    contributions = a_number("Put forward.")
    decisions = a_number("Decisions made, deferrals included.")


class ReportAnswer(Schema):
    """The figures on the contributions asked for."""

    commit = a_text("The tip of `main` up to which the record was read.")
    all = fields.Nested(Total, required=True)
    groups = a_list(fields.Nested(Total), "In the order of the site; also those that nothing came from.")
    activity = a_list(fields.Nested(Activity), "In order of time, without a gap.")
    unreadable = a_number("Contributions that cannot be read, which no figure counts.")


_TOTAL: dict[str, Any] = {
    "group": "Civil society",
    "total": 1,
    "delegations": 1,
    "people": 1,
    "kinds": {"proposal": 1},
    "outcomes": dict.fromkeys(OUTCOMES, 0) | {"accepted": 1},
}
EXAMPLE: dict[str, Any] = {
    "commit": "0c2e4a6b8d1f3a5c7e9b0d2f4a6c8e1b3d5f7a90",
    "all": {**_TOTAL, "group": ""},
    "groups": [_TOTAL],
    "activity": [{"first": "2026-11-24", "last": "2026-11-24", "contributions": 1, "decisions": 1}],
    "unreadable": 0,
}


@calls.get("/report", ReportAnswer, EXAMPLE, FILTERS, CHECKING_ERRORS)
def read_report() -> Response:
    """Count contributions by stakeholder group and by what became of them, and over time."""
    return answer(_shape(reporting.report(site(), chosen_filter())))


def _shape(found: Report) -> dict[str, Any]:
    return {
        "commit": found.main,
        "all": _line(found.totals.all),
        "groups": [_line(line) for line in found.totals.groups],
        "activity": [_period(period) for period in found.periods],
        "unreadable": found.unreadable,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "group": line.group,
        "total": line.total,
        "delegations": line.delegations,
        "people": line.people,
        "kinds": dict(line.kinds),
        "outcomes": {name: line.outcomes.get(name, 0) for name in OUTCOMES},
    }


def _period(period: Period) -> dict[str, Any]:
    return {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "contributions": period.contributions,
        "decisions": period.decisions,
    }
