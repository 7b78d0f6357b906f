"""Migrates a database and is killed at each statement in turn; run by test_killed_migration.py.

Argument: the address of a database without tables. Prints, as JSON, for each form the database had at the beginning
what was found after each kill, and what was found after the run that was left alone.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine, event, inspect, text

from tests.accounts.conftest import application
from wgec_living import accounts
from wgec_living.accounts import db, schema


def found(address: str) -> list[str]:
    """Return the tables of the database, the newest migration and the people in it."""
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        tables = sorted(inspect(connection).get_table_names())
        for query in ("SELECT version_num FROM alembic_version", "SELECT address FROM accounts"):
            if query.rpartition(" ")[2] in tables:
                tables += connection.execute(text(query)).scalars()
    return tables


def migrated(address: str, killed_at: int) -> bool:
    """Migrate in a child that is killed before its statement of this number; say whether it came to its end."""
    child = os.fork()
    if child == 0:
        left = killed_at

        def strike(*_: object) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        with application(address).app_context():
            event.listen(db.engine, "before_cursor_execute", strike)
            event.listen(db.engine, "commit", strike)
            accounts.upgrade()
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL), code
    return code == 0


def every_kill(address: str) -> dict[str, list[list[str]]]:
    """Kill at the first statement, the second, and so on, until the migration needs no more of them."""
    before, after = found(address), []
    while not migrated(address, len(after) + 1):
        after.append(found(address))
    return {"before": [before], "killed": after, "after": [found(address)]}


def one_back(address: str) -> None:
    """Take the newest migration back in a database with one person."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with application(address).app_context():
        with accounts.writing() as session:
            session.execute(
                text(
                    "INSERT INTO accounts (address, address_key, created_at) VALUES ('a@b.example', 'k', :now)"
                ),
                {"now": "2026-03-02 12:00:00"},
            )
        command.downgrade(config, "-1")
        db.engine.dispose()


def main() -> None:
    """From nothing, then from the form before the newest, with somebody in it."""
    address = sys.argv[1]
    told = [every_kill(address)]
    one_back(address)
    told.append(every_kill(address))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
