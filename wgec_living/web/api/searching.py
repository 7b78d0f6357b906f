"""Search for programs: what the search page finds, with the words around and where in them it stands."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from marshmallow import Schema, fields

from wgec_living.domain.search_query import LONGEST_QUERY
from wgec_living.domain.search_results import SearchPlace
from wgec_living.domain.standing import Status
from wgec_living.services import searching
from wgec_living.services.finding import Found

from ..addresses import absolute
from ..current import site
from ..paging import page_argument
from ..search_asked import read_asked
from ..words import machine_time
from .answer_fields import a_flag, a_list, a_moment, a_number, a_text
from .answering import answer, page_shape, per_page_argument
from .answers import Speaker
from .calls import CHECKING_ERRORS, PAGING, Calls, query
from .examples import ANA
from .shapes import page_address, speaker_shape

calls = Calls("api-search", "Search in everything on record; open to everybody.")
TEXT = {"type": "string"}
DAY = {"type": "string", "format": "date"}
PARAMETERS = (
    query(
        "q",
        'Words that all must occur, the last one begun at least; `"in this order"`, `-without`.',
        {"type": "string", "maxLength": LONGEST_QUERY},
        "access",
    ),
    query("where", "At one place only.", {"type": "string", "enum": [*SearchPlace]}, "text"),
    query("document", "Only on this document.", TEXT, "mapping"),
    query("group", "Only from this stakeholder group, by name or slug.", TEXT, "civil-society"),
    query("status", "Only of contributions in this state.", {"type": "string", "enum": [*Status]}, "open"),
    query("handle", "Only by this person.", TEXT, "ana-example"),
    query("since", "Only of this day (UTC) or later.", DAY, "2026-11-01"),
    query("until", "Only of this day (UTC) or earlier.", DAY, "2026-11-30"),
)


class Counted(Schema):
    """How much is found at one place."""

    count = a_number()
    more = a_flag("Whether there is more than that, which is not counted.")


class FoundThing(Schema):
    """One thing found."""

    place = a_text("text, contributions, reasons, history or people.")
    kind = a_text("The kind of block, or of event; person; document, where its title fits.")
    at = a_moment()
    author = fields.Nested(
        Speaker, required=True, metadata={"description": "Of what is gone: whose change it was."}
    )
    title = a_text("Of the contribution or document, or the person's name; empty for passages.")
    words = a_list(
        fields.List(fields.String()),
        "Pairs of `found` or `around` and the words: the place of the first hit.",
    )
    proposed = a_flag("Whether these are words proposed for the text.")
    document = a_text("Its path.", none=True)
    block = a_text("The id of the passage.", none=True)
    revision = a_number("That brought the words; of what is gone, the last that had them.", none=True)
    contribution = a_number(none=True)
    status = a_text("Of the contribution.", none=True)
    commit = a_text("Of the reply, reason and so on.", none=True)
    url = a_text("The page to read it on.")


class SearchAnswer(Schema):
    """One page of what was found, best first."""

    items = a_list(fields.Nested(FoundThing))
    total = a_number()
    next = a_text("The address of the next page.", none=True)
    more = a_flag("Whether more fits than `total`: then these are the best of the newest.")
    counts = fields.Dict(keys=fields.String(), values=fields.Nested(Counted), required=True)


EXAMPLE: dict[str, Any] = {
    "items": [
        {
            "place": "contributions",
            "kind": "comment",
            "at": "2026-11-24T09:30:00Z",
            "author": ANA,
            "title": "Say that it lasts",
            "words": [
                ["around", "It was so ten years ago: "],
                ["found", "access"],
                ["around", " is uneven."],
            ],
            "proposed": False,
            "document": "mapping",
            "block": None,
            "revision": None,
            "contribution": 42,
            "status": "open",
            "commit": "a3d5c7e9f10b2d4f6a8c0e1f3b5d7f9a1c3e5f70",
            "url": "https://living.example.org/contributions/42",
        }
    ],
    "total": 1,
    "next": None,
    "more": False,
    "counts": {
        place.value: {"count": int(place is SearchPlace.CONTRIBUTIONS), "more": False}
        for place in SearchPlace
    },
}


@calls.get("/search", SearchAnswer, EXAMPLE, (*PARAMETERS, *PAGING), CHECKING_ERRORS)
def read_search() -> Response:
    """Search the texts in force, contributions, reasons, words that are gone, and people."""
    asked = read_asked(request.args)
    found = searching.search(
        site(), asked.words, asked.filter, asked.place, page_argument(), per_page_argument()
    )
    arguments = {"q": asked.words, **{name: value or None for name, value in asked.given.items()}}
    shape = page_shape(found.page, _shape, "api-search.read_search", arguments)
    counts = {
        place.value: {"count": count.number, "more": count.more} for place, count in found.counts.items()
    }
    return answer({**shape, "more": found.more, "counts": counts})


def _shape(found: Found) -> dict[str, Any]:
    return {
        "place": found.place.value,
        "kind": found.kind,
        "at": machine_time(found.at),
        "author": speaker_shape(found.speaker),
        "title": "".join(stretch.text for stretch in found.title),
        "words": [["found" if stretch.found else "around", stretch.text] for stretch in found.words],
        "proposed": found.proposed,
        "document": found.document.path if found.document else None,
        "block": found.block_id,
        "revision": found.revision,
        "contribution": found.contribution.number if found.contribution else None,
        "status": found.contribution.status.value if found.contribution else None,
        "commit": found.commit,
        "url": _address(found),
    }


def _address(found: Found) -> str:
    """Return the page on which what was found is read."""
    if found.contribution is not None:
        return page_address(found.contribution.number)
    if found.document is None:
        return absolute(url_for("people.people", _anchor=f"person-{found.speaker.handle}"))
    then = found.revision if found.place is SearchPlace.HISTORY else None
    at = f"b-{found.block_id}" if found.block_id else None
    return absolute(url_for("documents.document", path=found.document.path, revision=then, _anchor=at))
