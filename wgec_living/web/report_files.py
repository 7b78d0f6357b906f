"""The report as a file to print or to pass on: PDF and Word, made of a page of its own."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, url_for

from wgec_living.domain.reporting import Arrangement
from wgec_living.domain.standing import Status
from wgec_living.services import listing, reporting
from wgec_living.services.listing import Listed

from .addresses import absolute
from .current import site
from .layouts import OURS, Column, Layout
from .narrowing import Narrowed
from .pictures import activity, participation
from .report_words import Told, answer_words, place_words, rewording_words
from .sections import sections
from .words import day, kind_word, stance_word, status_word

_SAID = (Status.WITHDRAWN, Status.REMOVED)
"""The answer begins with a sentence on these."""
MOST = 300
"""Contributions in one such file; spreadsheets hold any number."""


def _from(told: Told) -> str:
    speaker = told.listed.summary.speaker
    group = f"({speaker.group})" if speaker.group else ""
    return "\n".join(part for part in (speaker.name, speaker.delegation, group) if part)


def _contribution(told: Told) -> str:
    summary = told.listed.summary
    kind = f"{kind_word(summary.kind)}{f': {stance_word(summary.stance)}' if summary.stance else ''}"
    change = f", {summary.change_type}" if summary.change_type else ""
    head = f"{kind}{change}, {day(summary.created_at)}"
    title = summary.title if told.listed.titled else ""
    return "\n".join(part for part in (head, title, told.listed.body.strip()) if part)


def _answer(told: Told) -> str:
    decided = told.listed.decided
    if decided is None:
        status = status_word(told.listed.summary.status)
        said = answer_words(told)
        return said if told.listed.summary.status in _SAID else f"{status}\n{said}".strip()
    made = f"revision {decided.revision}, " if decided.revision else ""
    by = f"{decided.event.speaker.name}, {day(decided.event.at)}: {made}commit {decided.commit[:12]}"
    return f"{answer_words(told)}\n{by}"


PRINTED = Layout(
    OURS.name,
    OURS.title,
    (
        Column("No.", lambda told: told.listed.summary.number, 6),
        Column("From", _from, 19),
        Column("Where", lambda told: f"{told.document}: {place_words(told)}", 16),
        Column("Contribution", _contribution, 32),
        Column("Proposed change", lambda told: rewording_words(told.listed.proposed), 26),
        Column("Decision", _answer, 24),
    ),
)
"""Our layout where sheets are no wider than paper."""


def file_page(chosen: Narrowed, layout: Layout, titles: dict[str, str], *, pictures: bool) -> str:
    """Return the report as a page that stands by itself, with all its rows."""
    figures = reporting.report(site(), chosen.wanted)
    rows: Sequence[Listed] = tuple(listing.rows(site(), chosen.wanted, chosen.arrangement, report=True))
    arguments = chosen.arguments | ({} if layout is OURS else {"layout": layout.name})
    return render_template(
        "report/file.html",
        figures=figures,
        pictures=[participation(figures.totals, "groups"), activity(figures.periods, "time")]
        if pictures
        else [],
        rows=[told for part in sections(rows, Arrangement.NUMBER, titles) for told in part.rows],
        layout=PRINTED if layout is OURS else layout,
        title=titles.get(chosen.wanted.document or "", ""),
        narrowed=chosen.any,
        lasting=absolute(url_for("reporting.report", **arguments)),
    )
