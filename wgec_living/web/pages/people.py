"""The people who take part, by stakeholder group and delegation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template

from wgec_living.domain.people import Group
from wgec_living.domain.summaries import RosterEntry
from wgec_living.services import reading

from ..caching import public_page
from ..current import site

pages = Blueprint("people", __name__)


@dataclass(frozen=True)
class Section:
    """One stakeholder group with its people, ordered by delegation and name."""

    slug: str
    name: str
    entries: tuple[RosterEntry, ...]


@pages.get("/people")
@public_page
def people() -> str:
    """List the people of the roster."""
    roster = reading.roster(site())
    return render_template(
        "people/people.html", sections=by_group(site().settings.groups, roster), total=len(roster)
    )


def by_group(groups: Iterable[Group], roster: Iterable[RosterEntry]) -> tuple[Section, ...]:
    """Return the roster in the order of the groups; people of other groups, or of none, come last."""
    entries = sorted(roster, key=lambda e: (e.delegation.casefold(), e.name.casefold(), e.handle))
    known = [Section(g.slug, g.name, tuple(e for e in entries if e.group == g.name)) for g in groups]
    names = {section.name for section in known}
    others = sorted({entry.group for entry in entries} - names)
    return (
        *known,
        *(
            Section(f"other-{place}", name or "Without a group", tuple(e for e in entries if e.group == name))
            for place, name in enumerate(others, 1)
        ),
    )
