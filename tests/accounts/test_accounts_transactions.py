"""Transactions: all or nothing, joined, and safe with several processes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from wgec_living import accounts
from wgec_living.accounts import database as accounts_database
from wgec_living.accounts import db, links, members, reading, sessions, writing
from wgec_living.accounts.models import AccountRow
from wgec_living.accounts.types import Account, Purpose
from wgec_living.domain.errors import Busy, LinkExpired, Stale

WRITER = """
import sys
from datetime import UTC, datetime
from flask import Flask
from wgec_living import accounts
from wgec_living.accounts import sessions

app = Flask("writer")
app.config["SQLALCHEMY_DATABASE_URI"] = sys.argv[1]
accounts.init(app)
with app.app_context():
    accounts.upgrade()
    for _ in range(int(sys.argv[2])):
        cookie = sessions.open_session(1, datetime.now(UTC))
        assert sessions.find_session(cookie, datetime.now(UTC)) is not None
print("done")
"""


def run_writers(address: str, processes: int, times: int) -> list[str]:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, address, str(times)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(processes)
    ]
    return [process.communicate(timeout=120)[0].strip() for process in running]


def test_the_settings_that_keep_what_was_acknowledged(ana: Account, database: Path) -> None:
    with reading() as session:
        settings = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_several_calls_joined_are_kept_or_undone_together(ana: Account, now: datetime) -> None:
    secret = links.issue_link(Purpose.SIGN_IN, ana.id, now)
    with pytest.raises(ZeroDivisionError), writing():
        links.use_link(secret, Purpose.SIGN_IN, now)
        cookie = sessions.open_session(ana.id, now)
        assert sessions.find_session(cookie, now) is not None
        raise ZeroDivisionError
    assert sessions.find_session(cookie, now) is None
    with writing():
        links.use_link(secret, Purpose.SIGN_IN, now)
        cookie = sessions.open_session(ana.id, now)
    assert sessions.find_session(cookie, now) is not None
    with pytest.raises(LinkExpired):
        links.use_link(secret, Purpose.SIGN_IN, now)


def test_a_writing_transaction_holds_the_lock_from_its_beginning(ana: Account, database: Path) -> None:
    other = sqlite3.connect(database, timeout=0, isolation_level=None)
    with writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    with reading() as session:
        session.execute(text("SELECT count(*) FROM accounts"))
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    other.close()


def test_a_database_locked_for_long_is_busy_and_reading_goes_on(
    ana: Account, database: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = sessions.open_session(ana.id, now)
    db.engine.dispose()
    monkeypatch.setattr(accounts_database, "BUSY_TIMEOUT_MS", 50)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        sessions.open_session(ana.id, now)
    # The visit is due to be noted, which must wait, while the person reads on.
    assert sessions.find_session(cookie, now + timedelta(minutes=6)) is not None
    other.execute("ROLLBACK")
    other.close()
    assert sessions.open_session(ana.id, now)


def test_a_database_that_keeps_readers_out_is_busy_for_them_too(
    ana: Account, database: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = sessions.open_session(ana.id, now)
    db.engine.dispose()
    monkeypatch.setattr(accounts_database, "BUSY_TIMEOUT_MS", 50)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Busy):
        sessions.find_session(cookie, now)
    other.close()
    assert sessions.find_session(cookie, now) is not None


def test_to_wait_for_a_connection_in_vain_is_busy(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts_database, "FREE_WITHIN", 0.01)
    app = Flask("few")
    app.config.update(SQLALCHEMY_DATABASE_URI=f"sqlite:///{database}", ACCOUNTS_CONNECTIONS=1)
    accounts.init(app)
    with app.app_context():
        with db.engine.connect(), pytest.raises(Busy):
            members.accounts()
        assert members.accounts() == []
        db.engine.dispose()


def test_writing_inside_reading_is_a_mistake_that_is_told(ana: Account, now: datetime) -> None:
    with reading() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(RuntimeError):
            sessions.open_session(ana.id, now)


def test_doing_the_same_at_the_same_moment_is_stale(ana: Account, now: datetime) -> None:
    with pytest.raises(Stale), writing() as session:
        session.add(AccountRow(address="x@example.org", address_key="ana@example.org", created_at=now))
    assert [account.id for account in members.accounts()] == [ana.id]


def test_a_time_without_zone_is_refused(ana: Account, now: datetime) -> None:
    with pytest.raises(StatementError, match="without zone"):
        sessions.open_session(ana.id, now.replace(tzinfo=None))


def test_processes_writing_at_once_lose_nothing(ana: Account, address: str, now: datetime) -> None:
    assert run_writers(address, processes=4, times=25) == ["done"] * 4
    with reading() as session:
        assert session.execute(text("SELECT count(*) FROM sessions")).scalar() == 100
