"""A real SQLite file for each test, copied from one that was migrated once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from wgec_living import accounts
from wgec_living.accounts import invitations, members
from wgec_living.accounts.types import COMMAND_LINE, Account, Invited
from wgec_living.domain.identifiers import Handle
from wgec_living.domain.people import Role


def _application(path: Path) -> Flask:
    app = Flask("accounts-test")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{path}"
    accounts.init(app)
    return app


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("accounts") / "fresh.sqlite"
    app = _application(path)
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


@pytest.fixture
def app(database: Path) -> Iterator[Flask]:
    app = _application(database)
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
