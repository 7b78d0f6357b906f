"""What a list of contributions is narrowed to and how it is arranged, as the query string says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from wgec_living.domain.reporting import OUTCOMES, Arrangement
from wgec_living.domain.summaries import ContributionFilter, DocumentSummary, RosterEntry
from wgec_living.services import reading

from .current import site
from .words import OPENING, closed, kind_choices, outcome_word, shortened

FILTERS = ("document", "kind", "status", "group", "delegation", "handle", "block", "words")
ARRANGEMENTS = (
    (Arrangement.NUMBER, "Newest first"),
    (Arrangement.PARAGRAPH, "By paragraph"),
    (Arrangement.STAKEHOLDER, "By stakeholder"),
    (Arrangement.DISPOSITION, "By disposition"),
)
KNOWN: dict[str, tuple[str, ...]] = {"kind": OPENING, "status": OUTCOMES, "order": tuple(Arrangement)}
"""What is chosen from a list, with all that stands on it."""
Choices = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Narrowed:
    """What was chosen."""

    wanted: ContributionFilter
    arrangement: Arrangement
    arguments: dict[str, Any]
    """The same for the addresses of other pages and files of this list."""
    unknown: tuple[str, ...] = ()
    """What was asked for and does not exist, in sentences."""

    @property
    def any(self) -> bool:
        """Whether the list is narrowed at all."""
        return self.wanted != ContributionFilter()


def narrowed(otherwise: Arrangement) -> Narrowed:
    """Return what the query string chooses; `otherwise` is the arrangement where it names none.

    A kind, status or arrangement that does not exist chooses nothing and is told of: the choices of the page can
    show none. Any other value that is not known stands, and finds nothing.
    """
    chosen = {name: request.args.get(name, "").strip()[:200] or None for name in (*FILTERS, "order")}
    chosen["group"] = site().settings.group_name(chosen["group"] or "") or None
    unknown = []
    for name, known in KNOWN.items():
        value = chosen[name]
        if value and value not in known:
            unknown.append(no_such("arrangement" if name == "order" else name, value))
            chosen[name] = None
    order = chosen.pop("order")
    wanted = ContributionFilter(
        document=chosen["document"],
        kind=chosen["kind"],
        status=chosen["status"],
        handle=chosen["handle"],
        group=chosen["group"],
        delegation=chosen["delegation"],
        block=chosen["block"],
        words=chosen["words"],
    )
    arrangement = Arrangement(order) if order else otherwise
    arguments: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    if arrangement is not otherwise:
        arguments["order"] = arrangement.value
    return Narrowed(wanted, arrangement, arguments, tuple(unknown))


def no_such(what: str, value: str) -> str:
    """Return the sentence for a value to narrow by that does not exist."""
    shown = closed(shortened("".join(sign for sign in value if sign.isprintable()), 60))
    return f"There is no such {what}: “{shown}”. It was left aside."


def choices(documents: tuple[DocumentSummary, ...], roster: tuple[RosterEntry, ...]) -> Choices:
    """Return what the form of such a list offers."""
    return {
        "documents": [(document.path, document.title) for document in documents],
        "kinds": kind_choices(),
        "statuses": [(status, outcome_word(status)) for status in OUTCOMES],
        "groups": [(group.name, group.name) for group in site().settings.groups],
        "delegations": [(name, name) for name in sorted({one.delegation for one in roster} - {""})],
        "people": [(entry.handle, entry.name) for entry in roster],
        "orders": [(order.value, words) for order, words in ARRANGEMENTS],
    }


def offered() -> tuple[Choices, dict[str, str], tuple[RosterEntry, ...]]:
    """Return the choices of the form, the titles of the documents by path, and the roster."""
    documents, roster = reading.documents(site()), reading.roster(site())
    return choices(documents, roster), {one.path: one.title for one in documents}, roster


def titles_of_texts() -> dict[str, str]:
    """Return the title of each document by its path."""
    return {one.path: one.title for one in reading.documents(site())}
