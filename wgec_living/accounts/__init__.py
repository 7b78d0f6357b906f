"""The precious SQL: people who sign in, invitations, sessions, tokens.

Each module is a noun with plain functions (`sessions.find_session`, `links.use_link`), which need an
application context, are one transaction each unless joined by `writing()`, and return values of `types`.
"""

from __future__ import annotations

from flask import Flask

from . import schema
from .database import bind, db, reading, writing
from .schema import upgrade

__all__ = ["db", "init", "reading", "upgrade", "writing"]


def init(app: Flask) -> None:
    """Bind the accounts to `app.config["SQLALCHEMY_DATABASE_URI"]`; `upgrade()` then makes the tables."""
    bind(app)
    schema.register(app)
