"""The columns in which contributions and what became of them are told: ours, the ISO/IEC form and the W3C fields.

What the record does not know stays empty. How our words map to those of others is told in docs/reports.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import url_for

from wgec_living.domain.events import ChangeType, Disposition, Kind
from wgec_living.domain.reporting import outcome
from wgec_living.domain.standing import Status

from .addresses import absolute
from .report_words import Told, answer_words, made_words, place_words, reply_words, rewording_words
from .words import (
    heading_words,
    kind_word,
    machine_time,
    outcome_word,
    stance_word,
    status_word,
)

_WIDEST = 32
"""Characters of the widest column on a sheet of paper; a spreadsheet's may be wider."""
W3C_CLOSED = {
    Status.ACCEPTED: "accepted",
    Status.ACCEPTED_WITH_CHANGES: "accepted",
    Status.DECLINED: "rejected",
    Status.DEFERRED: "deferred",
    Status.WITHDRAWN: "retracted",
}
"""Noted and removed have no word there, and stay empty."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, what stands in it, and its width in characters."""

    heading: str
    cell: Callable[[Told], str | int]
    width: int = 16


@dataclass(frozen=True)
class Layout:
    """Columns under one name; in the cells of `reference` files name the contribution besides."""

    name: str
    title: str
    columns: tuple[Column, ...]
    reference: int | None = None

    @property
    def shares(self) -> tuple[float, ...]:
        """Return the share of a sheet's width that each column gets, in per cent: what is long wraps."""
        widths = [min(column.width, _WIDEST) for column in self.columns]
        return tuple(round(100 * width / sum(widths), 1) for width in widths)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the columns, exactly as files have them."""
        return tuple(column.heading for column in self.columns)

    def cells(self, told: Told) -> list[str | int]:
        """Return the cells of a row as pages have them."""
        return [column.cell(told) for column in self.columns]

    def cells_of_file(self, told: Told) -> list[str | int]:
        """Return the cells of a row as files have them: each names its contribution with its address."""
        cells = self.cells(told)
        if self.reference is not None:
            number = told.listed.summary.number
            said = f"{cells[self.reference]}\n\n(Contribution {number}: {address_of(number)})"
            cells[self.reference] = said.strip()
        return cells


def address_of(number: int) -> str:
    """Return the address under which others cite a contribution."""
    return absolute(url_for("contributions.contribution", number=number))


def _from(told: Told) -> str:
    speaker = told.listed.summary.speaker
    return ", ".join(part for part in (speaker.name, speaker.delegation, speaker.group) if part)


def _type(told: Told) -> str:
    summary = told.listed.summary
    if summary.kind == Kind.POSITION:
        return stance_word(summary.stance or "")
    return (summary.change_type or "").capitalize()


def _day(at: int) -> str:
    return machine_time(at)[:10]


def _reason(told: Told) -> str:
    decided = told.listed.decided
    return decided.event.body.strip() if decided else ""


def _decision(told: Told) -> str:
    decided = told.listed.decided
    return status_word(decided.event.disposition) if decided and decided.event.disposition else ""


def _revision(told: Told) -> str | int:
    decided = told.listed.decided
    return decided.revision if decided and decided.revision else ""


_COMMON = (
    Column("No.", lambda told: told.listed.summary.number, 7),
    Column("Kind", lambda told: kind_word(told.listed.summary.kind), 11),
    Column("Type", _type, 12),
    Column("Title", lambda told: told.listed.summary.title, 36),
    Column("Text", lambda told: told.document, 20),
    Column("Path", lambda told: told.listed.summary.document, 12),
    Column("Place in the text in force", place_words, 20),
    Column("Name", lambda told: told.listed.summary.speaker.name, 18),
    Column("Delegation", lambda told: told.listed.summary.speaker.delegation, 22),
    Column("Stakeholder group", lambda told: told.listed.summary.speaker.group, 22),
    Column("Put forward", lambda told: machine_time(told.listed.summary.created_at), 21),
    Column("Latest entry", lambda told: machine_time(told.listed.summary.updated_at), 21),
    Column(
        "Status", lambda told: outcome_word(outcome(told.listed.summary.kind, told.listed.summary.status)), 14
    ),
)
_WORDS = (
    Column("Comment", lambda told: told.listed.body.strip(), 50),
    Column("Proposed change", lambda told: rewording_words(told.listed.proposed), 50),
    Column("Replies", lambda told: told.listed.summary.replies, 9),
    Column("Last reply of a coordinator", reply_words, 50),
    Column("Came into force", made_words, 50),
)
_ANSWER = (
    Column("Decision", _decision, 14),
    Column(
        "Decided by", lambda told: told.listed.decided.event.speaker.name if told.listed.decided else "", 18
    ),
    Column(
        "Decided", lambda told: machine_time(told.listed.decided.event.at) if told.listed.decided else "", 21
    ),
    Column("Reason", _reason, 50),
    Column("Revision", _revision, 9),
    Column("Commit", lambda told: told.listed.decided.commit if told.listed.decided else "", 42),
    Column("Address", lambda told: address_of(told.listed.summary.number), 40),
)
REGISTER = Layout("register", "Register", _COMMON + _ANSWER)
OURS = Layout("ours", "By contribution", _COMMON + _WORDS + _ANSWER)


def _unknown(_told: Told) -> str:
    """Return nothing: lines that a reader could count, and whether an answer satisfied, the record cannot know."""
    return ""


def _clause(told: Told) -> str:
    where = told.listed.where
    return heading_words(where.heading.text) if where and where.heading else ""


def _iso_type(told: Told) -> str:
    """Return te or ed as the proposer said, ge for what is about the whole text; of other remarks nobody said."""
    summary = told.listed.summary
    if summary.kind == Kind.PROPOSAL:
        return "ed" if summary.change_type == ChangeType.EDITORIAL else "te"
    return "ge" if told.listed.where is None else ""


def _iso_comment(told: Told) -> str:
    summary = told.listed.summary
    stance = f"{stance_word(summary.stance)}. " if summary.stance else ""
    return f"{stance}{told.listed.body.strip()}"


def _member(told: Told) -> str:
    speaker = told.listed.summary.speaker
    return speaker.delegation or speaker.name


ISO = Layout(
    "iso",
    "ISO/IEC comment form",
    (
        Column("MB/NC", _member, 16),
        Column("Line number", _unknown, 11),
        Column("Clause/Subclause", _clause, 18),
        Column("Paragraph/Figure/Table", place_words, 18),
        Column("Type of comment", _iso_type, 14),
        Column("Comments", _iso_comment, 50),
        Column("Proposed change", lambda told: rewording_words(told.listed.proposed), 50),
        Column("Observations of the secretariat", answer_words, 50),
    ),
    reference=5,
)


def _w3c_comment(told: Told) -> str:
    change = rewording_words(told.listed.proposed)
    said = _iso_comment(told)
    return f"{said}\n\nProposed change:\n{change}".strip() if change else said


def _w3c_resolved(told: Told) -> str:
    """Return the day of the final decision; a withdrawal ends it, too."""
    summary, decided = told.listed.summary, told.listed.decided
    if summary.status is Status.WITHDRAWN:
        return ""
    final = decided is not None and decided.event.disposition is not Disposition.DEFERRED
    return _day(decided.event.at) if decided is not None and final else ""


W3C = Layout(
    "w3c",
    "W3C disposition of comments",
    (
        Column("Issue", lambda told: f"{told.document}, {place_words(told)}", 24),
        Column("Summary", lambda told: told.listed.summary.title, 36),
        Column("From", _from, 28),
        Column("Comment", _w3c_comment, 50),
        Column("Response", answer_words, 50),
        Column("Closed", lambda told: W3C_CLOSED.get(told.listed.summary.status, ""), 14),
        Column("Verified", _unknown, 13),
        Column("Resolved", _w3c_resolved, 14),
    ),
    reference=0,
)
LAYOUTS: Mapping[str, Layout] = {layout.name: layout for layout in (OURS, ISO, W3C)}
