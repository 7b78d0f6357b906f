"""Which revision a point of a document means, and what to offer where there is no such point."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from wgec_living.domain.editions import EditionSummary
from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.identifiers import DocumentPath, is_document_path
from wgec_living.domain.points import AtDay, AtEdition, AtRevision, NoSuchPoint, Now, Point, parse_point
from wgec_living.domain.summaries import RevisionSummary

from .site import Site

ACROSS = (
    "A comparison is of one document with itself at another time, because its paragraphs are followed from "
    "revision to revision. Two documents have no paragraphs in common; please read them side by side."
)
LISTED = 20
"""Editions, and revisions, that a form offers."""
_BETWEEN = re.compile("[@:]")


def resolved(site: Site, path: DocumentPath, point: Point) -> RevisionSummary:
    """Return the revision of a document that was in force at a point.

    Raises `NotFound` for an unknown document, and `NoSuchPoint`, with the nearest ones, where it has no such point.
    """
    texts = site.index.texts
    newest = texts.name(path).revision
    match point:
        case Now():
            return texts.revision(path, newest)
        case AtRevision(number):
            if number > newest:
                sentence = f"This document has no revision {number}; its newest is revision {newest}."
                raise NoSuchPoint(sentence, path, str(point), (AtRevision(newest),))
            return texts.revision(path, number)
        case AtEdition():
            return _at_edition(site, path, point)
        case AtDay():
            try:
                return texts.revision_as_of(path, point.end)
            except NotFound:
                first = _told(datetime.fromtimestamp(texts.revision(path, 1).at, UTC))
                sentence = f"This document did not exist yet on {_told(point.day)}; its first revision is of {first}."
                raise NoSuchPoint(sentence, path, str(point), (AtRevision(1),)) from None


def named(site: Site, path: DocumentPath, text: str) -> tuple[Point, RevisionSummary]:
    """Return the point that `text` writes and its revision; raises what `resolved` does.

    What names a point of another document is refused as `Invalid`, with the reason.
    """
    point = parse_point(text)
    if point is not None:
        return point, resolved(site, path, point)
    if _names_another(site, path, text):
        raise Invalid(ACROSS)
    raise no_point(site, path, text)


def no_point(site: Site, path: DocumentPath, text: str) -> NoSuchPoint:
    """Return the error for what is written like no point of a document: it says how one is written."""
    newest = site.index.texts.name(path).revision
    sentence = (
        "There is no such revision, edition or day. A point of a document is written as 7 (a revision), edition-1, "
        f"2026-11-24 or now. This document has {'revision 1' if newest == 1 else f'the revisions 1 to {newest}'}."
    )
    return NoSuchPoint(sentence, path, text, (Now(), AtRevision(1)))


@dataclass(frozen=True)
class Choices:
    """The points of a document that a form lists; every other one can be written."""

    revision: int
    """The number of the text in force."""
    editions: tuple[tuple[EditionSummary, int], ...]
    """The newest editions that took it in, each with the number of the revision it took."""
    revisions: tuple[RevisionSummary, ...]
    """The newest revisions, and the first."""

    @property
    def start(self) -> str:
        """Where a comparison with the text in force begins unless another point is chosen; it has changed since."""
        older = (edition.number for edition, number in self.editions if number < self.revision)
        edition = next(older, None)
        return "1" if edition is None else f"edition-{edition}"


def choices(site: Site, path: DocumentPath) -> Choices:
    """Return the points of a document to choose from."""
    texts = site.index.texts
    newest = texts.name(path).revision
    revisions = texts.between(path, max(0, newest - LISTED), newest)[::-1]
    if revisions[-1].number > 1:
        revisions = (*revisions, texts.revision(path, 1))
    editions = site.index.editions.all(path)[:LISTED]
    numbers = texts.numbers_at(path, [edition.commit for edition in editions])
    return Choices(newest, tuple((one, numbers[one.commit]) for one in editions), revisions)


def require_one_document(path: DocumentPath, other: str | None) -> None:
    """Refuse to compare a document with another one."""
    if other is not None and other != path:
        raise Invalid(ACROSS)


def _at_edition(site: Site, path: DocumentPath, point: AtEdition) -> RevisionSummary:
    editions = site.index.editions
    edition = editions.at(point.number, path)
    if edition is not None:
        return site.index.texts.revision_of_commit(path, edition.commit)
    numbers = [one.number for one in editions.all(path)]
    if not numbers:
        raise NoSuchPoint("No edition of this document has been published.", path, str(point), (Now(),))
    nearest = min(numbers, key=lambda number: (abs(number - point.number), -number))
    if editions.at(point.number) is not None:
        sentence = f"Edition {point.number} did not take this document in; the nearest that did is edition {nearest}."
    else:
        sentence = f"There is no edition {point.number} of this document; the nearest is edition {nearest}."
    raise NoSuchPoint(sentence, path, str(point), (AtEdition(nearest),))


def _names_another(site: Site, path: DocumentPath, text: str) -> bool:
    """Say whether what should be a point begins with, or is, the path of another document: `annex/one@3`."""
    wanted = _BETWEEN.split(text.removeprefix("/").removeprefix("documents/"), maxsplit=1)[0].strip("/")
    if wanted == path or not is_document_path(wanted):
        return False
    try:
        site.index.texts.name(DocumentPath(wanted))
    except NotFound:
        return False
    return True


def _told(day: date) -> str:
    """Return a day as pages write it: `2 May 2014`."""
    return f"{day.day} {day:%B} {day.year}"
