"""Editions: states of the documents published to be cited, each a tag with a number in the record."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .events import Speaker
from .identifiers import CommitId, DocumentPath, ObjectId

_REF = re.compile(r"refs/tags/edition/([1-9][0-9]{0,5})", re.ASCII)
HIGHEST = 999_999
"""No edition has a higher number."""


def edition_ref(number: int) -> str:
    """Return the full ref of an edition: `refs/tags/edition/1`."""
    return f"refs/tags/edition/{number}"


def number_of_edition(ref: str) -> int | None:
    """Return the number of the edition a ref stands for, or None when it is no edition's."""
    found = _REF.fullmatch(ref)
    return int(found[1]) if found else None


@dataclass(frozen=True)
class EditionSummary:
    """A published edition."""

    number: int
    title: str
    note: str
    """Markdown; may be empty."""
    commit: CommitId
    """The commit of `main` whose texts it publishes."""
    tag: ObjectId
    """The name of the tag object itself, by which a signature or a copy can be checked."""
    at: int
    speaker: Speaker
    """The coordinator who published it, as they were then."""
    document: DocumentPath | None
    """The one document it takes in; None: all there were."""


@dataclass(frozen=True)
class UnreadableEdition:
    """A tag that stands where an edition should, and is none: shown with what is wrong, never skipped."""

    number: int
    title: str
    note: str
    problem: str
