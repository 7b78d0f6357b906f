"""What PostgreSQL does otherwise than a file: locks, lost connections, lengths that count, a server that is away."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from tests.accounts.test_accounts_races import TIMES, at_once
from wgec_living import accounts
from wgec_living.accounts import database as accounts_database
from wgec_living.accounts import db, drafts, members, sessions
from wgec_living.accounts.types import Account
from wgec_living.domain.errors import Busy, Stale

KINDS = ["postgresql"]
OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
)
PLACE = "/documents/short/contributions/proposal?block=1-8"


def test_a_writer_that_holds_on_makes_others_busy_and_reading_goes_on(
    ana: Account, address: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = sessions.open_session(ana.id, now)
    db.engine.dispose()
    monkeypatch.setattr(accounts_database, "BUSY_TIMEOUT_MS", 50)
    other = create_engine(address)
    with other.connect() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({accounts_database._WRITERS})"))
        with pytest.raises(Busy):
            sessions.open_session(ana.id, now)
        # The visit is due to be noted, which must wait, while the person reads on.
        assert sessions.find_session(cookie, now + timedelta(minutes=6)) is not None
    with other.connect() as connection:
        connection.execute(text("LOCK TABLE sessions"))
        with pytest.raises(Busy):
            sessions.find_session(cookie, now)
    other.dispose()
    assert sessions.open_session(ana.id, now)


def test_connections_that_died_unused_are_replaced_unseen(ana: Account, address: str) -> None:
    other = create_engine(address)
    with other.begin() as connection:
        ended = connection.execute(text(OTHERS)).all()
    other.dispose()
    assert ended, "there was no connection to end"
    assert members.account(ana.id) == ana


def test_a_connection_that_dies_in_the_middle_is_busy_and_nothing_is_kept(
    ana: Account, now: datetime
) -> None:
    with pytest.raises(Busy), accounts.writing() as session:
        cookie = sessions.open_session(ana.id, now)
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert sessions.find_session(cookie, now) is None


def test_a_writer_that_says_nothing_for_long_is_ended_and_busy(
    ana: Account, address: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.engine.dispose()
    monkeypatch.setattr(accounts_database, "IDLE_TIMEOUT_MS", 50)
    other = create_engine(address, isolation_level="AUTOCOMMIT")
    with pytest.raises(Busy, match="cannot be reached"), accounts.writing() as session:
        mine = {"pid": session.scalar(text("SELECT pg_backend_pid()"))}
        with other.connect() as connection:
            while connection.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid"), mine):
                pass
        sessions.open_session(ana.id, now)
    other.dispose()


def test_a_server_that_only_reads_as_after_a_failover_is_busy_for_writers(
    ana: Account, now: datetime
) -> None:
    with pytest.raises(Busy, match="cannot be reached"), accounts.writing() as session:
        session.execute(text("SET TRANSACTION READ ONLY"))
        sessions.open_session(ana.id, now)


def test_a_server_that_is_away_is_told_in_a_sentence_without_the_password() -> None:
    app = Flask("away")
    app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql://somebody:secret@/x?host=/nowhere"
    accounts.init(app)
    with app.app_context():
        for act in (accounts.upgrade, members.accounts):
            with pytest.raises(Busy, match="cannot be reached") as told:
                act()
            assert "secret" not in f"{told.value} {told.value.__cause__}"


@pytest.mark.timeout(60)
def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts_database.ANSWER_WITHIN, "connect_timeout", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app = Flask("silent")
        app.config["SQLALCHEMY_DATABASE_URI"] = f"postgresql://a:b@127.0.0.1:{silent.getsockname()[1]}/x"
        accounts.init(app)
        with app.app_context(), pytest.raises(Busy, match="cannot be reached"):
            members.accounts()


def test_of_many_windows_one_keeps_the_next_version_of_a_draft(
    app: Flask, ana: Account, now: datetime
) -> None:
    drafts.keep_draft(ana.id, PLACE, {"body": ["first"]}, 0, now)
    outcomes = at_once(app, lambda number: drafts.keep_draft(ana.id, PLACE, {"body": [str(number)]}, 1, now))
    assert sorted(map(str, outcomes))[0] == "2"
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == TIMES - 1
    kept = drafts.find_draft(ana.id, PLACE)
    assert kept is not None and kept.version == 2


def test_letters_and_moments_come_back_as_they_went(ana: Account) -> None:
    words = {"body": ["كلمات \U0001f30d \0 \x1f"]}
    moment = datetime.fromisoformat("2026-03-29T03:30:00.123456+02:00")
    drafts.keep_draft(ana.id, PLACE, words, 0, moment)
    kept = drafts.find_draft(ana.id, PLACE)
    assert kept is not None and (kept.fields, kept.saved_at) == (words, moment)
