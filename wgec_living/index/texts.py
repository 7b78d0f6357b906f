"""The history of the documents' texts, taken in revision by revision."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from wgec_living.domain.blocks import Block, Cut, cut, cut_again, document_language, document_title, split
from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.carrying import Carrying
from wgec_living.domain.events import Disposition, Event, Kind, Speaker
from wgec_living.domain.handing_over import hear
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath, ObjectId
from wgec_living.domain.lineage import Carried, first_ids
from wgec_living.domain.message import Unreadable
from wgec_living.domain.tracing import Link
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import Record

from . import lineages
from .ahead import Ahead
from .aims import Aims, Standing
from .gone import GoneBlocks
from .origins import Origins
from .rows import put
from .schema import documents, revisions
from .search_texts import Change, SearchedTexts


@dataclass(frozen=True, slots=True)
class TextState:
    """A document at one revision, as the next one is compared with it."""

    number: int
    blob: ObjectId
    blocks: tuple[Block, ...]
    ids: tuple[BlockId, ...]
    cut: Cut | None = None
    """What spares cutting all of the next one; None where this one was not cut here."""


# A commit stands for all that went before it, so what is remembered by it holds in every index of every record.
_STATES: BoundedCache[tuple[DocumentPath, CommitId], TextState] = BoundedCache(
    20_000, lambda state: len(state.blocks)
)

_IN_FORCE = (
    select(revisions.c.number, revisions.c.blob, revisions.c.commit)
    .where(revisions.c.document == bindparam("path"), revisions.c.position <= bindparam("position"))
    .order_by(revisions.c.number.desc())
    .limit(1)
)


def remembered_ids(path: DocumentPath, commit: CommitId) -> tuple[BlockId, ...] | None:
    """Return the ids of the blocks of the revision that `commit` made, if they are remembered."""
    state = _STATES.get((path, commit))
    return None if state is None else state.ids


class Texts:
    """Takes the texts of `main`'s commits in, in order; `flush` writes what was gathered."""

    def __init__(self, connection: Connection, record: Record) -> None:
        self._connection = connection
        self._record = record
        self._states: dict[DocumentPath, TextState | None] = {}
        self._revisions: list[dict[str, object]] = []
        self._lineage: list[dict[str, object]] = []
        self._documents: dict[DocumentPath, dict[str, Any]] = {}
        self._carrying: dict[DocumentPath, Carrying] = {}
        self._gone = GoneBlocks(connection)
        self._origins = Origins(connection)
        self._searched = SearchedTexts(connection)
        self.revised: list[tuple[DocumentPath, int]] = []
        """The documents that the commit taken in last gave a revision, with its number."""
        self.ahead: Ahead | None = None
        """What traces the revisions before they are asked for; None once it has failed."""
        self.aims = Aims({})
        """Which blocks the acceptances among the commits to come were to change."""
        self.follow: Callable[[DocumentPath, TextState, TextState, tuple[Link, ...]], None] | None = None
        """Called with the revision before each but the first, that one, and what became of the blocks."""

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
            ids = lineages.read(self._connection, path, number)
            now = cut(self._source(blob))
            state = TextState(number, blob, now.blocks, ids, now)
            _STATES.put((path, commit), state)
        return state

    def numbered(self, path: DocumentPath, number: int) -> TextState:
        """Return a revision by its number, which must be known to the index already."""
        query = select(revisions.c.blob, revisions.c.commit)
        query = query.where(revisions.c.document == path, revisions.c.number == number)
        return self.at(path, number, *self._connection.execute(query).one())

    def in_force_at(self, path: DocumentPath, position: int) -> TextState | None:
        """Return a document as it stood at a place on `main` that the index knew before this pass."""
        row = self._connection.execute(_IN_FORCE, {"path": path, "position": position}).first()
        return None if row is None else self.at(path, *row)

    def aim(self, aims: Aims, first: int) -> None:
        """Expect these acceptances; `first` is the place on `main` of the first commit to come."""
        self.aims = aims
        for position in aims.earlier(first):
            aims.reached(position, partial(self._stood_at, position))

    def _stood_at(self, position: int, path: DocumentPath) -> Standing | None:
        return _standing(self.in_force_at(path, position))

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
        changed, gone = self._record.changed_documents(before, commit.tree)
        self.revised = []
        for path, blob in changed:
            self._revise(path, blob, commit, position, event, author)
        self.aims.reached(position, lambda path: _standing(self.state(path)))
        return gone

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
        target = self.aims.target(position, path)
        state, carried = self._heard(path, blob, previous) or self._traced(path, blob, previous, target)
        blocks = state.blocks
        self.revised.append((path, number))
        self._states[path] = state
        _STATES.put((path, commit.id), state)
        before = (previous.blocks, previous.ids) if previous else ((), ())
        written_in = self._proposal(path, commit, event)
        self._origins.take(path, number, before, blocks, carried, written_in)
        about = event.contribution if isinstance(event, Event) else None
        change = Change(path, number, commit.committer.at, author, about)
        self._searched.take(change, before, (blocks, carried.ids), carried.links)
        if previous is not None and self.follow is not None:
            self.follow(path, previous, state, carried.links)
        self._lineage.append(lineages.row(path, number, carried.ids, previous.ids if previous else None))
        self._gone.note(path, carried)
        self._revisions.append(
            _revision(path, number, commit, position, blob, event, author)
            | {"changed": carried.changed, "added": carried.added, "removed": carried.removed}
        )
        self._documents[path] = {
            "path": path,
            "revision": number,
            "commit": commit.id,
            "blob": blob,
            "updated_at": commit.committer.at,
        }

    def _heard(
        self, path: DocumentPath, blob: ObjectId, previous: TextState | None
    ) -> tuple[TextState, Carried] | None:
        """Return a revision as it was traced ahead, if it was."""
        blocks, ids, number = (previous.blocks, previous.ids, previous.number) if previous else ((), (), 0)
        heard = self.ahead.hear(partial(hear, blocks, ids), path, blob) if self.ahead is not None else None
        if heard is None:
            self.ahead = None
            return None
        blocks, carried = heard
        return TextState(number + 1, blob, blocks, carried.ids), carried

    def _traced(
        self, path: DocumentPath, blob: ObjectId, previous: TextState | None, target: BlockId | None
    ) -> tuple[TextState, Carried]:
        source = self._source(blob)
        now = cut_again(previous.cut, source) if previous and previous.cut else cut(source)
        if previous is None:
            number, carried = 1, first_ids(now.blocks, 1)
        else:
            if path not in self._carrying:
                self._carrying[path] = Carrying(self._gone.finder(path))
            number = previous.number + 1
            carrying = self._carrying[path]
            carried = carrying.carry(previous.blocks, previous.ids, now.blocks, number, target)
        return TextState(number, blob, now.blocks, carried.ids, now), carried

    def _proposal(
        self, path: DocumentPath, commit: StoredCommit, event: Event | Unreadable
    ) -> Callable[[], Sequence[Block]] | None:
        """Return what gives the proposal's text where a coordinator's words may stand beside it."""
        changed = isinstance(event, Event) and event.disposition is Disposition.ACCEPTED_WITH_CHANGES
        if not changed or len(commit.parents) != 2:
            return None
        tip = commit.parents[1]
        return lambda: split(self._record.text(tip, path) or "")

    def flush(self) -> None:
        """Write everything taken in since the last time."""
        if not self._revisions:
            return
        put(self._connection, revisions, self._revisions)
        lineages.write(self._connection, self._lineage)
        self._connection.execute(delete(documents).where(documents.c.path.in_(list(self._documents))))
        rows = [_document(row, self._source(ObjectId(row["blob"]))) for row in self._documents.values()]
        put(self._connection, documents, rows)
        self._gone.flush()
        self._origins.flush()
        self._searched.flush()
        self._revisions, self._lineage, self._documents = [], [], {}


def _standing(state: TextState | None) -> Standing | None:
    return None if state is None else (state.blocks, state.ids)


def _document(row: dict[str, Any], source: str) -> dict[str, object]:
    words = {"title": document_title(source) or row["path"], "language": document_language(source)}
    return {**row, **words}


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
        "author": _speaker(author),
        "decided_by": _speaker(decision.speaker) if decision else None,
        "summary": event.title,
        "reason": decision.body if decision else "",
        "contribution": decision.contribution if decision else None,
        "disposition": decision.disposition.value if decision and decision.disposition else None,
        "kind": known.kind.value if known is not None else "unreadable",
    }


@lru_cache(1_000)
def _speaker(speaker: Speaker) -> str:
    return json.dumps(speaker, ensure_ascii=False)
