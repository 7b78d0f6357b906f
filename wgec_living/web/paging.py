"""Long lists in pages: the number asked for, and the addresses of the neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from wgec_living.domain.errors import NotFound
from wgec_living.domain.summaries import Page

_COUNT = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


def count_argument(name: str, what: str, default: int | None = None) -> int | None:
    """Return the number from 1 in the query's `name`; anything else there is an unknown `what`."""
    text = request.args.get(name)
    if text is None:
        return default
    if not _COUNT.fullmatch(text):
        raise NotFound(f"There is no such {what}.")
    return int(text)


def page_argument() -> int:
    """Return the page of a list that is asked for."""
    return count_argument("page", "page", 1) or 1


def require_page(page: Page[Any]) -> None:
    """Refuse a page behind the last one."""
    if page.number > page.pages:
        raise NotFound(f"This list has no page {page.number}; its last is {page.pages}.")


@dataclass(frozen=True)
class Step:
    """One link below a list; without a number it stands for the pages left out."""

    number: int | None
    address: str
    current: bool = False


@dataclass(frozen=True)
class Pages:
    """The links below a list."""

    steps: tuple[Step, ...]
    previous: str | None
    next: str | None


def links(page: Page[Any], endpoint: str, arguments: Mapping[str, Any]) -> Pages:
    """Return the links to the pages around `page`: the first, the last and two on either side."""

    def address(number: int) -> str:
        wanted: dict[str, Any] = {name: value for name, value in arguments.items() if value not in (None, "")}
        if number > 1:
            wanted["page"] = number
        return url_for(endpoint, **wanted)

    near = {1, page.pages, *range(page.number - 2, page.number + 3)}
    steps: list[Step] = []
    last = 0
    for number in sorted(n for n in near if 1 <= n <= page.pages):
        if number > last + 1:
            steps.append(Step(None, ""))
        steps.append(Step(number, address(number), number == page.number))
        last = number
    return Pages(
        tuple(steps),
        address(page.number - 1) if page.number > 1 else None,
        address(page.number + 1) if page.number < page.pages else None,
    )
