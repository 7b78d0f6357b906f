"""What reports say of a contribution in plain words: its place, what it would change, what was answered."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from wgec_living.domain.rewording import Rewording
from wgec_living.domain.standing import Status
from wgec_living.domain.text import runs_backwards
from wgec_living.services.listing import Listed

from .addresses import absolute
from .words import block_name, closed, counted, day, status_word

GONE = "No longer in the text"
UNWORDED = "No words, only their form or place"
"""What a proposal changes that leaves every word as it is."""


@dataclass(frozen=True)
class Told:
    """One contribution as a row tells it."""

    listed: Listed
    document: str
    """The title of the text it is on."""


def place_words(told: Told) -> str:
    """Return where a contribution's passage stands in the text in force: `Paragraph 3`, `The whole text`."""
    where = told.listed.where
    if where is None:
        return "The whole text"
    if not where.blocks:
        return GONE
    names = [block_name(block.number, block.kind, block.text) for block in where.blocks]
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def rewording_words(proposed: tuple[Rewording, ...] | None) -> str:
    """Return old and new words, place by place, each on a line: `“shall” → “should”`."""
    if proposed is None:
        return ""
    return "\n".join(_rewording(place) for place in proposed) or UNWORDED


def _rewording(place: Rewording) -> str:
    gone, come = place.gone, place.come
    if not gone and not come:
        return place.said
    if runs_backwards(gone) or runs_backwards(come):
        # Set apart, so that the old words stay before the arrow and the new ones behind it.
        gone, come = (f"\u2068{words}\u2069" if words else "" for words in (gone, come))
    told = f"“{gone}” → “{come}”" if come else f"Take out “{gone}”"
    return (told if gone else f"Add “{come}”") + where_words(place)


def where_words(place: Rewording) -> str:
    """Return where words are reworded: `, after “All members” and before “act.”`; `, as a new paragraph`."""
    if place.said:
        return f", {place.said}"
    beside = ((word, text) for word, text in (("after", place.before), ("before", place.after)) if text)
    told = " and ".join(f"{word} “{closed(text)}”" for word, text in beside)
    return f", {told}" if told else ""


def made_words(told: Told) -> str:
    """Return which words came into force where a proposal was accepted with changes, with the revision compared."""
    listed = told.listed
    if listed.made is None or listed.decided is None or listed.decided.revision is None:
        return ""
    number = listed.decided.revision
    address = url_for("documents.compare", path=listed.summary.document, pair=(number - 1, number))
    return f"{rewording_words(listed.made)}\n(Revision {number}: {absolute(address)})"


def reply_words(told: Told) -> str:
    """Return the last reply of a coordinator: `Cora Example, 2 May 2014: It will be looked at.`; empty without one."""
    reply = told.listed.reply
    return f"{reply.speaker.name}, {day(reply.at)}: {reply.body.strip()}" if reply else ""


def answer_words(told: Told) -> str:
    """Return the decision with what came into force, the count of replies and the last one of a coordinator."""
    made, reply, number = made_words(told), reply_words(told), told.listed.summary.replies
    parts = [response_words(told), f"Came into force:\n{made}" if made else ""]
    if number:
        parts.append(
            counted(number, "reply", "replies") + (f"; the last of a coordinator:\n{reply}" if reply else "")
        )
    return "\n\n".join(part for part in parts if part)


def response_words(told: Told) -> str:
    """Return what was answered: `Accepted with changes. The reason.`; empty while nobody answered."""
    status, decided = told.listed.summary.status, told.listed.decided
    if status is Status.WITHDRAWN:
        return "Withdrawn by its author."
    if status is Status.REMOVED:
        return "Removed from the public record."
    if decided is None or decided.event.disposition is None:
        return ""
    return f"{status_word(decided.event.disposition)}. {decided.event.body.strip()}".strip()
