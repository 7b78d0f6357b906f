"""What a time line is narrowed to, as the query string says it and as the page offers and undoes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import request

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.identifiers import BlockId, DocumentPath, parse_block_id
from wgec_living.domain.points import AtDay, parse_day
from wgec_living.domain.timeline import REVISION, Sort, TimelineFilter
from wgec_living.services import reading, timeline
from wgec_living.services.timeline import Speaking

from .current import site
from .narrowing import no_such
from .words import block_label

FIELDS = ("document", "kind", "handle", "delegation", "group", "block", "from", "to")
"""The names in the query string that narrow a time line."""
KINDS = {
    REVISION: "Changes of the text",
    Sort.EDITION.value: "Editions",
    Sort.DECISION.value: "Decisions",
    Sort.CONTRIBUTION.value: "Contributions",
    Sort.REVISED_TEXT.value: "Revised texts",
    Sort.REPLY.value: "Replies",
    Sort.POSITION.value: "Positions",
    Sort.ANCHOR.value: "Places confirmed or moved",
    Sort.WITHDRAWAL.value: "Withdrawals",
    Sort.REMOVAL.value: "Removals",
    Sort.FOUNDING.value: "First texts and imports",
    Sort.PERSON.value: "People joining",
}
"""What can be chosen among the entries, and what each choice is called."""
_LABELS = {
    "document": "Text",
    "kind": "Kind",
    "handle": "Person",
    "delegation": "Delegation",
    "group": "Group",
    "block": "Paragraph",
    "from": "From",
    "to": "Until",
}
_UNREADABLE = "Please give it as year-month-day: 2026-11-23."


@dataclass(frozen=True)
class Chip:
    """One thing that the time line is narrowed to, with the address without it."""

    label: str
    words: str
    without: str


@dataclass(frozen=True)
class Asked:
    """What the query string asks for."""

    said: Mapping[str, str]
    """By field, as it was given; what narrows nothing is left out."""
    wanted: TimelineFilter
    unknown: tuple[str, ...] = ()
    """What was asked for and does not exist, in sentences."""


def asked(path: DocumentPath | None) -> Asked:
    """Return what the query string narrows the time line of a document (None: of the record) to.

    A kind or paragraph that does not exist narrows nothing and is told of; a day that cannot be read is refused.
    """
    said = {name: request.args.get(name, "").strip()[:200] for name in FIELDS}
    if path is not None:
        said["document"] = ""
    else:
        said["block"] = said["block"] if said["document"] else ""
    unknown = []
    if said["kind"] and said["kind"] not in KINDS:
        unknown.append(no_such("kind of entry", said["kind"]))
        said["kind"] = ""
    said = {name: value for name, value in said.items() if value}
    try:
        block = parse_block_id(said["block"]) if "block" in said else ""
    except NotFound:
        block = ""
        unknown.append(no_such("paragraph", said.pop("block")))
    wanted = TimelineFilter(
        document=path or said.get("document", ""),
        sort=said.get("kind", ""),
        handle=said.get("handle", ""),
        delegation=said.get("delegation", ""),
        group=site().settings.group_name(said.get("group", "")),
        block=block,
        since=since.start if (since := _day(said, "from")) else None,
        until=until.end if (until := _day(said, "to")) else None,
    )
    return Asked(said, wanted, tuple(unknown))


def _day(said: Mapping[str, str], name: str) -> AtDay | None:
    if name not in said:
        return None
    day = parse_day(said[name])
    if day is None:
        raise Invalid("The date cannot be read.", {name: _UNREADABLE})
    return AtDay(day)


def chips(asked: Asked, speaking: Speaking, address: Callable[..., str]) -> list[Chip]:
    """Return what the time line is narrowed to, each with the address that leads on without it."""
    found = []
    for name, value in asked.said.items():
        dropped = {name, "block"} if name == "document" else {name}
        without = address(**{field: kept for field, kept in asked.said.items() if field not in dropped})
        found.append(Chip(_LABELS[name], _words(name, value, asked, speaking), without))
    return found


def _words(name: str, value: str, asked: Asked, speaking: Speaking) -> str:
    """Return what a value is called; an unknown one stands as it is."""
    if name == "kind":
        return KINDS[value]
    if name == "group":
        return asked.wanted.group
    if name == "handle":
        return dict(speaking.people).get(value, value)
    if name == "document":
        return next((text.title for text in reading.documents(site()) if text.path == value), value)
    if name == "block":
        block = timeline.block(site(), DocumentPath(asked.wanted.document), BlockId(value))
        return block_label(block) if block else value
    return value


def choices(speaking: Speaking, path: DocumentPath | None) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen, by field."""
    texts = () if path is not None else reading.documents(site())
    alone = {Sort.PERSON.value} if path is not None else set()
    return {
        "document": [(text.path, text.title) for text in texts],
        "kind": [(name, words) for name, words in KINDS.items() if name not in alone],
        "handle": list(speaking.people),
        "delegation": [(name, name) for name in speaking.delegations],
        "group": [(group.slug, group.name) for group in site().settings.groups],
    }
