"""The blocks that the text in force has no longer, by id and by what they said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from wgec_living.domain.gone import Gone
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.lineage import Carried
from wgec_living.domain.returning import FindFormer, Former

from .schema import gone_blocks

AT_ONCE = 500
"""Digests looked up in one question."""


class GoneBlocks:
    """Reads what is written and what was noted since; `flush` writes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gone: defaultdict[DocumentPath, Gone] = defaultdict(Gone)
        self._any: dict[DocumentPath, bool] = {}

    def note(self, path: DocumentPath, carried: Carried) -> None:
        """Note the blocks that a revision has no longer, and those that came back in it."""
        self._gone[path].note(carried)

    def finder(self, path: DocumentPath) -> FindFormer:
        """Return what finds the gone blocks of a document by their digests."""
        return lambda digests: self._find(path, digests)

    def _find(self, path: DocumentPath, digests: Sequence[str]) -> Mapping[str, Sequence[Former]]:
        gone = self._gone[path]
        found: dict[str, list[Former]] = {}
        for start in range(0, len(digests) if self._has_any(path) else 0, AT_ONCE):
            some = digests[start : start + AT_ONCE]
            query = select(gone_blocks).where(gone_blocks.c.document == path, gone_blocks.c.digest.in_(some))
            for row in self._connection.execute(query):
                if row.block not in gone.noted:
                    former = Former(
                        row.block, row.digest, row.last, row.before, row.after, row.into, bool(row.stands)
                    )
                    found.setdefault(row.digest, []).append(former)
        for digest, noted in gone.find(digests).items():
            found.setdefault(digest, []).extend(noted)
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
        noted = ((path, *one) for path, gone in self._gone.items() for one in gone.noted.items())
        for path, name, former in noted:
            if former is None:
                back.append({"of": path, "name": name})
            else:
                rows.append(
                    {"document": path, "block": name, "last": former.last, "digest": former.digest}
                    | {"before": former.before, "after": former.after, "into": former.into}
                    | {"stands": int(former.stands)}
                )
        if back:
            statement = delete(gone_blocks).where(
                gone_blocks.c.document == bindparam("of"), gone_blocks.c.block == bindparam("name")
            )
            self._connection.execute(statement, back)
        if rows:
            insertion = upsert(gone_blocks)
            columns = {
                name: insertion.excluded[name]
                for name in ("last", "digest", "before", "after", "into", "stands")
            }
            self._connection.execute(
                insertion.on_conflict_do_update(index_elements=["document", "block"], set_=columns), rows
            )
        self._gone.clear()
        self._any = {}
