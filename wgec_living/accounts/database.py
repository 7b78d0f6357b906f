"""The connection to the accounts' database: engine settings, writing and reading transactions."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, TypeDecorator, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.orm import DeclarativeBase, Session

from wgec_living.domain.errors import Busy, Stale

BUSY_TIMEOUT_MS = 5_000
IDLE_TIMEOUT_MS = 60_000
"""A transaction that says nothing for so long is ended by PostgreSQL: its server is gone without a word."""
FREE_WITHIN = 5.0
"""Seconds for which a connection is waited for where all are in use."""
ANSWER_WITHIN = {
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 10,  # seconds
    "keepalives_interval": 5,  # seconds
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,  # milliseconds
}
"""When a PostgreSQL that says nothing is given up; by libpq's limits each request holds a thread for minutes."""
_WRITERS = 0x57474543
"""The number of the lock that writers hold in PostgreSQL."""
_WRITING = "wgec_writing"
_log = logging.getLogger(__name__)


class Base(DeclarativeBase):
    """The base of every accounts table; constraints are named, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps it without zone, so a naive one is refused going in, never guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return `value` in UTC, without its zone where the database knows none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be kept")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the kept moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def bind(app: Flask) -> None:
    """Bind the accounts to `app.config["SQLALCHEMY_DATABASE_URI"]`; opens no connection yet.

    There are as many connections as `app.config["ACCOUNTS_CONNECTIONS"]` says: one for each thread that serves.
    """
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    on_sqlite = url.get_backend_name() == "sqlite"
    options: dict[str, object] = {
        "pool_size": app.config.get("ACCOUNTS_CONNECTIONS", 16),
        "max_overflow": 0,
        "pool_timeout": FREE_WITHIN,
    }
    if not on_sqlite:
        # A connection that died while nobody used it, as when PostgreSQL was started anew, is replaced unseen.
        options["pool_pre_ping"] = True
        # The address itself may say other times.
        options["connect_args"] = {
            name: limit for name, limit in ANSWER_WITHIN.items() if name not in url.query
        }
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    with app.app_context():
        event.listen(db.engine, "connect", _set_up_sqlite if on_sqlite else _set_up_postgresql)
        event.listen(db.engine, "begin", _begin_sqlite if on_sqlite else _begin_postgresql)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions begin late and deferred; without them we say BEGIN ourselves, below.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    # With NORMAL a power cut takes acknowledged rows along; with FULL none was lost.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another wrote in between.
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _set_up_postgresql(connection: Any, _record: object) -> None:
    connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute(f"SET idle_in_transaction_session_timeout = {IDLE_TIMEOUT_MS}")
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    # One writer at a time, as in SQLite: what was read cannot change before it is written upon.
    if connection.get_execution_options().get(_WRITING, False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def for_writing(engine: Engine) -> Engine:
    """Return `engine` such that its transactions hold the database's write lock from their beginning."""
    return engine.execution_options(**{_WRITING: True})


@contextmanager
def writing() -> Iterator[Session]:
    """Run the body in one writing transaction, kept at its end, or undone when anything is raised.

    Inside another `writing()` it joins that one, so several calls can be one act. Raises `Busy` when the
    database stays locked for five seconds or cannot be reached, and `Stale` when somebody did the same at the same
    moment.
    """
    session = db.session()
    if session.info.get(_WRITING):
        yield session
        return
    if session.in_transaction():
        raise RuntimeError("a writing transaction cannot begin inside a reading one")
    session.info[_WRITING] = True
    try:
        with telling_busy():
            session.connection(execution_options={_WRITING: True})
            yield session
            session.commit()
    except IntegrityError as error:
        raise Stale("Somebody changed this at the same moment. Please look again.") from error
    finally:
        session.info.pop(_WRITING, None)
        session.close()


@contextmanager
def reading() -> Iterator[Session]:
    """Run the body in one reading transaction, ended with it; joins a transaction that is open already.

    Raises `Busy` when another program keeps even readers out for five seconds, or the database cannot be reached.
    """
    session = db.session()
    if session.in_transaction():
        yield session
        return
    try:
        with telling_busy():
            yield session
    finally:
        session.close()


@contextmanager
def telling_busy() -> Iterator[None]:
    """Raise `Busy` where the body meets a database that is locked or, not being a file, cannot be reached."""
    try:
        yield
    except NoneFree as error:
        raise Busy(_MANY) from error
    except DBAPIError as error:
        # The code of an SQL error; None for a broken connection; a file of SQLite has no such thing.
        code = getattr(error.orig, "sqlstate", "")
        broken = isinstance(error, OperationalError) or error.connection_invalidated
        if code in _LOCKED or (code == "" and broken and "locked" in str(error.orig)):
            raise Busy(_MANY) from error
        if code == "" or not (broken or _AWAY.match(code or "")):
            raise
        _log.error("the database of the accounts refuses: %s", error.orig)
        raise Busy("The accounts cannot be reached just now. Please try again in a moment.") from error


_MANY = "Many people are writing just now. Please try again in a moment."
_LOCKED = ("55P03", "40001", "40P01")
"""PostgreSQL's codes for a lock waited for too long, and for two transactions in each other's way."""
_AWAY = re.compile("08|57P0|25P03|25006")
"""Its codes for a lost connection, a stop, a transaction ended for saying nothing, and a server that only reads now."""
