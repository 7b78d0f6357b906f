"""Which contributions a list is narrowed to, as conditions on their table."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, select

from wgec_living.domain.events import Kind
from wgec_living.domain.reporting import STATED
from wgec_living.domain.standing import Status, Then
from wgec_living.domain.summaries import ContributionFilter

from .schema import contributions, targets
from .standing_queries import status, there


def selected(then: Then | None) -> Select[Any]:
    """Return the columns of contributions, with the status of a moment."""
    if then is None:
        return select(contributions)
    kept = [column for column in contributions.c if column is not contributions.c.status]
    return select(*kept, status(then).label("status"))


def filtered(query: Select[Any], wanted: ContributionFilter) -> Select[Any]:
    """Return a query about contributions, narrowed to what is wanted."""
    then = wanted.then
    if then is not None:
        query = query.where(there(then))
    if wanted.whole:
        query = query.where(contributions.c.first_line.is_(None))
    for value, column in (
        (wanted.document, contributions.c.document),
        (wanted.kind, contributions.c.kind),
        (wanted.handle, contributions.c.handle),
        (wanted.group, contributions.c.group),
        (wanted.delegation, contributions.c.delegation),
    ):
        if value:
            query = query.where(column == value)
    if wanted.status:
        query = query.where(
            *_standing(wanted.status, contributions.c.status if then is None else status(then))
        )
    if wanted.block:
        chosen = select(targets.c.contribution).where(targets.c.block == wanted.block)
        if wanted.document:
            chosen = chosen.where(targets.c.document == wanted.document)
        query = query.where(contributions.c.number.in_(chosen))
    if wanted.words:
        query = query.where(contributions.c.title.icontains(wanted.words, autoescape=True))
    return query


def _standing(wanted: str, standing: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """Return the conditions for a status, as one column has it: of positions open is told apart as stated."""
    if wanted == STATED:
        return [standing == Status.OPEN.value, contributions.c.kind == Kind.POSITION.value]
    if wanted == Status.OPEN:
        return [standing == wanted, contributions.c.kind != Kind.POSITION.value]
    return [standing == wanted]
