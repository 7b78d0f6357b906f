"""The blocks that the text in force has no longer, by id and by what they said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.lineage import Carried
from wgec_living.domain.returning import FindFormer, Former

from .schema import gone_blocks

AT_ONCE = 500
"""Digests looked up in one question."""


class GoneBlocks:
    """Reads what is written and what was noted since; `flush` writes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noted: dict[tuple[DocumentPath, BlockId], Former | None] = {}
        self._by_digest: dict[tuple[DocumentPath, str], dict[BlockId, Former]] = {}
        self._any: dict[DocumentPath, bool] = {}

    def note(self, path: DocumentPath, carried: Carried) -> None:
        """Note the blocks that a revision has no longer, and those that came back in it."""
        for former in carried.lost:
            self._noted[path, former.id] = former
            self._by_digest.setdefault((path, former.digest), {})[former.id] = former
        for name in carried.back:
            noted = self._noted.get((path, name))
            if noted is not None:
                del self._by_digest[path, noted.digest][name]
            self._noted[path, name] = None

    def finder(self, path: DocumentPath) -> FindFormer:
        """Return what finds the gone blocks of a document by their digests."""
        return lambda digests: self._find(path, digests)

    def _find(self, path: DocumentPath, digests: Sequence[str]) -> Mapping[str, Sequence[Former]]:
        found: dict[str, list[Former]] = {}
        for start in range(0, len(digests) if self._has_any(path) else 0, AT_ONCE):
            some = digests[start : start + AT_ONCE]
            query = select(gone_blocks).where(gone_blocks.c.document == path, gone_blocks.c.digest.in_(some))
            for row in self._connection.execute(query):
                if (path, row.block) not in self._noted:
                    former = Former(row.block, row.digest, row.last, row.before, row.after, row.into)
                    found.setdefault(row.digest, []).append(former)
        for digest in digests:
            noted = self._by_digest.get((path, digest))
            if noted:
                found.setdefault(digest, []).extend(noted.values())
        return found

    def _has_any(self, path: DocumentPath) -> bool:
        """Say whether any block of a document was gone before this pass; asked once."""
        if path not in self._any:
            query = select(gone_blocks.c.block).where(gone_blocks.c.document == path).limit(1)
            self._any[path] = self._connection.scalar(query) is not None
        return self._any[path]

    def flush(self) -> None:
        """Write what was noted since the last time."""
        rows, back = [], []
        for (path, name), former in self._noted.items():
            if former is None:
                back.append({"of": path, "name": name})
            else:
                rows.append(
                    {"document": path, "block": name}
                    | {column: value for column, value in asdict(former).items() if column != "id"}
                )
        if back:
            statement = delete(gone_blocks).where(
                gone_blocks.c.document == bindparam("of"), gone_blocks.c.block == bindparam("name")
            )
            self._connection.execute(statement, back)
        if rows:
            insertion = upsert(gone_blocks)
            columns = {
                name: insertion.excluded[name] for name in ("last", "digest", "before", "after", "into")
            }
            self._connection.execute(
                insertion.on_conflict_do_update(index_elements=["document", "block"], set_=columns), rows
            )
        self._noted, self._by_digest, self._any = {}, {}, {}
