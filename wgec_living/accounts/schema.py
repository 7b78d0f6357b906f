"""The shape of the accounts' database: brought up to date at each start, at no cost when it is."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect, text

from .database import db, for_writing

HEAD = "0001"
"""The newest migration; a test compares it with the folder."""
MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade() -> None:
    """Create or migrate the database of the current application; does nothing when it is up to date.

    All migrations run in one transaction, or none does. Afterwards a SQLite file is complete by itself:
    while nobody writes, a copy of it is a copy of the database.
    """
    engine = db.engine
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    with for_writing(engine).connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            _foreign_keys(connection, on=False)
        with connection.begin():
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("a migration left rows that belong to nothing; it was undone")
        if sqlite:
            _foreign_keys(connection, on=True)
    if sqlite:
        _settle(engine)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    # Changing a table in SQLite means dropping it, which would delete the rows that refer to it. Inside a
    # transaction the setting has no effect, hence the driver's connection, which begins none.
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
    cursor.close()


def _settle(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
