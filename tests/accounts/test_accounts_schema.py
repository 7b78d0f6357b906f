"""Migrations: equal to the models, applied once, undone whole, portable."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

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
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///" + sys.argv[1]
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
    with op.batch_alter_table("accounts", recreate="always") as table:
        table.add_column(sa.Column("note", sa.String(20)))
    FAIL
'''


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    app = Flask("empty")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    accounts.init(app)
    with app.app_context():
        yield app
        db.engine.dispose()


def shape() -> list[str]:
    with db.engine.connect() as connection:
        return sorted(
            connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")).scalars()
        )


def use_migrations(folder: Path, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    shutil.copytree(schema.MIGRATIONS, folder)
    (folder / "versions" / "0003_second.py").write_text(SECOND_MIGRATION.replace("FAIL", then))
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


def test_migrations_and_models_make_the_same_database(empty: Flask, app: Flask) -> None:
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
    with empty.app_context():
        Base.metadata.create_all(db.engine)
        assert rows() == migrated
    assert len(migrated) >= 9


def test_starting_twice_changes_nothing(app: Flask, ana: Account) -> None:
    before = shape()
    accounts.upgrade()
    assert shape() == before
    assert members.account(ana.id) == ana


def test_two_servers_starting_at_once_make_one_database(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTER, str(tmp_path / "both.sqlite")]
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
    with pytest.raises((ZeroDivisionError, RuntimeError)):
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


def test_the_tables_can_be_made_in_postgresql_too() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in Base.metadata.sorted_tables:
        statement = str(CreateTable(table).compile(dialect=dialect))
        for column in table.columns:
            if column.name.endswith("_at"):
                assert f"{column.name} TIMESTAMP WITH TIME ZONE" in statement
        assert "id SERIAL NOT NULL" in statement
        for index in table.indexes:
            made = str(CreateIndex(index).compile(dialect=dialect))
            if index.name == "uq_invitations_open":
                assert made.endswith("WHERE accepted_at IS NULL AND revoked_at IS NULL")
                assert str(CreateIndex(index).compile(dialect=sqlite.dialect())).endswith(  # type: ignore[no-untyped-call]
                    "WHERE accepted_at IS NULL AND revoked_at IS NULL"
                )


def test_the_migration_can_be_written_out_for_postgresql(capsys: pytest.CaptureFixture[str]) -> None:
    from alembic.operations import Operations

    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True})
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with Operations.context(context):
        for script in ScriptDirectory.from_config(config).walk_revisions():
            script.module.upgrade()
    written = capsys.readouterr().out
    for table in Base.metadata.tables:
        assert f"CREATE TABLE {table}" in written
    assert "WITHOUT TIME ZONE" not in written and "DATETIME" not in written
