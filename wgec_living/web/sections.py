"""Rows of a list put together under what they have in common: a passage, a delegation or an outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import url_for

from wgec_living.domain.reporting import Arrangement, outcome
from wgec_living.services.listing import Listed

from .report_words import Told, place_words
from .words import closed, outcome_word

NOBODYS = "Without a group"


@dataclass(frozen=True)
class Section:
    """Rows that follow each other; without a label they have nothing in common."""

    label: str
    address: str
    """Of the passage they are on; empty elsewhere."""
    rows: tuple[Told, ...]


def sections(
    found: Iterable[Listed], arrangement: Arrangement, titles: Mapping[str, str]
) -> tuple[Section, ...]:
    """Return the rows in the order given, those together that follow each other and belong together."""
    rows = [Told(one, titles.get(one.summary.document, one.summary.document)) for one in found]
    if arrangement is Arrangement.NUMBER:
        return (Section("", "", tuple(rows)),) if rows else ()
    gathered = [list(together) for _, together in groupby(rows, key=lambda told: _label(told, arrangement))]
    return tuple(
        Section(_label(group[0], arrangement), _address(group, arrangement), tuple(group))
        for group in gathered
    )


def _label(told: Told, arrangement: Arrangement) -> str:
    summary = told.listed.summary
    if arrangement is Arrangement.PARAGRAPH:
        place = place_words(told)
        return f"{closed(told.document)}: {place[:1].lower() + place[1:]}"
    if arrangement is Arrangement.STAKEHOLDER:
        group = summary.speaker.group or NOBODYS
        return (
            f"{closed(group)}: {closed(summary.speaker.delegation)}" if summary.speaker.delegation else group
        )
    return outcome_word(outcome(summary.kind, summary.status))


def _address(group: Sequence[Told], arrangement: Arrangement) -> str:
    told = group[0]
    if arrangement is not Arrangement.PARAGRAPH or told.listed.where is None or not told.listed.where.blocks:
        return ""
    block = told.listed.where.blocks[0].id
    return url_for("documents.passage", path=told.listed.summary.document, block=block)
