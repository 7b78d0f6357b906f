"""The file of the index on disk: made whole, told from a stranger's, thrown away."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, delete, event, insert, select
from sqlalchemy.exc import DatabaseError

from . import schema


class DatabaseFile:
    """One SQLite file with its log beside it; everything here that makes or removes it does so alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def generation(self) -> int:
        """Return a number that differs when the file was deleted or replaced; -1 where there is none."""
        try:
            return self.path.stat().st_ino
        except FileNotFoundError:
            return -1

    def opened(self) -> Engine:
        """Return an engine on the file that is there, or on a fresh one where it cannot be gone on with."""
        # Two processes that found no file would each make one, and remove the other's.
        with self._alone():
            if self.path.exists():
                engine = engine_on(self.path)
                try:
                    if self._usable(engine):
                        return engine
                except DatabaseError:
                    pass  # Damaged: nothing in it is precious.
                engine.dispose()
            self._make()
            return engine_on(self.path)

    def throw_away(self, generation: int) -> None:
        """Remove the file, unless it is another one already."""
        with self._alone():
            if self.generation() == generation:
                self._unlink()

    def connect(self) -> sqlite3.Connection:
        """Return a plain connection to the file that is there; one that is not is never made by connecting."""
        return _connect(self.path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._beside(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _usable(self, engine: Engine) -> bool:
        """Say whether a file that was there can be gone on with.

        One that was put in the place of another beside the other's write-ahead log would be read as a mixture of
        both: it does not say of itself what its place on the disk is.
        """
        log = self._beside("-wal")
        beside_a_log = log.exists() and log.stat().st_size > 0
        with engine.connect() as connection:
            if not connection.dialect.has_table(connection, "meta"):
                return False
            known = {row.key: row.value for row in connection.execute(select(schema.meta))}
        own = str(self.generation())
        if known.get("format") != schema.FORMAT or (beside_a_log and known.get("file") != own):
            return False
        if known.get("file") != own:
            # A new state too: what was remembered under the one it had may be of another time.
            with engine.connect().execution_options(immediate=True) as connection, connection.begin():
                connection.execute(delete(schema.meta).where(schema.meta.c.key.in_(["file", "state"])))
                write_meta(connection, file=own, state=secrets.token_hex(8))
        return True

    def _make(self) -> None:
        """Put a fresh file with empty tables in place at once: nobody ever meets one without tables."""
        fresh = DatabaseFile(self._beside(".new"))
        fresh._unlink()
        fresh.path.touch(mode=0o600)
        engine = engine_on(fresh.path)
        with engine.connect().execution_options(immediate=True) as connection, connection.begin():
            schema.metadata.create_all(connection)
            write_meta(connection, format=schema.FORMAT, state="", file=str(fresh.generation()))
        engine.dispose()
        self._unlink()
        fresh.path.replace(self.path)

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(self.path.name + suffix)

    def _unlink(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._beside(suffix).unlink(missing_ok=True)


def write_meta(connection: Connection, **rows: str) -> None:
    """Write rows about the file itself."""
    connection.execute(insert(schema.meta), [{"key": key, "value": value} for key, value in rows.items()])


def _connect(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=30, isolation_level=None, check_same_thread=False)


def engine_on(path: Path) -> Engine:
    """Return an engine on a file that is there; its transactions begin when they say so, not late."""
    engine = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=QueuePool)

    def configure(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None
        with contextlib.closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
            # Not FULL: what a power cut takes from the index, catching up brings back from the record.
            cursor.execute("PRAGMA synchronous=NORMAL")
            cursor.execute("PRAGMA cache_size=-16000")

    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    event.listen(engine, "connect", configure)
    event.listen(engine, "begin", begin)
    return engine
