"""The desk, where coordinators see what waits for them, and each contributor's own contributions."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from wgec_living.domain.identifiers import DocumentPath, is_document_path
from wgec_living.domain.standing import UNDECIDED
from wgec_living.services import desk as waiting
from wgec_living.services import reading
from wgec_living.services.views import DeskRow

from ..current import site
from ..signing import actor
from ..words import OPENING, counted, kind_word

pages = Blueprint("desk", __name__)
FILTERS = ("document", "group", "kind")
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
    return render_template(
        "desk/desk.html",
        rows=[row for row in rows if _wanted(row, chosen) and (known or not path)],
        total=len(rows),
        chosen=chosen,
        narrowed=any(chosen.values()),
        titles={document.path: document.title for document in documents},
        age=_age,
        choices={
            "documents": [(document.path, document.title) for document in documents],
            "groups": [(group.slug, group.name) for group in groups],
            "kinds": [(kind.value, kind_word(kind)) for kind in OPENING],
        },
    )


def _wanted(row: DeskRow, chosen: dict[str, str]) -> bool:
    names = {group.slug: group.name for group in site().settings.groups}
    group = names.get(chosen["group"], chosen["group"])
    return group in ("", row.summary.speaker.group) and chosen["kind"] in ("", row.summary.kind)


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
    return render_template(
        "desk/mine.html",
        waiting=[row for row in rows if row.summary.status in UNDECIDED],
        answered=[row for row in rows if row.summary.status not in UNDECIDED],
        titles={document.path: document.title for document in reading.documents(site())},
    )
