"""An index that can be read and not written, as on a full disk or under somebody else's lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.conftest import Server


@contextmanager
def stuck(server: Server) -> Iterator[None]:
    """Have SQLite itself refuse every new event in the index meanwhile."""
    refuse = "CREATE TRIGGER stuck BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'stuck'); END"
    _do(server, refuse)
    try:
        yield
    finally:
        _do(server, "DROP TRIGGER stuck")


def _do(server: Server, statement: str) -> None:
    with closing(sqlite3.connect(server.data / "index.sqlite", isolation_level=None)) as connection:
        connection.execute(statement)
