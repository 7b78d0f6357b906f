"""Points of a document in addresses: read from a query, and offered where there is none such."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from wgec_living.domain.errors import Invalid
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.points import AtDay, AtEdition, AtRevision, NoSuchPoint, Now, Point, parse_point
from wgec_living.services.points import no_point

from .current import site

KINDS: dict[str, tuple[type[Point], str]] = {
    "revision": (AtRevision, ""),
    "edition": (AtEdition, "edition-"),
    "as-of": (AtDay, ""),
}
"""By the name in a query: what kind of point it gives, and what is left out of it there."""
IN_WORDS: dict[type[Point], str] = {
    AtRevision: "revision {}",
    AtEdition: "edition {}",
    AtDay: "the text as it stood on {}",
    Now: "the text in force",
}


def asked_point(path: DocumentPath, day: str = "as-of", *, besides: tuple[str, ...] = ()) -> Point | None:
    """Return the point that the query asks for, None where it asks for none.

    `day` is the name of the day in this query; `besides` are other names of which only one may be given. Raises
    `Invalid` for several at once and for an ill-formed day, `NoSuchPoint` for another that is ill-formed.
    """
    names = {"revision": "revision", "edition": "edition", day: "as-of"}
    asked = [name for name in (*names, *besides) if name in request.args]
    if len(asked) > 1:
        choice = " or ".join(asked)
        raise Invalid("One point of the document at a time.", {name: f"Ask by {choice}." for name in asked})
    if not asked or asked[0] in besides:
        return None
    kind, left_out = KINDS[names[asked[0]]]
    text = request.args[asked[0]]
    point = parse_point(left_out + text)
    if isinstance(point, kind):
        return point
    if kind is AtDay:
        raise Invalid("The date cannot be read.", {day: "Please give it as year-month-day: 2026-11-23."})
    raise no_point(site(), path, text)


def arguments(point: Point, day: str = "as-of") -> dict[str, Any]:
    """Return the query that asks a document's page for a point; none for the text in force."""
    match point:
        case AtRevision(number):
            return {"revision": number}
        case AtEdition(number):
            return {"edition": number}
        case AtDay():
            return {day: str(point)}
        case Now():
            return {}


def in_words(point: Point) -> str:
    """Return a point as a sentence names it: *edition 1*, *the text in force*."""
    return IN_WORDS[type(point)].format(str(point).removeprefix("edition-"))


def offers(trouble: NoSuchPoint) -> tuple[tuple[str, str], ...]:
    """Return the nearest points as words and addresses, for a page or for a call of the API, as was asked."""
    return tuple((in_words(point), _address(trouble, point)) for point in trouble.nearest)


def _address(trouble: NoSuchPoint, point: Point) -> str:
    path, given = trouble.document, request.view_args or {}
    if path is None:
        return _edition_address(point)
    if request.endpoint == "documents.compare":
        pair = [str(point) if text == trouble.asked else text for text in given["pair"]]
        return url_for("documents.compare", path=path, pair=pair)
    if request.endpoint == "api-documents.compare_revisions":
        ends = {name: request.args.get(name, "") for name in ("from", "to")}
        ends = {name: str(point) if text == trouble.asked else text for name, text in ends.items()}
        return f"{url_for(request.endpoint, path=path)}?{urlencode(ends)}"
    if request.endpoint == "files.comparison":
        pair = [str(point) if text == trouble.asked else text for text in given["pair"]]
        return url_for(request.endpoint, path=path, pair=pair, form=given["form"])
    if request.endpoint == "files.document":
        return url_for(request.endpoint, path=path, form=given["form"], **arguments(point))
    if request.path.startswith("/api/"):
        return url_for("api-documents.read_document", path=path, **arguments(point, "as_of"))
    return url_for("documents.document", path=path, **arguments(point))


def _edition_address(point: Point) -> str:
    by_program = request.path.startswith("/api/")
    if isinstance(point, AtEdition):
        named = "api-editions.read_edition" if by_program else "editions.edition"
        return url_for(named, number=point.number)
    return url_for("api-editions.list_editions" if by_program else "documents.documents")
