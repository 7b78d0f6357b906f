"""The index as a SQLite file: opened, made anew when it is missing or of another format, read and written."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, event, insert, select
from sqlalchemy.exc import DatabaseError

from . import schema

_STATE = "SELECT value FROM meta WHERE key = 'state'"


class Database:
    """The SQLite file of the index; deletable at any moment, also while the server runs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._guard = threading.Lock()
        self._inode = 0
        self._engine: Engine | None = None
        # Asked at every request: a connection of its own answers in 10 microseconds, the engine in 200.
        self._glance: tuple[Engine, sqlite3.Connection] | None = None
        self._glancing = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one consistent state."""
        with self._open().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that excludes other writers; the state changes when it ends."""
        with self._open().connect().execution_options(immediate=True) as connection, connection.begin():
            yield connection
            connection.execute(delete(schema.meta).where(schema.meta.c.key == "state"))
            connection.execute(insert(schema.meta), {"key": "state", "value": secrets.token_hex(8)})

    def generation(self) -> int:
        """Return a number that differs when the file was deleted or replaced; -1 where there is none."""
        try:
            return self.path.stat().st_ino
        except FileNotFoundError:
            return -1

    def state(self) -> str:
        """Return a word that changes whenever anything in the index does."""
        engine = self._open()
        with self._glancing:
            if self._glance is None or self._glance[0] is not engine:
                self._look_away()
                connection = sqlite3.connect(
                    self.path, timeout=30, isolation_level=None, check_same_thread=False
                )
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
            self._engine = None

    def fingerprint(self) -> str:
        """Return a digest of everything in the index, the same for the same record however it came about."""
        digest = hashlib.sha256()
        with self.reading() as connection:
            for table in sorted(schema.metadata.tables.values(), key=lambda table: table.name):
                rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                if table is schema.meta:
                    rows = [row for row in rows if "'state'" not in row]
                digest.update(_join(table.name, rows))
        return digest.hexdigest()

    def _open(self) -> Engine:
        engine = self._engine
        inode = self.generation()
        if engine is not None and inode == self._inode:
            return engine
        with self._guard:
            if self._engine is None or inode != self._inode:
                if self._engine is not None:
                    self._engine.dispose()
                self._engine = self._made()
                self._inode = self.generation()
            return self._engine

    def _made(self) -> Engine:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        engine = _engine(self.path)
        try:
            with engine.connect() as connection:
                known = connection.dialect.has_table(connection, "meta") and connection.scalar(
                    select(schema.meta.c.value).where(schema.meta.c.key == "format")
                )
            if known == schema.FORMAT:
                return engine
        except DatabaseError:
            pass  # Damaged: nothing in it is precious.
        engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        engine = _engine(self.path)
        with engine.connect().execution_options(immediate=True) as connection, connection.begin():
            schema.metadata.create_all(connection)
            connection.execute(
                insert(schema.meta),
                [{"key": "format", "value": schema.FORMAT}, {"key": "state", "value": ""}],
            )
        return engine


def _join(name: str, rows: list[str]) -> bytes:
    return "\n".join([name, *rows, ""]).encode("utf-8", "surrogatepass")


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30, "check_same_thread": False})

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
