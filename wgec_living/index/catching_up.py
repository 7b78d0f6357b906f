"""Keeping the index level with the record: after each write, after a crash, after a push from outside."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.exc import DatabaseError

from wgec_living.domain.editions import number_of_edition
from wgec_living.domain.errors import Busy
from wgec_living.domain.identifiers import CommitId, branch_of
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import MAIN, Record
from wgec_living.store.refs import Fingerprint

from . import schema
from .database import Damaged, Database
from .editions import place_editions, take_editions
from .ingest import Ingest, Progress
from .moves import Move, Rewound, moves

LOOK_EVERY = 1.0
"""Seconds between two looks at the record's refs while pages are read."""
SETTLED = 0.05
"""Seconds after which the file system's clock has certainly ticked since a move."""
BEHIND = (
    "This server is still taking in what was sent before, so this was not recorded. Please try again shortly."
)

_TIPS = select(schema.refs.c.name, schema.refs.c.tip).where(
    schema.refs.c.name.in_(bindparam("names", expanding=True))
)
_NEWEST = select(func.max(schema.contributions.c.number))

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

    def look(self, *, strict: bool = False) -> None:
        """Notice refs that somebody else moved; cheap enough for every request, exact within `LOOK_EVERY`.

        An index that cannot follow just now stays as it is and is tried again at the next look; with `strict`,
        `Busy` is raised.
        """
        try:
            self._look(strict=strict)
        except DatabaseError as trouble:
            log.exception("the index could not be brought level")
            if strict:
                raise Busy("The index of this server cannot follow the record just now.") from trouble

    def _look(self, *, strict: bool) -> None:
        same_file = self._seen is not None and self._seen[1] == self._database.generation()
        if same_file and not strict and time.monotonic() - self._looked < LOOK_EVERY:
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

    def level_for_writing(self, refs: Sequence[str]) -> int:
        """Bring the index level if `main` or any of these refs is not where it knows it; return the newest number.

        The next number's branch is looked at too: it is there when something was put on record that the index could
        not follow, and then a sending that comes again would not be known.
        """
        with self._database.reading() as connection:
            newest = connection.scalar(_NEWEST) or 0
            names = [MAIN, branch_of(newest + 1), *refs]
            known = _tips(connection, names)
        if any(self._record.refs.get(name) != known.get(name) for name in names):
            try:
                self.level()
            except DatabaseError as trouble:
                log.exception("the index could not be brought level")
                raise Busy(BEHIND) from trouble
            with self._database.reading() as connection:
                newest = connection.scalar(_NEWEST) or 0
        return newest

    def advance(self, ref: str, commit: StoredCommit) -> None:
        """Take in one commit that was just put on `ref`; call it while holding the writer's lock."""
        with self._database.writing() as connection:
            known, ingest = _tips(connection, [ref, MAIN]), Ingest(connection, self._record)
            old, parent = known.get(ref), commit.parents[0]
            follows = ingest.known_on_main({parent}) if old is None else old == parent
            if MAIN in known and follows:
                ingest.run([Move(ref, old, commit.id)], {commit.id: commit})
                if ref == MAIN:
                    place_editions(connection)
                return
        self.level()

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make the index anew from the record; the old one is read and written until the new one is complete."""
        with self._database.replacing() as connection, _no_garbage():
            moved = moves({}, self._refs())
            self._ingest(connection, moved, progress)
        self.level()  # What was put on record meanwhile went into the old one.
        return len(moved)

    def _refs(self) -> dict[str, CommitId]:
        """Return the refs as they stood at one moment: no branch in them starts at a later `main` than theirs."""
        while True:
            found = self._record.refs.all()
            if self._record.refs.get(MAIN) == found.get(MAIN):
                return found

    def _ingest(self, connection: Connection, moved: list[Move], progress: Progress | None) -> None:
        if not moved:
            return
        lines: list[Move] = []
        tags: list[Move] = []
        for move in moved:
            (lines if number_of_edition(move.ref) is None else tags).append(move)
        if lines:
            known = list(connection.scalars(select(schema.refs.c.tip).where(schema.refs.c.name == MAIN)))
            known += [move.old for move in lines if move.old is not None]
            walk = self._record.walk([move.new for move in lines], [CommitId(commit) for commit in known])
            Ingest(connection, self._record).run(lines, {commit.id: commit for commit in walk}, progress)
        take_editions(connection, self._record, tags)
        place_editions(connection)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Do not look for garbage: among the many things that a whole record is made of, it takes a fifth of the time.

    None of them refer to each other in a circle, so all go when they are no longer needed.
    """
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


def _moved(connection: Connection, found: dict[str, CommitId]) -> list[Move]:
    known = {name: CommitId(tip) for name, tip in connection.execute(select(schema.refs))}
    return moves(known, found)


def _tips(connection: Connection, names: list[str]) -> dict[str, CommitId]:
    return {row.name: CommitId(row.tip) for row in connection.execute(_TIPS, {"names": names})}


def _young(fingerprint: Fingerprint) -> bool:
    newest = max((stamp[1] for stamp in fingerprint if stamp), default=0)
    return time.time_ns() - newest < SETTLED * 1e9
