"""The shape of the accounts' database: brought up to date at each start, at no cost when it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import Connection, inspect, text

from wgec_living.domain.errors import WgecError

from .database import db, for_writing, telling_busy

HEAD = "0002"
"""The newest migration; they are numbered in order."""
MIGRATIONS = Path(__file__).parent / "migrations"


def register(app: Flask) -> None:
    """Give the application its `flask db` commands, with which new migrations are written."""
    Migrate(app, db, directory=str(MIGRATIONS))


def upgrade() -> None:
    """Create or migrate the database of the current application; does nothing when it is up to date.

    All migrations run in one transaction, or none does. Afterwards a SQLite file is complete by itself:
    while nobody writes, a copy of it is a copy of the database. Raises `Busy` when it cannot be reached.
    """
    with telling_busy(), db.engine.connect() as connection:
        revision = _revision(connection)
    if revision == HEAD:
        return
    if revision is not None and revision > HEAD:
        raise WgecError(
            "The accounts were written by a newer version of this server. Please start that version, or "
            "restore the backup made before it was installed."
        )
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with telling_busy():
        command.upgrade(config, "head")
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            _at_once(connection, "PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def migrating() -> Iterator[Connection]:
    """Offer the one connection and transaction in which `migrations/env.py` does all its work."""
    with for_writing(db.engine).connect() as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        # Changing a table in SQLite means dropping it, which would delete the rows that refer to it.
        _at_once(connection, "PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("a migration left rows that belong to nothing; it was undone")
        finally:
            _at_once(connection, "PRAGMA foreign_keys=ON")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _at_once(connection: Connection, pragma: str) -> None:
    # Such settings have no effect inside a transaction; the driver's own cursor begins none.
    cursor = connection.connection.cursor()
    cursor.execute(pragma)
    cursor.close()
