"""The index as a SQLite file: opened, made anew when it is missing or of another format, read and written."""

from __future__ import annotations

import hashlib
import logging
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DatabaseError

from wgec_living.domain.errors import Busy

from . import schema, search_rows
from .database_file import DatabaseFile, write_meta

log = logging.getLogger(__name__)
LOCKED = "The index of this server is being written just now. Nothing was lost; please try again shortly."
_STATE = "SELECT value FROM meta WHERE key = 'state'"
_OWN_ROWS = ("'state'", "'file'")
"""Rows about this very file, not about the record."""


class Damaged(Busy):
    """The file could not be read and was thrown away; what is asked next makes it anew."""

    def __init__(self) -> None:
        super().__init__(
            "The index of this server is being made anew. Nothing was lost; please try again shortly."
        )


class Database:
    """The SQLite file of the index; deletable at any moment, also while the server runs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = DatabaseFile(path)
        self.level: Callable[[], object] = lambda: None
        """Called before anything is read from a file that this process has not read from before."""
        self._guard = threading.Lock()
        self._inode = 0
        self._engine: Engine | None = None
        self._leveled: Engine | None = None
        # Asked at every request: a connection of its own answers in 10 microseconds, the engine in 200.
        self._glance: tuple[Engine, sqlite3.Connection] | None = None
        self._glancing = threading.Lock()

    @contextmanager
    def reading(self, *, as_is: bool = False) -> Iterator[Connection]:
        """Yield a connection that sees one consistent state; a file new to us is leveled before, but for `as_is`."""
        connection = self._connected(as_is=as_is)
        with self._throwing_damage_away(), connection:
            yield connection

    def _connected(self, *, as_is: bool) -> Connection:
        while True:
            engine = self._open()
            if not as_is and self._leveled is not engine:
                self.level()
                if self._engine is engine:
                    self._leveled = engine
                continue
            with self._throwing_damage_away():
                try:
                    connection = engine.connect()
                except DatabaseError:
                    if self._current(engine):
                        raise
                    continue
            # Connecting goes by the path: it may have met a file that came meanwhile and is not level.
            if self._current(engine):
                return connection
            connection.close()

    def _current(self, engine: Engine | None) -> bool:
        return engine is not None and self._engine is engine and self.generation() == self._inode

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that excludes other writers; the state changes when it ends."""
        connection = self._connected(as_is=True).execution_options(immediate=True)
        with self._throwing_damage_away(), connection, connection.begin():
            yield connection
            write_meta(connection, state=secrets.token_hex(8))

    @contextmanager
    def replacing(self) -> Iterator[Connection]:
        """Yield a connection to an index without rows, which takes the place of this one when the body ends well.

        Readers and writers of this one are not held up; what they wrote meanwhile is to be brought on afterwards.
        """
        with self._file.replacing() as connection:
            yield connection

    def generation(self) -> int:
        """Return a number that differs when the file was deleted or replaced; -1 where there is none."""
        return self._file.generation()

    def state(self) -> str:
        """Return a word that changes whenever anything in the index does."""
        while True:
            engine = self._open()
            if self._leveled is not engine:
                with self.reading():
                    continue
            with self._throwing_damage_away(), self._glancing:
                if self._glance is None or self._glance[0] is not engine:
                    self._look_away()
                    connection = self._file.connect()
                    if not self._current(engine):
                        connection.close()
                        continue
                    self._glance = engine, connection
                row = self._glance[1].execute(_STATE).fetchone()
            return str(row[0]) if row else ""

    def _look_away(self) -> None:
        if self._glance is not None:
            self._glance[1].close()
        self._glance = None

    def close(self) -> None:
        """Close every connection."""
        with self._glancing:
            self._look_away()
        with self._guard:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = self._leveled = None

    def fingerprint(self) -> str:
        """Return a digest of everything in the index, the same for the same record however it came about."""
        digest = hashlib.sha256()
        with self.reading() as connection:
            for table in sorted(schema.metadata.tables.values(), key=lambda table: table.name):
                if table is schema.searched:
                    continue
                rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                if table is schema.meta:
                    rows = [row for row in rows if not any(own in row for own in _OWN_ROWS)]
                digest.update(_join(table.name, rows))
            digest.update(_join(schema.searched.name, search_rows.told(connection)))
        return digest.hexdigest()

    def _open(self) -> Engine:
        engine = self._engine
        inode = self.generation()
        if engine is not None and inode == self._inode:
            return engine
        with self._guard:
            if self._engine is None or self.generation() != self._inode:
                old, self._engine, self._leveled = self._engine, None, None
                made = self._file.opened()
                self._inode = self.generation()
                self._engine = made
                # Only now: while it is open, its place on the disk is not given to the new one.
                if old is not None:
                    old.dispose()
            return self._engine

    @contextmanager
    def _throwing_damage_away(self) -> Iterator[None]:
        inode = self._inode
        try:
            yield
        except (DatabaseError, sqlite3.DatabaseError) as trouble:
            cause = trouble.orig if isinstance(trouble, DatabaseError) else trouble
            code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise Busy(LOCKED) from trouble
            damaged = code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
            if not damaged and self.generation() == inode:
                raise
            log.warning("the index was damaged or taken away (%s); it is made anew", cause)
            self._file.throw_away(inode)
            raise Damaged from trouble


def _join(name: str, rows: list[str]) -> bytes:
    return "\n".join([name, *rows, ""]).encode("utf-8", "surrogatepass")
