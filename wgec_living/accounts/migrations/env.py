"""Runs the migrations: for `upgrade()` on the connection it brings, for `flask db` on the application's."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from wgec_living.accounts.database import db, for_writing
from wgec_living.accounts.models import AccountRow


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=AccountRow.metadata,
        render_as_batch=True,  # SQLite alters few things in place
        transactional_ddl=True,  # all migrations or none, on SQLite too
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_brought: Connection | None = context.config.attributes.get("connection")
if _brought is not None:
    _run(_brought)
else:
    with for_writing(db.engine).connect() as _connection:
        _run(_connection)
