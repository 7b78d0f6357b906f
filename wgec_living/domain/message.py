"""Events to commit messages and back: record format 1, strict in what it writes, exact in what it reads.

`docs/record-format.md` is the normative description; this module and it change together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from . import trailers
from .events import Anchor, ChangeType, Disposition, Event, Kind, Speaker, Stance
from .identifiers import CommitId, DocumentPath, Handle, is_document_path
from .trailers import Malformed

TITLE_LIMIT = 200
_NOT_KEPT = re.compile("[\0\ud800-\udfff]")
_RANGE = re.compile(r"(0|[1-9][0-9]{0,8})-(0|[1-9][0-9]{0,8})")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CO_AUTHOR = re.compile(r"([^<>]+) <([a-z0-9-]+)@[^<>@]+\.invalid>")

_OPENING = {"Contribution", "Delegation", "Stakeholder-Group", "Role"}
_TARGET = {"Lines", "Anchor-Range", "Anchor-Quotation", "Anchor-Prefix", "Anchor-Suffix"}
_LINKS = {"Supersedes", "Idempotency-Key"}
# kind: (trailers it must have, trailers it may have besides)
RULES: dict[Kind, tuple[set[str], set[str]]] = {
    Kind.FOUNDING: (set(), set()),
    Kind.IMPORT: ({"Document"}, set()),
    Kind.COMMENT: (_OPENING | {"Document"}, _TARGET | _LINKS),
    Kind.PROPOSAL: (_OPENING | {"Document", "Type"}, _TARGET | _LINKS | {"Takes-Back"}),
    Kind.POSITION: (_OPENING | {"Document", "Position"}, _TARGET | _LINKS),
    Kind.ANCHOR: (_OPENING | {"Document", "Base"}, _TARGET | {"Idempotency-Key"}),
    Kind.REPLY: (_OPENING, {"In-Reply-To", "Idempotency-Key"}),
    Kind.REVISED_TEXT: (_OPENING | {"Document"}, {"Lines", "Idempotency-Key"}),
    Kind.WITHDRAWAL: (_OPENING, {"Idempotency-Key"}),
    Kind.DISPOSITION: (
        _OPENING | {"Disposition", "Contribution-Tip", "Document"},
        {"Idempotency-Key", "Co-authored-by"},
    ),
    Kind.ROSTER: ({"Handle", "Delegation", "Stakeholder-Group", "Role"}, set()),
    Kind.EDITION: (_OPENING - {"Contribution"}, {"Document", "Idempotency-Key"}),
    Kind.REMOVAL: (_OPENING, set()),
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A commit message that is no event of this format: kept as it stands, with what is wrong."""

    title: str
    body: str
    problem: str


def address_of(handle: str, site: str) -> str:
    """Return the address that stands for a person in Git; it can receive no mail."""
    return f"{handle}@{site}.invalid"


def compose(event: Event, site: str) -> str:
    """Return the commit message of `event`; raise `Malformed` when the event says what its kind must not."""
    pairs = [("Record", event.kind.value)]
    for name, (write, _) in FIELDS.items():
        value = write(event)
        if value is not None:
            pairs.append((name, value))
    pairs += [("Co-authored-by", f"{s.name} <{address_of(s.handle, site)}>") for s in event.co_authors]
    _check(event.kind, frozenset(name for name, _ in pairs) - {"Record"})
    _check_text(event.title, event.body)
    text = trailers.join_message(event.title, event.body, trailers.write([*pairs, *event.unknown]))
    # The last defence: what would read back as anything else is never written.
    back = parse(text, Speaker(event.speaker.handle, event.speaker.name), event.at)
    if isinstance(back, Unreadable):
        raise Malformed(back.problem)
    if back != event:
        wrong = [name for name in Event._fields if getattr(back, name) != getattr(event, name)]
        raise Malformed(f"{event.kind} cannot say this: {', '.join(wrong)}")
    return text


def parse(message: str, author: Speaker, at: int) -> Event | Unreadable:
    """Return the event a commit message carries, or what is wrong with it; never raises.

    `author` is Git's author (name and handle); the affiliation is read from the trailers, as it was then.
    """
    title, body, block = trailers.split_message(message)
    try:
        _check_text(title, body)
        if not block:
            raise Malformed("the message has no trailer block")
        if message != trailers.join_message(title, body, block):
            raise Malformed("there is not one blank line after the title and after the body")
        return _event(title, body, trailers.read(block), author, at)
    except Malformed as trouble:
        return Unreadable(title, body, str(trouble))


def _event(title: str, body: str, pairs: list[tuple[str, str]], author: Speaker, at: int) -> Event:
    if not pairs or pairs[0][0] != "Record":
        raise Malformed("the trailer Record: is missing")
    kind = _word(Kind, pairs[0][1])
    values: dict[str, str] = {}
    unknown, co_authors = [], []
    for name, value in pairs[1:]:
        if name == "Co-authored-by":
            co_authors.append(_co_author(value))
        elif name in ("Record", "Record-Version"):
            raise Malformed(f"{name} stands twice")
        elif name not in FIELDS:
            unknown.append((name, value))
        elif name in values:
            raise Malformed(f"{name} stands twice")
        else:
            values[name] = value
    _check(kind, frozenset([*values, "Co-authored-by"] if co_authors else values))
    said: dict[str, Any] = {}
    for name, value in values.items():
        if name in _READERS:
            field, read = _READERS[name]
            said[field] = read(value)
    said["anchor"] = _anchor(values) if "Anchor-Range" in values else None
    said["co_authors"], said["unknown"] = tuple(co_authors), tuple(unknown)
    affiliation = [values.get(name, "") for name in ("Delegation", "Stakeholder-Group", "Role")]
    speaker = Speaker(author.handle, author.name, *affiliation)
    return Event(kind, title, body, speaker, at, **said)


def _check_text(title: str, body: str) -> None:
    if not trailers.is_plain_line(title) or len(title) > TITLE_LIMIT:
        raise Malformed(f"the title must be one line of at most {TITLE_LIMIT} characters")
    # Plain ASCII is told much faster than it is searched.
    if ("\0" in body or not body.isascii()) and (found := _NOT_KEPT.search(body)):
        word = "NUL" if found[0] == "\0" else "half a"
        raise Malformed(f"{word} character cannot stand in a commit message")
    if title == trailers.CUT_LINE or (trailers.CUT_LINE in body and trailers.CUT_LINE in body.split("\n")):
        raise Malformed("the line at which Git cuts a message cannot stand in one")


@lru_cache(1_000)
def _check(kind: Kind, names: frozenset[str]) -> None:
    required, optional = RULES[kind]
    if missing := required - names:
        raise Malformed(f"{kind} lacks {', '.join(sorted(missing))}")
    if excess := names - required - optional:
        raise Malformed(f"{kind} may not have {', '.join(sorted(excess))}")
    if "Anchor-Range" in names and not {"Lines", "Anchor-Quotation"} <= names:
        raise Malformed("an anchor needs Lines and Anchor-Quotation")
    if {"Anchor-Quotation", "Anchor-Prefix", "Anchor-Suffix"} & names and "Anchor-Range" not in names:
        raise Malformed("an anchor needs Anchor-Range")


Word = TypeVar("Word", bound=StrEnum)


@lru_cache(1_000)
def _word(words: type[Word], value: str) -> Word:
    try:
        return words(value)
    except ValueError:
        raise Malformed(f"unknown {words.__name__.lower()}: {value[:60]}") from None


def _range(value: str) -> tuple[int, int]:
    match = _RANGE.fullmatch(value)
    if not match:
        raise Malformed(f"not a range: {value[:60]}")
    return int(match[1]), int(match[2])


def _lines(value: str) -> tuple[int, int]:
    first, last = _range(value)
    if first == 0:
        raise Malformed("lines are counted from 1")
    if first > last:
        raise Malformed(f"not a range: {value[:60]}")
    return first, last


def _number(value: str) -> int:
    if not _NUMBER.fullmatch(value):
        raise Malformed(f"not a number: {value[:60]}")
    return int(value)


def _commit(value: str) -> CommitId:
    if not _COMMIT.fullmatch(value):
        raise Malformed(f"not a commit id: {value[:60]}")
    return CommitId(value)


@lru_cache(1_000)
def _document(value: str) -> DocumentPath:
    if not is_document_path(value):
        raise Malformed(f"not a document path: {value[:60]}")
    return DocumentPath(value)


def _handle(value: str) -> Handle:
    if not _HANDLE.fullmatch(value):
        raise Malformed(f"not a handle: {value[:60]}")
    return Handle(value)


def _co_author(value: str) -> Speaker:
    match = _CO_AUTHOR.fullmatch(value)
    if not match:
        raise Malformed(f"not a co-author: {value[:60]}")
    return Speaker(_handle(match[2]), match[1])


def _anchor(values: dict[str, str]) -> Anchor:
    start, end = _range(values["Anchor-Range"])
    first, last = _lines(values["Lines"])
    # Over several lines the end is counted in the last block, so it may well be the smaller number.
    if first == last and start > end:
        raise Malformed(f"not a range: {values['Anchor-Range'][:60]}")
    names = ("Anchor-Quotation", "Anchor-Prefix", "Anchor-Suffix")
    words = {name: trailers.unquote(values[name]) for name in names if name in values}
    for name in names[1:]:
        if words.get(name) == "":
            raise Malformed(f"an {name} without words is left out")
    quotation, prefix, suffix = (words.get(name, "") for name in names)
    return Anchor(start, end, quotation, prefix, suffix)


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _span(value: tuple[int, int] | None) -> str | None:
    return None if value is None else f"{value[0]}-{value[1]}"


Writer = Callable[[Event], str | None]
Reader = tuple[str, Callable[[str], Any]] | None
# trailer: (how it is written, the field it is read into and how; None where the speaker or anchor takes it)
FIELDS: dict[str, tuple[Writer, Reader]] = {
    "Contribution": (lambda e: _text(e.contribution), ("contribution", _number)),
    "Document": (lambda e: _text(e.document), ("document", _document)),
    "Base": (lambda e: _text(e.base), ("base", _commit)),
    "Lines": (lambda e: _span(e.lines), ("lines", _lines)),
    "Anchor-Range": (lambda e: _span((e.anchor.start, e.anchor.end)) if e.anchor else None, None),
    "Anchor-Quotation": (lambda e: trailers.quote(e.anchor.quotation) if e.anchor else None, None),
    "Anchor-Prefix": (
        lambda e: trailers.quote(e.anchor.prefix) if e.anchor and e.anchor.prefix else None,
        None,
    ),
    "Anchor-Suffix": (
        lambda e: trailers.quote(e.anchor.suffix) if e.anchor and e.anchor.suffix else None,
        None,
    ),
    "Type": (lambda e: _text(e.change_type), ("change_type", lambda v: _word(ChangeType, v))),
    "Position": (lambda e: _text(e.stance), ("stance", lambda v: _word(Stance, v))),
    "Disposition": (lambda e: _text(e.disposition), ("disposition", lambda v: _word(Disposition, v))),
    "Contribution-Tip": (
        lambda e: _text(e.contribution_tip),
        ("contribution_tip", _commit),
    ),
    "In-Reply-To": (lambda e: _text(e.in_reply_to), ("in_reply_to", _commit)),
    "Supersedes": (lambda e: _text(e.supersedes), ("supersedes", _number)),
    "Takes-Back": (lambda e: _text(e.takes_back), ("takes_back", _number)),
    "Handle": (lambda e: _text(e.handle), ("handle", _handle)),
    "Delegation": (lambda e: _text(e.speaker.delegation), None),
    "Stakeholder-Group": (lambda e: _text(e.speaker.group), None),
    "Role": (lambda e: _text(e.speaker.role), None),
    "Idempotency-Key": (lambda e: _text(e.idempotency), ("idempotency", str)),
}
_READERS = {name: reader for name, (_, reader) in FIELDS.items() if reader is not None}
