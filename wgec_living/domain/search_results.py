"""Where is searched, what it is narrowed to, and what is found there before it is made ready to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from .identifiers import BlockId, CommitId, DocumentPath


class SearchPlace(StrEnum):
    """Where something can be found."""

    TEXT = "text"
    CONTRIBUTIONS = "contributions"
    REASONS = "reasons"
    HISTORY = "history"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What a search is narrowed to; None or empty: not narrowed."""

    document: str | None = None
    group: str | None = None
    """The group's name."""
    status: str | None = None
    """Of the contribution that something belongs to."""
    handle: str | None = None
    since: int | None = None
    """Seconds since 1970: the first."""
    until: int | None = None
    """The last."""

    @property
    def about_people_too(self) -> bool:
        """Whether people can still be found: they belong to no document, contribution or time."""
        return not (self.document or self.status or self.since is not None or self.until is not None)


class Ranked(NamedTuple):
    """One thing found, as it is put in order: the least first, the newest of equals."""

    score: float
    before: int
    """Its time, below zero."""
    id: int
    """Its number in the index, by which it is read."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found, by where it stands."""

    place: SearchPlace
    at: int
    document: DocumentPath
    block: BlockId | None
    number: int | None
    """The revision that brought the words to a text; for what is gone, the last that had them."""
    contribution: int | None
    event: CommitId | None
    handle: str
    group: str
    kind: str
    source: str | None
    """The words that are gone."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What is found at one place, best first."""

    items: Sequence[Ranked]
    more: bool = False
    """Whether there are more than are looked through: then these are of the newest."""
