"""The desk, where coordinators see what waits for them, and each contributor's own contributions."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template, request

from wgec_living.domain.identifiers import DocumentPath, is_document_path
from wgec_living.domain.standing import Status, awaits_decision
from wgec_living.services import desk as waiting
from wgec_living.services import drafting, reading, whereabouts
from wgec_living.services.views_deciding import DeskRow

from ..current import site
from ..draft_places import shown_draft
from ..signing import actor, holder
from ..words import counted, kind_choices, status_word

pages = Blueprint("desk", __name__)
FILTERS = ("document", "state", "group", "age", "kind", "order")
STATES = tuple((state.value, status_word(state)) for state in (Status.OPEN, Status.DEFERRED))
AGES = (("week", "Came within 7 days"), ("month", "Waits for 30 days or more"))
ORDERS = (("oldest", "Oldest first"), ("newest", "Newest first"))
MEETINGS = {
    "clashes": ("Clashes with", ""),
    "combines": ("Combines with", ", one after the other"),
    "alike": ("Same words as", ""),
}
MOST_NAMED = 8
DAY = 86_400


@pages.get("/desk")
def desk() -> str:
    """Show every contribution that waits for a decision, narrowed by the query string."""
    person = actor()
    chosen = {name: request.args.get(name, "").strip()[:200] for name in FILTERS}
    path = chosen["document"]
    known = DocumentPath(path) if is_document_path(path) else None
    rows = waiting.desk(site(), person, known)
    documents = reading.documents(site())
    groups = site().settings.groups
    shown = _ordered([row for row in rows if _wanted(row, chosen) and (known or not path)], chosen["order"])
    return render_template(
        "desk/desk.html",
        rows=shown,
        groups=_grouped(shown, together=chosen["order"] not in dict(ORDERS)),
        total=len(rows),
        chosen=chosen,
        narrowed=any(value for name, value in chosen.items() if name != "order"),
        titles={document.path: document.title for document in documents},
        age=_age,
        met=_met,
        choices={
            "documents": [(document.path, document.title) for document in documents],
            "states": STATES,
            "groups": [(group.slug, group.name) for group in groups],
            "ages": AGES,
            "kinds": kind_choices(),
            "orders": ORDERS,
        },
    )


def _wanted(row: DeskRow, chosen: dict[str, str]) -> bool:
    group = site().settings.group_name(chosen["group"])
    days = (site().clock() - row.summary.created_at) / DAY
    return (
        group in ("", row.summary.speaker.group)
        and chosen["kind"] in ("", row.summary.kind)
        and chosen["state"] in ("", row.summary.status)
        and {"": True, "week": days < 7, "month": days >= 30}.get(chosen["age"], False)
    )


def _ordered(rows: list[DeskRow], order: str) -> list[DeskRow]:
    """Return the rows by age where that is asked for; they come by place in the texts."""
    if order not in dict(ORDERS):
        return rows
    return sorted(rows, key=lambda row: row.summary.number, reverse=order == "newest")


def _grouped(rows: list[DeskRow], *, together: bool) -> list[list[DeskRow]]:
    """Return the rows of one passage together where they follow each other; else each by itself."""
    if not together:
        return [[row] for row in rows]
    return [list(on_passage) for _, on_passage in groupby(rows, key=lambda row: row.place)]


def _met(row: DeskRow) -> list[tuple[str, list[int], int, str]]:
    """Return whom a proposal meets, worst first: the words for it, some numbers, how many more, the words after."""
    found = []
    for how, (words, after) in MEETINGS.items():
        numbers = [meeting.number for meeting in row.meetings if meeting.how == how]
        if numbers:
            found.append((words, numbers[:MOST_NAMED], max(0, len(numbers) - MOST_NAMED), after))
    return found


def _age(at: int) -> str:
    """Return how long ago something came, in the one unit that tells enough."""
    days = max(0, site().clock() - at) // DAY
    if not days:
        return "today"
    return counted(days, "day") if days < 60 else counted(days // 30, "month")


@pages.get("/mine")
def mine() -> str:
    """Show one's own contributions: what waits, and what was answered."""
    rows = waiting.mine(site(), actor())
    open_ones = [row for row in rows if awaits_decision(row.summary.kind, row.summary.status)]
    documents = {document.path: document.title for document in reading.documents(site())}
    return render_template(
        "desk/mine.html",
        waiting=open_ones,
        answered=[row for row in rows if row not in open_ones],
        titles=documents,
        places=whereabouts.whereabouts(site(), [row.summary for row in rows]),
        drafts=[shown_draft(draft) for draft in drafting.all_of(holder())],
    )
