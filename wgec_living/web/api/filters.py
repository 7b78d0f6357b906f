"""What calls about many contributions are narrowed and arranged by."""

from __future__ import annotations

from flask import request

from wgec_living.domain.errors import Invalid
from wgec_living.domain.points import AtDay, parse_day
from wgec_living.domain.reporting import OUTCOMES, Arrangement
from wgec_living.domain.standing import Then
from wgec_living.domain.summaries import ContributionFilter

from ..current import site
from . import sending
from .calls import query

TEXT = {"type": "string"}
ORDERS = [order.value for order in Arrangement]
FILTERS = (
    query("document", "Only on this document.", TEXT, "mapping"),
    query("kind", "Only of this kind.", {"type": "string", "enum": sending.KINDS}, "proposal"),
    query(
        "status",
        "Only in this state; `stated` are the positions that nobody put off.",
        {"type": "string", "enum": list(OUTCOMES)},
        "open",
    ),
    query("handle", "Only by this person.", TEXT, "ana-example"),
    query("group", "Only from this stakeholder group, by name or slug.", TEXT, "civil-society"),
    query("delegation", "Only from this delegation.", TEXT, "Network for Open Access"),
    query("block", "Only on this block.", TEXT, "1-12"),
)
AS_OF = query(
    "as_of",
    "As things stood at the end of this day, UTC: those there were, with their status then.",
    {"type": "string", "format": "date"},
    "2026-11-23",
)
ORDER = query(
    "order",
    "Newest first, in the order of the texts, by group and delegation, or by what became of them.",
    {"type": "string", "enum": ORDERS, "default": Arrangement.NUMBER.value},
    "paragraph",
)
_KNOWN: dict[str, list[str]] = {"kind": list(sending.KINDS), "status": list(OUTCOMES), "order": ORDERS}


def asked(names: tuple[str, ...]) -> dict[str, str | None]:
    """Return what the query string says of some filters; raise `Invalid` for a choice that does not exist."""
    found = {name: request.args.get(name) or None for name in names}
    for name, value in found.items():
        if value is not None and name in _KNOWN and value not in _KNOWN[name]:
            raise Invalid("This filter is not known.", {name: f"Choose one of: {', '.join(_KNOWN[name])}."})
    return found


def chosen_filter(as_of: str | None = None) -> ContributionFilter:
    """Return what the query string narrows contributions to, as they stood at the end of a day if one is given."""
    day = parse_day(as_of) if as_of is not None else None
    if as_of is not None and day is None:
        raise Invalid("The date cannot be read.", {"as_of": "Please give it as year-month-day: 2026-11-23."})
    found = asked(tuple(each["name"] for each in FILTERS))
    return ContributionFilter(
        document=found["document"],
        kind=found["kind"],
        status=found["status"],
        handle=found["handle"],
        group=site().settings.group_name(found["group"] or "") or None,
        delegation=found["delegation"],
        block=found["block"],
        then=Then(AtDay(day).end) if day is not None else None,
    )
