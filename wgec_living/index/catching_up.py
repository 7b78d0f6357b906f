"""Keeping the index level with the record: after each write, after a crash, after a push from outside."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import Connection, delete, select

from wgec_living.domain.identifiers import CommitId
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import MAIN, Record
from wgec_living.store.refs import Fingerprint

from . import schema
from .database import Damaged, Database
from .ingest import Ingest, Progress
from .moves import Move, Rewound, moves

LOOK_EVERY = 1.0
"""Seconds between two looks at the record's refs while pages are read."""
SETTLED = 0.05
"""Seconds after which the file system's clock has certainly ticked since a move."""

log = logging.getLogger(__name__)


class CatchingUp:
    """Brings one index up to one record; safe to share between threads, and between processes by the database."""

    def __init__(self, database: Database, record: Record) -> None:
        self._database = database
        self._record = record
        self._seen: tuple[Fingerprint, int] | None = None
        self._looked = -LOOK_EVERY
        self._guard = threading.Lock()
        database.level = self.level

    def look(self) -> None:
        """Notice refs that somebody else moved; cheap enough for every request, exact within `LOOK_EVERY`."""
        same_file = self._seen is not None and self._seen[1] == self._database.generation()
        if same_file and time.monotonic() - self._looked < LOOK_EVERY:
            return
        with self._guard:
            self._looked = time.monotonic()
            fingerprint = self._record.refs.fingerprint()
            if self._seen != (fingerprint, self._database.generation()) or _young(fingerprint):
                self.level()
                self._seen = fingerprint, self._database.generation()

    def level(self, progress: Progress | None = None) -> int:
        """Take in every commit the index lacks; return how many refs had moved. Made anew when a ref was rewound."""
        try:
            return self._level(progress)
        except Damaged:
            return self._level(progress)
        except Rewound as reason:
            log.warning("the record was rewound (%s); the index is made anew", reason)
            return self.rebuild(progress)

    def _level(self, progress: Progress | None) -> int:
        found = self._refs()
        # A ref that the index knows and `found` lacks may be newer than `found`: looked at again below.
        with suppress(Rewound), self._database.reading(as_is=True) as connection:
            if not _moved(connection, found):
                return 0
        with self._database.writing() as connection:
            # Read again inside: a writer may have come in between, and its refs are no older than these.
            moved = _moved(connection, self._refs())
            self._ingest(connection, moved, progress)
            return len(moved)

    def level_on(self, names: Sequence[str]) -> None:
        """Bring the index level if any of these refs is not where the index knows it."""
        query = select(schema.refs.c.name, schema.refs.c.tip).where(schema.refs.c.name.in_(names))
        with self._database.reading(as_is=True) as connection:
            known = {row.name: row.tip for row in connection.execute(query)}
        if any(self._record.refs.get(name) != known.get(name) for name in names):
            self.level()

    def advance(self, ref: str, commit: StoredCommit) -> None:
        """Take in one commit that was just put on `ref`; call it while holding the writer's lock."""
        with self._database.writing() as connection:
            known = dict(
                connection.execute(
                    select(schema.refs.c.name, schema.refs.c.tip).where(schema.refs.c.name.in_([ref, MAIN]))
                ).all()
            )
            old = known.get(ref)
            level = known.get(MAIN) is not None and (old is None or old == commit.parents[0])
            if level and (old is not None or _on_main(connection, commit.parents[0])):
                move = Move(ref, old, commit.id)
                Ingest(connection, self._record).run([move], {commit.id: commit})
                return
        self.level()

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make the index anew from the record; readers see the old one until the new one is complete."""
        with self._database.writing() as connection:
            for table in schema.metadata.tables.values():
                if table is not schema.meta:
                    connection.execute(delete(table))
            moved = moves({}, self._refs())
            self._ingest(connection, moved, progress)
        return len(moved)

    def _refs(self) -> dict[str, CommitId]:
        """Return the refs as they stood at one moment: no branch in them starts at a later `main` than theirs."""
        while True:
            found = self._record.refs.all()
            if self._record.refs.get(MAIN) == found.get(MAIN):
                return {ref: tip for ref, tip in found.items() if ref.startswith("refs/heads/")}

    def _ingest(self, connection: Connection, moved: list[Move], progress: Progress | None) -> None:
        if not moved:
            return
        known = list(connection.scalars(select(schema.refs.c.tip).where(schema.refs.c.name == MAIN)))
        known += [move.old for move in moved if move.old is not None]
        walk = self._record.walk([move.new for move in moved], [CommitId(commit) for commit in known])
        Ingest(connection, self._record).run(moved, {commit.id: commit for commit in walk}, progress)


def _moved(connection: Connection, found: dict[str, CommitId]) -> list[Move]:
    known = {name: CommitId(tip) for name, tip in connection.execute(select(schema.refs))}
    return moves(known, found)


def _on_main(connection: Connection, commit: CommitId) -> bool:
    events = schema.events.c
    query = select(events.id).where(events.id == commit, events.line == MAIN)
    return connection.scalar(query) is not None


def _young(fingerprint: Fingerprint) -> bool:
    newest = max((stamp[1] for stamp in fingerprint if stamp), default=0)
    return time.time_ns() - newest < SETTLED * 1e9
