"""Any two points of a text compared: the form that chooses them, and what changed."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.comparison_source import source_runs
from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.points import AtRevision, NoSuchPoint, Point, parse_day
from wgec_living.domain.summaries import RevisionSummary
from wgec_living.services import points, reading

from ..caching import public_page
from ..current import site
from ..points import in_words
from ..redline_source import shortened
from .documents import pages

VIEWS = ("inline", "side", "source")
"""How a comparison is shown; the first unless another is asked for."""
ENDS = (("older", "from", "from-day"), ("newer", "to", "to-day"))
"""By which fields each point is chosen: a list, any revision, a day."""


@pages.get("/documents/<document:path>/compare")
def choose(path: DocumentPath) -> Response | str | tuple[str, int]:
    """Let two points be chosen, and lead to the address of their comparison."""
    points.require_one_document(path, request.args.get("with"))
    if not any(_given(name) for names in ENDS for name in names):
        return _choosing(path)
    try:
        found = [_end(path, *names) for names in ENDS]
    except (NoSuchPoint, Invalid) as trouble:
        return _choosing(path, trouble), 404 if isinstance(trouble, NoSuchPoint) else 422
    pair = [str(point) for point, _ in found]
    if found[0][1].number > found[1][1].number:
        pair = pair[::-1]
    return redirect(url_for("documents.compare", path=path, pair=pair), 303)


def _end(path: DocumentPath, list_name: str, any_name: str, day_name: str) -> tuple[Point, RevisionSummary]:
    """Return the point that was written into one of the fields beside a list, else the one chosen in the list."""
    written, day = _given(any_name), _given(day_name)
    if written and day:
        raise Invalid("Please give a revision or a day, not both.", {day_name: "Leave one of the two empty."})
    if day and parse_day(day) is None:
        raise Invalid("That is not a day.", {day_name: "A day is written like 2026-11-24."})
    text = written or day or _given(list_name)
    if not text:
        raise Invalid("Choose two points, then compare them.", {list_name: "Choose a point here."})
    return points.named(site(), path, text)


def _given(name: str) -> str:
    return request.args.get(name, "").strip()


def _choosing(path: DocumentPath, error: Invalid | NoSuchPoint | None = None) -> str:
    return render_template(
        "documents/choose_points.html",
        document=reading.name(site(), path),
        choices=points.choices(site(), path),
        chosen={name: _given(name)[:150] for names in ENDS for name in names},
        error=str(error) if error else "",
        errors=error.fields if isinstance(error, Invalid) else {},
    )


@pages.get("/documents/<document:path>/compare/<pair:pair>")
@public_page
def compare(path: DocumentPath, pair: tuple[str, str]) -> str | Response:
    """Show what changed from one point of a text to a later one."""
    points.require_one_document(path, request.args.get("with"))
    look = request.args.get("view", VIEWS[0])
    if look not in VIEWS:
        raise NotFound("There is no such view of a comparison.")
    (older, first), (newer, second) = (points.named(site(), path, text) for text in pair)
    if first.number > second.number:
        lasting = isinstance(older, AtRevision) and isinstance(newer, AtRevision)
        swapped = url_for("documents.compare", path=path, pair=(newer, older), view=_look(look))
        return redirect(swapped, 301 if lasting else 302)
    view = reading.compare(site(), path, first, second)
    runs = source_runs(*reading.sources(site(), view), view.changes) if look == "source" else ()
    return render_template(
        "documents/compare.html",
        view=view,
        names=(in_words(older), in_words(newer)),
        look=look,
        looks=[
            (name, url_for("documents.compare", path=path, pair=pair, view=_look(name))) for name in VIEWS
        ],
        source=shortened(runs),
        choices=points.choices(site(), path),
        chosen={name: "" for names in ENDS for name in names} | {"older": str(older), "newer": str(newer)},
        lasting=_lasting(path, older, newer, (first.number, second.number)),
    )


def _lasting(path: DocumentPath, older: Point, newer: Point, numbers: tuple[int, int]) -> str:
    """Return the address that shows these very words for good; empty where this one does."""
    if isinstance(older, AtRevision) and isinstance(newer, AtRevision):
        return ""
    return url_for("documents.compare", path=path, pair=numbers)


def _look(name: str) -> str | None:
    """Return a view as it stands in the address: the first one is left out."""
    return None if name == VIEWS[0] else name
