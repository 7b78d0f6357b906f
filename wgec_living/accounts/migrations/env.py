"""Runs the migrations, for `upgrade()` and for the `flask db` commands, on the application's database."""

from __future__ import annotations

from alembic import context

from wgec_living.accounts.models import AccountRow
from wgec_living.accounts.schema import migrating

with migrating() as connection:
    context.configure(
        connection=connection,
        target_metadata=AccountRow.metadata,
        render_as_batch=True,  # SQLite alters few things in place
        transactional_ddl=True,  # all migrations or none, on SQLite too
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
