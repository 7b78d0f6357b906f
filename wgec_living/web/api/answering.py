"""Answers as JSON in UTF-8, and lists in pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Response, url_for

from wgec_living.domain.errors import Invalid
from wgec_living.domain.summaries import Page

from ..paging import count_argument

Row = TypeVar("Row")
MOST_PER_PAGE = 100
USUAL_PER_PAGE = 50


def json_bytes(data: Any) -> bytes:
    """Return `data` as JSON in UTF-8, members in the order they were put in."""
    return json_text(data).encode()


def json_text(data: Any) -> str:
    """Return `data` as JSON, as short as it can be."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def answer(data: Mapping[str, Any], status: int = 200, location: str | None = None) -> Response:
    """Return `data` as an answer; `location` is the address of what was made."""
    response = Response(json_bytes(data), status, content_type="application/json")
    if location is not None:
        response.headers["Location"] = location
    return response


def per_page_argument() -> int:
    """Return how many items to a page are asked for; more than a hundred is refused."""
    number = count_argument("per_page", "page", USUAL_PER_PAGE) or USUAL_PER_PAGE
    if number > MOST_PER_PAGE:
        raise Invalid(
            "This is too much at once.", {"per_page": f"Ask for at most {MOST_PER_PAGE} to a page."}
        )
    return number


def page_shape(
    page: Page[Row], shape: Callable[[Row], dict[str, Any]], endpoint: str, arguments: Mapping[str, Any]
) -> dict[str, Any]:
    """Return one page of a list with the address of the next one (null on the last)."""
    following = None
    if page.number < page.pages:
        asked = {name: value for name, value in arguments.items() if value is not None}
        if page.per_page != USUAL_PER_PAGE:
            asked["per_page"] = page.per_page
        following = url_for(endpoint, **asked, page=page.number + 1)
    return {"items": [shape(row) for row in page.items], "total": page.total, "next": following}
