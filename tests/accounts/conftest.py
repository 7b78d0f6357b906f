"""A real database for each test: a file of SQLite, copied from one that was migrated once, and PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from tests.accounts import postgresql
from wgec_living import accounts
from wgec_living.accounts import invitations, members
from wgec_living.accounts.types import COMMAND_LINE, Account, Invited
from wgec_living.domain.identifiers import Handle
from wgec_living.domain.people import Role

ON_POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))
"""One test process has the server, which takes longer to make than a test."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Have each test run on both databases, but for those that ask for SQLite's file; a module may name its `KINDS`."""
    if "kind" in metafunc.fixturenames:
        kinds = getattr(metafunc.module, "KINDS", ["sqlite", "postgresql"])
        if "database" in metafunc.fixturenames:
            kinds = ["sqlite"]
        metafunc.parametrize("kind", [ON_POSTGRESQL if kind == "postgresql" else kind for kind in kinds])


def application(address: str, migrated: bool = False) -> Flask:
    """Return an application that has nothing but accounts."""
    app = Flask("accounts-test")
    app.config["SQLALCHEMY_DATABASE_URI"] = address
    accounts.init(app)
    if migrated:
        with app.app_context():
            accounts.upgrade()
            accounts.db.engine.dispose()
    return app


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("accounts") / "fresh.sqlite"
    app = application(f"sqlite:///{path}")
    with app.app_context():
        accounts.upgrade()
        # Copied by the tests while this connection pool still holds the file open.
        shutil.copyfile(path, path.with_suffix(".copy"))
        accounts.db.engine.dispose()
    return path.with_suffix(".copy")


@pytest.fixture
def database(fresh_database: Path, tmp_path: Path) -> Path:
    path = tmp_path / "accounts.sqlite"
    shutil.copyfile(fresh_database, path)
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL; where none is installed the tests are skipped, or fail when CI=true."""
    where = postgresql.programs()
    if where is None:
        told = "PostgreSQL is not installed: the accounts are not shown to work on it"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(told)
        pytest.skip(told)
    with postgresql.running(where) as address:
        yield address


@pytest.fixture
def new_postgresql(postgresql_server: str) -> Iterator[Callable[[], str]]:
    """Return a function that makes an empty database and returns its address."""
    admin = create_engine(postgresql_server.format("postgres"), isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make() -> str:
        made.append(f"own{len(made)}")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {made[-1]}"))
        return postgresql_server.format(made[-1])

    yield make
    with admin.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> str:
    address = postgresql_server.format("postgres")
    application(address, migrated=True)
    return address


@pytest.fixture
def clean_postgresql(migrated_postgresql: str) -> str:
    """The address of a migrated database without rows, which the tests share one after the other."""
    engine = create_engine(migrated_postgresql)
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE accounts RESTART IDENTITY CASCADE"))
    engine.dispose()
    return migrated_postgresql


@pytest.fixture
def empty_address(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database without tables."""
    if kind == "postgresql":
        return str(request.getfixturevalue("new_postgresql")())
    return f"sqlite:///{tmp_path / 'empty.sqlite'}"


@pytest.fixture
def address(kind: str, request: pytest.FixtureRequest) -> str:
    """The address of the migrated database that the test works on."""
    if kind == "postgresql":
        return str(request.getfixturevalue("clean_postgresql"))
    return f"sqlite:///{request.getfixturevalue('database')}"


@pytest.fixture
def app(address: str) -> Iterator[Flask]:
    app = application(address)
    with app.app_context():
        yield app
        accounts.db.session.remove()
        accounts.db.engine.dispose()


@pytest.fixture
def invited(app: Flask, now: datetime) -> Invited:
    return invitations.invite(
        "ana@example.org", "Ana Example", "Ruritania", "Member States", Role.CONTRIBUTOR, COMMAND_LINE, now
    )


@pytest.fixture
def ana(invited: Invited, now: datetime) -> Account:
    return members.confirm(invited.invitation.account_id, Handle("ana-example"), now)


@pytest.fixture
def boris(app: Flask, now: datetime) -> Account:
    invited = invitations.invite(
        "boris@example.net", "Boris Example", "Net Forum", "Civil society", Role.CONTRIBUTOR, "cora", now
    )
    return members.confirm(invited.invitation.account_id, Handle("boris-example"), now)


@pytest.fixture
def everything_on_disk(app: Flask, database: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        return b"".join(path.read_bytes() for path in sorted(database.parent.glob(database.name + "*")))

    return read
