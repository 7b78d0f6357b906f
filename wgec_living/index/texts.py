"""The history of the documents' texts, taken in revision by revision."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from wgec_living.domain.blocks import Block, document_language, document_title, split
from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.events import Event, Kind, Speaker
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath, ObjectId
from wgec_living.domain.lineage import carry_ids, first_ids
from wgec_living.domain.message import Unreadable
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import Record

from . import lineages
from .schema import documents, gone_blocks, revisions


@dataclass(frozen=True, slots=True)
class TextState:
    """A document at one revision, as the next one is compared with it."""

    number: int
    blob: ObjectId
    blocks: tuple[Block, ...]
    ids: tuple[BlockId, ...]


# A commit stands for all that went before it, so what is remembered by it holds in every index of every record.
_STATES: BoundedCache[tuple[DocumentPath, CommitId], TextState] = BoundedCache(
    20_000, lambda state: len(state.blocks)
)


class Texts:
    """Takes the texts of `main`'s commits in, in order; `flush` writes what was gathered."""

    def __init__(self, connection: Connection, record: Record) -> None:
        self._connection = connection
        self._record = record
        self._states: dict[DocumentPath, TextState | None] = {}
        self._revisions: list[dict[str, object]] = []
        self._lineage: list[dict[str, object]] = []
        self._documents: dict[DocumentPath, dict[str, object]] = {}
        self._lost: dict[tuple[DocumentPath, BlockId], int] = {}

    def state(self, path: DocumentPath) -> TextState | None:
        """Return the newest revision taken in, or None for a document not seen yet."""
        if path not in self._states:
            query = select(documents.c.revision, documents.c.blob, documents.c.commit)
            row = self._connection.execute(query.where(documents.c.path == path)).first()
            self._states[path] = None if row is None else self.at(path, *row)
        return self._states[path]

    def at(self, path: DocumentPath, number: int, blob: ObjectId, commit: CommitId) -> TextState:
        """Return an earlier revision, which `commit` made, with its blocks and ids."""
        state = _STATES.get((path, commit))
        if state is None:
            blocks = split(self._source(blob))
            state = TextState(number, blob, blocks, lineages.read(self._connection, path, number))
            _STATES.put((path, commit), state)
        return state

    def take(
        self,
        commit: StoredCommit,
        position: int,
        event: Event | Unreadable,
        author: Speaker,
        before: ObjectId | None,
    ) -> set[DocumentPath]:
        """Take in a commit on `main`: each document whose text differs from the tree `before` gets a revision.

        Returns the documents that are gone; what was last known of them stays.
        """
        if before == commit.tree:
            return set()
        old = self._record.documents_in(before) if before is not None else {}
        new = self._record.documents_in(commit.tree)
        for path, blob in sorted(new.items()):
            if old.get(path) != blob:
                self._revise(path, blob, commit, position, event, author)
        return old.keys() - new.keys()

    def _source(self, blob: ObjectId) -> str:
        return self._record.blob(blob).decode("utf-8", "replace")

    def _revise(
        self,
        path: DocumentPath,
        blob: ObjectId,
        commit: StoredCommit,
        position: int,
        event: Event | Unreadable,
        author: Speaker,
    ) -> None:
        previous = self.state(path)
        number = previous.number + 1 if previous else 1
        source = self._source(blob)
        blocks = split(source)
        carried = (
            carry_ids(previous.blocks, previous.ids, blocks, number)
            if previous
            else first_ids(blocks, number)
        )
        state = self._states[path] = TextState(number, blob, blocks, carried.ids)
        _STATES.put((path, commit.id), state)
        self._lineage.append(lineages.row(path, number, carried.ids, previous.ids if previous else None))
        if previous is not None and previous.ids != carried.ids:
            for block in set(previous.ids).difference(carried.ids):
                self._lost[path, block] = previous.number
        self._revisions.append(
            _revision(path, number, commit, position, blob, event, author)
            | {"added": carried.added, "removed": carried.removed}
        )
        self._documents[path] = {
            "path": path,
            "title": document_title(source) or path,
            "language": document_language(source),
            "revision": number,
            "commit": commit.id,
            "blob": blob,
            "updated_at": commit.committer.at,
        }

    def flush(self) -> None:
        """Write everything taken in since the last time."""
        if not self._revisions:
            return
        self._connection.execute(insert(revisions), self._revisions)
        lineages.write(self._connection, self._lineage)
        self._connection.execute(delete(documents).where(documents.c.path.in_(list(self._documents))))
        self._connection.execute(insert(documents), list(self._documents.values()))
        if self._lost:
            rows = [{"document": d, "block": b, "last": n} for (d, b), n in self._lost.items()]
            statement = upsert(gone_blocks)
            self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["document", "block"], set_={"last": statement.excluded.last}
                ),
                rows,
            )
        self._revisions, self._lineage, self._documents, self._lost = [], [], {}, {}


def _revision(
    path: DocumentPath,
    number: int,
    commit: StoredCommit,
    position: int,
    blob: ObjectId,
    event: Event | Unreadable,
    author: Speaker,
) -> dict[str, object]:
    known = event if isinstance(event, Event) else None
    decision = known if known is not None and known.kind is Kind.DISPOSITION else None
    return {
        "document": path,
        "number": number,
        "commit": commit.id,
        "position": position,
        "blob": blob,
        "at": commit.committer.at,
        "author": json.dumps(astuple(author), ensure_ascii=False),
        "decided_by": json.dumps(astuple(decision.speaker), ensure_ascii=False) if decision else None,
        "summary": event.title,
        "reason": decision.body if decision else "",
        "contribution": decision.contribution if decision else None,
        "disposition": decision.disposition.value if decision and decision.disposition else None,
        "kind": known.kind.value if known is not None else "unreadable",
    }
