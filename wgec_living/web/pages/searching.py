"""The search page, and the description by which a browser offers to search here."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from wgec_living.domain.errors import Invalid
from wgec_living.domain.search_query import LONGEST_QUERY
from wgec_living.domain.search_results import SearchFilter, SearchPlace
from wgec_living.domain.standing import Status
from wgec_living.services import reading, searching, suggesting

from ..caching import public_page
from ..current import site
from ..paging import links, page_argument, require_page
from ..search_asked import Asked, narrowing, read_asked, words_asked
from ..words import status_word

pages = Blueprint("searching", __name__)
PLACES = {
    None: "Everywhere",
    SearchPlace.TEXT: "Texts in force",
    SearchPlace.CONTRIBUTIONS: "Contributions",
    SearchPlace.REASONS: "Reasons of decisions",
    SearchPlace.HISTORY: "Words that are gone",
    SearchPlace.PEOPLE: "People",
}


@pages.get("/search")
@public_page
def search() -> tuple[str, int]:
    """Show what is found, or where nothing is asked for how to look for it."""
    wrong: dict[str, str] = {}
    results = None
    asked = Asked(words_asked(request.args), None, SearchFilter(), narrowing(request.args))
    number = page_argument()
    try:
        asked = read_asked(request.args)
        results = searching.search(site(), asked.words, asked.filter, asked.place, number)
        require_page(results.page)
    except Invalid as trouble:
        wrong = dict(trouble.fields)
    page = render_template(
        "searching/search.html",
        asked=asked,
        words=asked.words[:LONGEST_QUERY],
        longest=LONGEST_QUERY,
        wrong=wrong,
        results=results,
        instead=_instead(asked, results) if results is not None and results.asked else [],
        where=_where(asked, results) if results is not None and results.asked else [],
        links=links(results.page, "searching.search", _arguments(asked, asked.place))
        if results is not None
        else None,
        narrowed=any(value for name, value in asked.given.items() if name != "where"),
        choices={
            "documents": [(document.path, document.title) for document in reading.documents(site())],
            "groups": [(group.slug, group.name) for group in site().settings.groups],
            "statuses": [(status, status_word(status)) for status in Status if status is not Status.REMOVED],
            "people": [(entry.handle, entry.name) for entry in reading.roster(site(), counted=False)],
        },
    )
    return page, 422 if wrong else 200


def _arguments(asked: Asked, place: SearchPlace | None) -> dict[str, Any]:
    """Return what is asked for, at one place or everywhere, as it stands in an address."""
    wanted = {"q": asked.words, **asked.given, "where": place.value if place else ""}
    return {name: value for name, value in wanted.items() if value}


def _where(asked: Asked, results: searching.Results) -> list[tuple[str, str, str, bool]]:
    """Return each place with its address, how much is found there, and whether it is the one shown."""
    return [
        (
            words,
            url_for("searching.search", **_arguments(asked, place)),
            amount(results.counts[place] if place else results.everywhere),
            place is asked.place,
        )
        for place, words in PLACES.items()
    ]


def _instead(asked: Asked, results: searching.Results) -> list[tuple[str, str, str]]:
    """Return what could be looked for where nothing was found: the words, their address, how much that finds."""
    if results.page.total:
        return []
    return [
        (
            one.words,
            url_for("searching.search", **_arguments(asked, asked.place) | {"q": one.words}),
            amount(one.found),
        )
        for one in suggesting.suggestions(site(), asked.words, asked.filter, asked.place)
    ]


def amount(count: searching.Count) -> str:
    """Return how much is found, in a word."""
    return f"more than {count.number:,}" if count.more else f"{count.number:,}"


@pages.get("/search.xml")
@public_page
def description() -> Response:
    """Tell a browser how to search here (OpenSearch 1.1)."""
    page = render_template("searching/description.xml", name=site().settings.name[:16])
    return Response(page, content_type="application/opensearchdescription+xml; charset=utf-8")
