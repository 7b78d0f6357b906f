"""Questions about editions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, exists, or_, select

from wgec_living.domain.editions import HIGHEST, EditionSummary, UnreadableEdition
from wgec_living.domain.events import Speaker
from wgec_living.domain.identifiers import DocumentPath

from .database import Database
from .schema import editions, revisions

_READABLE = editions.c.problem.is_(None) & editions.c.position.is_not(None)


class EditionQueries:
    """Reads editions from the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, path: DocumentPath | None = None) -> tuple[EditionSummary, ...]:
        """Return every edition, or those that took a document in; newest first."""
        return self._some(editions.c.number.is_not(None), path)

    def at(self, number: int, path: DocumentPath | None = None) -> EditionSummary | None:
        """Return an edition by its number; None for an unknown one, and for one that did not take `path` in."""
        found = self._some(editions.c.number == number, path)
        return found[0] if found else None

    def newest(self, path: DocumentPath, below: int = HIGHEST + 1) -> EditionSummary | None:
        """Return the newest edition that took a document in, of those numbered below one; None where there is none."""
        found = self._some(editions.c.number < below, path, 1)
        return found[0] if found else None

    def sent_before(self, key: str) -> EditionSummary | None:
        """Return the edition that was sent with this idempotency hash, if any was."""
        found = self._some(editions.c.idempotency == key)
        return found[0] if found else None

    def unreadable(self) -> tuple[UnreadableEdition, ...]:
        """Return the tags that stand where editions should and are none."""
        query = select(editions).where(~_READABLE).order_by(editions.c.number)
        with self._database.reading() as connection:
            return tuple(
                UnreadableEdition(
                    row["number"], row["title"], row["note"], row["problem"] or "is not on the line of main"
                )
                for row in connection.execute(query).mappings()
            )

    def _some(
        self, wanted: Any, path: DocumentPath | None = None, most: int | None = None
    ) -> tuple[EditionSummary, ...]:
        query = select(editions).where(_READABLE, wanted).order_by(editions.c.number.desc()).limit(most)
        if path is not None:
            there = exists().where(revisions.c.document == path, revisions.c.position <= editions.c.position)
            query = query.where(or_(editions.c.document.is_(None), editions.c.document == path), there)
        with self._database.reading() as connection:
            return tuple(_edition(row) for row in connection.execute(query).mappings())


def _edition(row: RowMapping) -> EditionSummary:
    return EditionSummary(
        number=row["number"],
        title=row["title"],
        note=row["note"],
        commit=row["commit"],
        tag=row["tag"],
        at=row["at"],
        speaker=Speaker(row["handle"], row["name"], row["delegation"], row["group"], row["role"]),
        document=row["document"],
    )
