"""Migrations: equal to the models, applied once, undone whole, on both databases."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from tests.accounts.conftest import application
from wgec_living import accounts
from wgec_living.accounts import db, members, schema
from wgec_living.accounts.database import Base
from wgec_living.accounts.types import Account
from wgec_living.domain.errors import WgecError

STARTER = """
import sys
from flask import Flask
from wgec_living import accounts

app = Flask("starter")
app.config["SQLALCHEMY_DATABASE_URI"] = sys.argv[1]
accounts.init(app)
with app.app_context():
    accounts.upgrade()
print("ready")
"""

SECOND_MIGRATION = '''
"""Let an address be longer, and fail where it is told to."""
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    with op.batch_alter_table("accounts", recreate="RECREATE") as table:
        table.add_column(sa.Column("note", sa.String(20)))
    FAIL
'''


@pytest.fixture
def address(kind: str, empty_address: str, request: pytest.FixtureRequest) -> str:
    """A database of the test's own, for its tables are changed."""
    if kind == "sqlite":
        return f"sqlite:///{request.getfixturevalue('database')}"
    application(empty_address, migrated=True)
    return empty_address


def shape() -> list[str]:
    """Return what there is of tables, columns, indexes and references, and the newest migration."""
    looking = inspect(db.engine)
    with db.engine.connect() as connection:
        found = [str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())]
    for name in looking.get_table_names():
        found += [f"{name}: {part['name']} {part['type']!r}" for part in looking.get_columns(name)]
        for parts in (looking.get_indexes, looking.get_unique_constraints, looking.get_foreign_keys):
            found += [f"{name}: {part['name']}" for part in parts(name)]
    return sorted(found)


def use_migrations(folder: Path, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    shutil.copytree(schema.MIGRATIONS, folder)
    recreate = "always" if db.engine.dialect.name == "sqlite" else "never"
    (folder / "versions" / "0003_second.py").write_text(
        SECOND_MIGRATION.replace("FAIL", then).replace("RECREATE", recreate)
    )
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    monkeypatch.setattr(schema, "HEAD", "0003")


def test_the_newest_migration_is_the_one_the_start_looks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_migrations_and_models_agree(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_and_models_make_the_same_database(app: Flask, database: Path, empty_address: str) -> None:
    def rows() -> dict[str, list[tuple[object, ...]]]:
        with db.engine.connect() as connection:
            names = [
                str(name)
                for name in connection.execute(
                    text("SELECT name FROM sqlite_master WHERE type IN ('table', 'index')")
                ).scalars()
                if not name.startswith(("sqlite_", "alembic_"))
            ]
            return {
                name: [
                    tuple(row)
                    for pragma in ("table_info", "index_xinfo", "foreign_key_list")
                    for row in connection.execute(text(f"PRAGMA {pragma}('{name}')"))
                ]
                for name in sorted(names)
            }

    migrated = rows()
    with application(empty_address).app_context():
        Base.metadata.create_all(db.engine)
        assert rows() == migrated
        db.engine.dispose()
    assert len(migrated) >= 9


def test_starting_twice_changes_nothing(app: Flask, ana: Account) -> None:
    before = shape()
    accounts.upgrade()
    assert shape() == before
    assert members.account(ana.id) == ana


def test_two_servers_starting_at_once_make_one_database(empty_address: str) -> None:
    command = [sys.executable, "-c", STARTER, empty_address]
    running = [
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(2)
    ]
    assert [process.communicate(timeout=60)[0].strip() for process in running] == ["ready"] * 2


def test_a_fresh_database_is_one_file_that_can_be_copied(fresh_database: Path) -> None:
    copy = sqlite3.connect(fresh_database)
    tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    copy.close()
    assert set(Base.metadata.tables) <= tables


def test_changing_a_table_keeps_what_refers_to_it(
    app: Flask, ana: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_migrations(tmp_path / "migrations", monkeypatch, "pass")
    accounts.upgrade()
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM invitations")).scalar() == 1
        assert connection.execute(text("SELECT count(note) FROM accounts")).scalar() == 0
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    assert members.account(ana.id) == ana


@pytest.mark.parametrize(
    "then", ["raise ZeroDivisionError", "op.execute('UPDATE invitations SET account_id = 99')"]
)
def test_a_migration_that_fails_or_breaks_a_reference_is_undone_whole(
    app: Flask, ana: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    before = shape()
    use_migrations(tmp_path / "migrations", monkeypatch, then)
    with pytest.raises((ZeroDivisionError, RuntimeError, IntegrityError)):
        accounts.upgrade()
    assert shape() == before
    assert members.account(ana.id) == ana


def test_a_database_from_a_newer_version_is_left_alone(app: Flask) -> None:
    with accounts.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = shape()
    with pytest.raises(WgecError, match="newer version"):
        accounts.upgrade()
    assert shape() == before
