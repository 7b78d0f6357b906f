"""The words and dates that pages use for what the record names in short."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from wgec_living.domain.comparison import Change
from wgec_living.domain.events import Kind
from wgec_living.domain.standing import Status

KINDS = {
    Kind.FOUNDING: "Founding text",
    Kind.IMPORT: "Imported text",
    Kind.COMMENT: "Comment",
    Kind.PROPOSAL: "Proposed change",
    Kind.POSITION: "Position",
    Kind.REPLY: "Reply",
    Kind.REVISED_TEXT: "Revised text",
    Kind.WITHDRAWAL: "Withdrawal",
    Kind.DISPOSITION: "Decision",
    Kind.ROSTER: "List of people",
    Kind.EDITION: "Edition",
    Kind.REMOVAL: "Removal",
}
STATUSES = {
    Status.OPEN: "Open",
    Status.DEFERRED: "Deferred",
    Status.ACCEPTED: "Accepted",
    Status.ACCEPTED_WITH_CHANGES: "Accepted with changes",
    Status.NOTED: "Noted",
    Status.DECLINED: "Declined",
    Status.WITHDRAWN: "Withdrawn",
    Status.REMOVED: "Removed",
}
"""Also the words for the dispositions, which have the same names."""
MARKS = {
    Status.OPEN: "○",
    Status.DEFERRED: "◐",
    Status.ACCEPTED: "✓",
    Status.ACCEPTED_WITH_CHANGES: "✓",
    Status.NOTED: "●",
    Status.DECLINED: "✕",
    Status.WITHDRAWN: "↩",
    Status.REMOVED: "–",
}
"""A sign beside each status, so that colour is never the only mark."""
STANCES = {
    "support": "Support",
    "can-live-with": "Can live with",
    "object": "Object",
    "no-view": "No view",
}
ROLES = {"contributor": "Contributor", "coordinator": "Coordinator"}
OPENING = (Kind.COMMENT, Kind.PROPOSAL, Kind.POSITION)
_DECISION = re.compile(r"^Accept(?: with changes)? contribution [0-9]+: (?=.)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def kind_word(kind: str) -> str:
    """Return the words for an event's kind; an unknown one stands as it is."""
    return KINDS.get(kind, kind)  # type: ignore[call-overload, no-any-return]


def status_word(status: str) -> str:
    """Return the words for a status or a disposition."""
    return STATUSES.get(status, status)  # type: ignore[call-overload, no-any-return]


def status_mark(status: str) -> str:
    """Return the sign for a status or a disposition."""
    return MARKS.get(status, "•")  # type: ignore[call-overload, no-any-return]


def stance_word(stance: str) -> str:
    """Return the words for a position."""
    return STANCES.get(stance, stance)


def role_word(role: str) -> str:
    """Return the word for a role."""
    return ROLES.get(role, role)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return `1 paragraph`, `3 paragraphs`, `1,200 replies`: a count with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def moment(at: int) -> str:
    """Return a time as `2 May 2014, 09:05 UTC`."""
    when = datetime.fromtimestamp(at, UTC)
    return f"{day(at)}, {when:%H:%M} UTC"


def day(at: int) -> str:
    """Return the day of a time, in UTC, as `2 May 2014`."""
    when = datetime.fromtimestamp(at, UTC)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def machine_time(at: int) -> str:
    """Return a time as a machine reads it: `2014-05-02T09:05:00Z`."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"


def block_name(number: int | None, kind: str, text: str = "") -> str:
    """Return what a block is called on pages: `Paragraph 12`, or `Heading “Security”`."""
    if number is not None:
        return f"Paragraph {number}"
    words = heading_words(text)
    short = words if len(words) <= 60 else words[:59].rstrip() + "…"
    name = "Heading" if kind == "heading" else "Table head" if kind == "row" else "Passage"
    return f"{name} “{short}”" if short else name


def heading_words(text: str) -> str:
    """Return the words of a heading or of a table's head without the signs that make it one."""
    first = text.strip().split("\n")[0].strip("|# \t")
    return " ".join(re.sub(r"\s*\|\s*", ", ", first.replace("**", "").replace("`", "")).split())


def without_decision(summary: str) -> str:
    """Return a revision's summary without “Accept contribution 4:”, where the page says that beside it."""
    return _DECISION.sub("", summary)


def change_summary(changes: tuple[Change, ...]) -> str:
    """Return what a comparison amounts to: `3 paragraphs changed, 1 added`."""
    parts: list[str] = []
    for kind, word in (("edited", "changed"), ("added", "added"), ("removed", "removed")):
        number = sum(change.kind == kind for change in changes)
        if number:
            parts.append(f"{counted(number, 'paragraph')} {word}" if not parts else f"{number:,} {word}")
    return ", ".join(parts) if parts else "No words changed"
