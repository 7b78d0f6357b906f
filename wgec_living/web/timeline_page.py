"""The page of a time line: its entries by month and day, its filters, and the ways to its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any

from flask import render_template, request, url_for

from wgec_living.domain.errors import NotFound
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.timeline import Entry, Key, Stretch, parse_key
from wgec_living.services import reading, timeline

from .current import site
from .timeline_filters import FIELDS, Asked, asked, chips, choices
from .words import day, month


@dataclass(frozen=True)
class Day:
    """The entries of one day."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Month:
    """The days of one month that have entries."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Ways:
    """The addresses of the neighbours; None where there is nothing on that side."""

    newest: str | None = field(default=None)
    newer: str | None = field(default=None)
    older: str | None = field(default=None)
    oldest: str | None = field(default=None)


def by_month(entries: Iterable[Entry]) -> tuple[Month, ...]:
    """Return entries under the headings of their days, and these under those of their months."""
    days = [Day(name, tuple(found)) for name, found in groupby(entries, lambda entry: day(entry.at))]
    months = groupby(days, lambda one: month(one.entries[0].at))
    return tuple(Month(name, tuple(found)) for name, found in months)


def timeline_page(path: DocumentPath | None) -> str:
    """Return the page of a document's time line, or of the whole record's."""
    document = reading.name(site(), path) if path is not None else None
    narrowed = asked(path)
    before, after = _key("before"), _key("after")
    stretch = timeline.timeline(
        site(), narrowed.wanted, before=before, after=after, oldest="oldest" in request.args
    )
    address = (
        partial(url_for, "documents.history", path=path) if path else partial(url_for, "timeline.record")
    )
    speaking = timeline.speaking(site())
    titles = {text.path: text for text in reading.documents(site())} if path is None else {}
    return render_template(
        "timeline/timeline.html",
        document=document,
        newest=reading.revision_at(site(), path) if path else None,
        months=by_month(stretch.items),
        entries=stretch.items,
        said={name: narrowed.said.get(name, "") for name in FIELDS},
        unknown=narrowed.unknown,
        chips=chips(narrowed, speaking, address),
        choices=choices(speaking, path),
        titles=titles,
        ways=_ways(stretch, narrowed, address),
        whole=address(),
    )


def _key(name: str) -> Key | None:
    text = request.args.get(name)
    if text is not None and "before" in request.args and "after" in request.args:
        raise NotFound("There is no such page of this time line.")
    return None if text is None else parse_key(text)


def _ways(stretch: Stretch, narrowed: Asked, address: Any) -> Ways:
    said = narrowed.said
    newer, older = stretch.newer is not None, stretch.older is not None
    return Ways(
        address(**said) if newer else None,
        address(**said, after=str(stretch.newer)) if newer else None,
        address(**said, before=str(stretch.older)) if older else None,
        address(**said, oldest="yes") if older else None,
    )
