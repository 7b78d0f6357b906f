"""The words and dates that pages use for what the record names in short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

from markupsafe import Markup, escape

from wgec_living.domain.comparison import Change
from wgec_living.domain.comparison_front import is_front
from wgec_living.domain.comparison_told import Sentence
from wgec_living.domain.events import OPENING_KINDS, Kind, Stance
from wgec_living.domain.positions import Stood
from wgec_living.domain.reporting import STATED
from wgec_living.domain.standing import Status
from wgec_living.services.views import BlockView

SOON = "The pages will show it in a moment."
"""Said of what is on record where the index has not followed yet."""
KINDS = {
    Kind.FOUNDING: "Founding text",
    Kind.IMPORT: "Imported text",
    Kind.COMMENT: "Comment",
    Kind.PROPOSAL: "Proposal",
    Kind.POSITION: "Position",
    Kind.ANCHOR: "Place in the text",
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
MOST_NAMED = 3
"""So many blocks of one target are named one by one."""
OPENING = tuple(kind for kind in Kind if kind in OPENING_KINDS)
"""The kinds of contributions, in the order in which pages offer them."""
_DECISION = re.compile(r"^Accept(?: with changes)? contribution [0-9]+: (?=.)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of contributions as a form offers them."""
    return [(kind.value, kind_word(kind)) for kind in OPENING]


def kind_word(kind: str) -> str:
    """Return the words for an event's kind; an unknown one stands as it is."""
    return KINDS.get(kind, kind)  # type: ignore[call-overload, no-any-return]


def status_word(status: str) -> str:
    """Return the words for a status or a disposition."""
    return STATUSES.get(status, status)  # type: ignore[call-overload, no-any-return]


def outcome_word(outcome: str) -> str:
    """Return the words for what became of a contribution: its status, or that a position was stated."""
    return "Stated" if outcome == STATED else status_word(outcome)


def status_mark(status: str) -> str:
    """Return the sign for a status or a disposition."""
    return MARKS.get(status, "•")  # type: ignore[call-overload, no-any-return]


def stance_word(stance: str) -> str:
    """Return the words for a position."""
    return STANCES.get(stance, stance)


def stood_words(stood: Sequence[Stood]) -> str:
    """Return who stands how: `Supported by 3: Civil society 2, Member States 1; objected to by 1: …`."""
    parts = [
        _STOOD[one.stance].format(one.total)
        + ": "
        + ", ".join(f"{group} {number:,}" if one.total > 1 else group for group, number in one.by_group)
        for one in stood
    ]
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:]


_STOOD = {
    Stance.SUPPORT: "supported by {}",
    Stance.CAN_LIVE_WITH: "{} can live with it",
    Stance.OBJECT: "objected to by {}",
    Stance.NO_VIEW: "{} without a view",
}


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
    return date_words(datetime.fromtimestamp(at, UTC))


def date_words(when: date) -> str:
    """Return a date as `2 May 2014`."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def minute(at: int) -> str:
    """Return the time of day, in UTC, as `09:05`."""
    return f"{datetime.fromtimestamp(at, UTC):%H:%M}"


def month(at: int) -> str:
    """Return the month of a time, in UTC, as `May 2014`."""
    when = datetime.fromtimestamp(at, UTC)
    return f"{_MONTHS[when.month - 1]} {when.year}"


def machine_time(at: int) -> str:
    """Return a time as a machine reads it: `2014-05-02T09:05:00Z`."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"


def block_name(number: int | None, kind: str, text: str = "") -> str:
    """Return what a block is called on pages: `Paragraph 12`, `Row 15`, or `Heading “Security”`."""
    if number is not None:
        return f"{'Row' if kind == 'row' else 'Paragraph'} {number}"
    words = heading_words(text)
    short = closed(shortened(words, 60))
    name = "Heading" if kind == "heading" else "Table head" if kind == "row" else "Passage"
    return f"{name} “{short}”" if short else name


def blocks_name(blocks: Sequence[BlockView]) -> str:
    """Return what some blocks are called: each of a few, else the first and the last; none are the whole text."""
    names = [block_name(block.number, block.kind, block.text) for block in blocks]
    if len(names) > MOST_NAMED:
        return f"{names[0]} to {names[-1]}"
    return ", ".join(names) or "the whole text"


def section_name(heading: BlockView) -> str:
    """Return what the section under a heading is called: `Section “Security”`."""
    return f"Section “{shortened(heading_words(heading.text), 60)}”"


def block_label(block: BlockView) -> str:
    """Return a block's name with its first words: `Paragraph 12: “The group recommends…”`."""
    name = block_name(block.number, block.kind, block.text)
    words = heading_words(block.text)
    return name if block.number is None or not words else f"{name}: “{closed(shortened(words, 60))}”"


def shortened(text: str, most: int) -> str:
    """Return a text cut to `most` characters, with an ellipsis where something is missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def heading_words(text: str) -> str:
    """Return the words of a heading or of a table's head without the signs that make it one."""
    first = text.strip().split("\n")[0].strip("|# \t")
    plain = first.replace("**", "").replace("`", "")
    return " ".join(", ".join(part.strip() for part in plain.split("|")).split())


def without_decision(summary: str) -> str:
    """Return a revision's summary without “Accept contribution 4:”, where the page says that beside it."""
    return _DECISION.sub("", summary)


def change_summary(changes: Sequence[Change]) -> str:
    """Return what a comparison amounts to: `3 paragraphs changed, 1 added`."""
    kinds = Counter(_fate(change) for change in changes)
    parts: list[str] = []
    for kind, word in _FATES.items():
        number = kinds[kind]
        if number:
            parts.append(f"{counted(number, 'paragraph')} {word}" if not parts else f"{number:,} {word}")
    if kinds["front"]:
        parts.append("the head of the file changed" if parts else "The head of the file changed")
    return ", ".join(parts) if parts else "No words changed"


_FATES = {
    "edited": "changed",
    "dressed": "changed in formatting only",
    "moved": "moved",
    "split": "split",
    "joined": "put together",
    "added": "added",
    "removed": "removed",
}


def _fate(change: Change) -> str:
    if change.kind != "same" and is_front(change.new_block or change.old_block):
        return "front"
    return "dressed" if change.kind == "edited" and change.formatting else change.kind


def told(sentence: Sentence) -> Markup:
    """Return a sentence about a change with its quotations set off, whatever their direction."""
    return Markup("").join(
        Markup("<q><bdi>{}</bdi></q>").format(closed(part.text)) if part.quoted else escape(part.text)
        for part in sentence
    )


def closed(text: str) -> str:
    """Return people's words with the directions closed that they leave open: an isolate alone does not hold them."""
    if text.isascii():
        return text
    open_: list[str] = []
    for character in text:
        closer = _CLOSERS.get(character)
        if closer is not None:
            open_.append(closer)
        elif character in _CLOSERS.values() and character in open_:
            while open_.pop() != character:
                pass
    return text + "".join(reversed(open_))


_CLOSERS = dict.fromkeys("\u2066\u2067\u2068", "\u2069") | dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c")
"""By each mark that opens an isolate, an embedding or an override, the one that closes it."""
