"""Questions about the origins of words, and about the life of one block."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from wgec_living.domain.errors import NotFound
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.provenance import Runs
from wgec_living.domain.summaries import Page

from . import origins
from .database import Database
from .schema import block_changes


class OriginQueries:
    """Reads from the index who brought which words, and when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def at(
        self, path: DocumentPath, number: int, texts: Mapping[BlockId, str]
    ) -> dict[BlockId, tuple[int, Runs]]:
        """Return for each block of a revision, given its text, who last changed it and the runs of its words."""
        with self._database.reading() as connection:
            return origins.at_revision(connection, path, number, texts)

    def changes(self, path: DocumentPath, block: BlockId, page: int, per_page: int) -> Page[int]:
        """Return one page of the revisions that brought, changed, took or brought back a block, newest first."""
        first = origins.birth(block)
        held = (block_changes.c.document == path) & (block_changes.c.block == block)
        query = select(block_changes.c.number).where(held).order_by(block_changes.c.number.desc())
        with self._database.reading() as connection:
            total = 1 + int(connection.scalar(select(func.count()).where(held)) or 0)
            found = list(connection.scalars(query.limit(per_page).offset((page - 1) * per_page)))
        if page < 1 or (page - 1) * per_page >= total:
            raise NotFound("There is no such page of this passage’s life.")
        if len(found) < per_page and first not in found:
            found.append(first)
        return Page(tuple(found), total, page, per_page)
