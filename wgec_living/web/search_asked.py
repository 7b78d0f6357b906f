"""What a search asks for, read from the query string: the same for the page and for programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wgec_living.domain.errors import Invalid
from wgec_living.domain.search_results import SearchFilter, SearchPlace
from wgec_living.domain.standing import Status

from .current import site

NAMES = ("q", "where", "document", "group", "status", "handle", "since", "until")
"""The names in the query string."""
_CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Asked:
    """What is looked for, and where."""

    words: str
    place: SearchPlace | None
    """None: everywhere."""
    filter: SearchFilter
    given: dict[str, str]
    """What narrows it, as it stands in the address; empty where it does not."""


def words_asked(arguments: Mapping[str, str]) -> str:
    """Return the words of a query string, with a space for each sign that no page can show."""
    return _CONTROLS.sub(" ", arguments.get("q", ""))


def narrowing(arguments: Mapping[str, str]) -> dict[str, str]:
    """Return what a query string narrows a search to, as it stands there; empty where it does not."""
    return {name: _CONTROLS.sub(" ", arguments.get(name, "")).strip()[:200] for name in NAMES[1:]}


def read_asked(arguments: Mapping[str, str]) -> Asked:
    """Return what a query string asks for; raise `Invalid` for a place, state or day that there is not."""
    given = narrowing(arguments)
    wrong: dict[str, str] = {}
    for name, known in (("where", [*SearchPlace]), ("status", [*Status])):
        if given[name] and given[name] not in known:
            wrong[name] = f"Choose one of: {', '.join(known)}."
    days: dict[str, datetime | None] = {}
    for name in ("since", "until"):
        try:
            days[name] = (
                datetime.strptime(given[name], "%Y-%m-%d").replace(tzinfo=UTC) if given[name] else None
            )
        except ValueError:
            wrong[name] = "Please give the day as year-month-day: 2026-11-23."
    if wrong:
        raise Invalid("This search cannot be made.", wrong)
    since, until = days["since"], days["until"]
    return Asked(
        words_asked(arguments),
        SearchPlace(given["where"]) if given["where"] else None,
        SearchFilter(
            document=given["document"] or None,
            group=site().settings.group_name(given["group"]) or None,
            status=given["status"] or None,
            handle=given["handle"] or None,
            since=None if since is None else int(since.timestamp()),
            until=None if until is None else int(until.timestamp() + timedelta(days=1).total_seconds()) - 1,
        ),
        given,
    )
