"""The precious SQL: people who sign in, invitations, sessions, tokens.

Each module is a noun with plain functions (`sessions.find_session`, `links.use_link`), which need an
application context, are one transaction each unless joined by `writing()`, and return values of `types`.
"""

from __future__ import annotations

from .database import db, init, reading, writing
from .schema import upgrade

__all__ = ["db", "init", "reading", "upgrade", "writing"]
