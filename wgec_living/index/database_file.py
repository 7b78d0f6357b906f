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

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event, insert, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateIndex, CreateTable

from wgec_living.store.objects import fsync_file

from . import schema

_PUT = insert(schema.meta).prefix_with("OR REPLACE")
WAIT = 30.0
"""Seconds to wait for another writer of the file."""


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
    def replacing(self) -> Iterator[Connection]:
        """Yield a transaction on a fresh file with empty tables; at its end the file takes the place of this one.

        Until then this one is read and written as ever; what is written meanwhile is not in the other.
        """
        shadow = DatabaseFile(self._beside(".shadow"))
        with self._alone(".shadow.lock"):
            shadow._start()
            try:
                with _in_bulk(shadow.path) as connection:
                    for table in schema.metadata.sorted_tables:
                        connection.execute(CreateTable(table))
                    connection.exec_driver_sql(schema.SEARCHED_WORDS)
                    yield connection
                    for table in schema.metadata.sorted_tables:
                        for index in sorted(table.indexes, key=lambda index: str(index.name)):
                            connection.execute(CreateIndex(index))
                    shadow._introduce(connection, secrets.token_hex(8))
                shadow._settle()
                with self._alone():
                    self._unlink()
                    shadow.path.replace(self.path)
            finally:
                shadow._unlink()

    @contextmanager
    def _alone(self, suffix: str = ".lock") -> Iterator[None]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._beside(suffix), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
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
                write_meta(connection, file=own, state=secrets.token_hex(8))
        return True

    def _make(self) -> None:
        """Put a fresh file with empty tables in place at once: nobody ever meets one without tables."""
        fresh = DatabaseFile(self._beside(".new"))
        fresh._start()
        engine = engine_on(fresh.path)
        with engine.connect().execution_options(immediate=True) as connection, connection.begin():
            schema.metadata.create_all(connection)
            connection.exec_driver_sql(schema.SEARCHED_WORDS)
            fresh._introduce(connection, "")
        engine.dispose()
        self._unlink()
        fresh.path.replace(self.path)

    def _start(self) -> None:
        """Put an empty file here; what a killed process left is removed."""
        self._unlink()
        self.path.touch(mode=0o600)

    def _introduce(self, connection: Connection, state: str) -> None:
        """Write into the file what it is."""
        write_meta(connection, format=schema.FORMAT, state=state, file=str(self.generation()))

    def _settle(self) -> None:
        """Make a file that was written in bulk one like any other, on disk."""
        with contextlib.closing(self.connect()) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        fsync_file(self.path)

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(self.path.name + suffix)

    def _unlink(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self._beside(suffix).unlink(missing_ok=True)


def write_meta(connection: Connection, **rows: str) -> None:
    """Write rows about the file itself, in place of what they were."""
    connection.execute(_PUT, [{"key": key, "value": value} for key, value in rows.items()])


def _connect(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False)


@contextmanager
def _in_bulk(path: Path) -> Iterator[Connection]:
    """Yield a connection that writes without a journal and without waiting for the disk: all of it counts, or none."""
    engine = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=NullPool)

    def configure(connection: sqlite3.Connection, _: Any) -> None:
        with contextlib.closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA journal_mode=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA locking_mode=EXCLUSIVE")
            cursor.execute("PRAGMA cache_size=-64000")
            cursor.execute("BEGIN")

    event.listen(engine, "connect", configure)
    with engine.connect() as connection:
        yield connection
        connection.exec_driver_sql("COMMIT")


def engine_on(path: Path) -> Engine:
    """Return an engine on a file that is there; its transactions begin when they say so, not late."""
    # The connection used last is used next: each remembers pages of its own, and by turns all of them would fill up.
    engine = create_engine(
        "sqlite://", creator=lambda: _connect(path), poolclass=QueuePool, pool_use_lifo=True
    )

    def configure(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None
        with contextlib.closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
            # Not FULL: what a power cut takes from the index, catching up brings back from the record.
            cursor.execute("PRAGMA synchronous=NORMAL")
            cursor.execute("PRAGMA cache_size=-8000")

    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        # Asked of the driver: through the engine each beginning takes as long as a question.
        connection.connection.cursor().execute("BEGIN IMMEDIATE" if immediate else "BEGIN")

    event.listen(engine, "connect", configure)
    event.listen(engine, "begin", begin)
    return engine
