"""Drafts: what somebody is writing and has not sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from wgec_living.accounts.database import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("saved_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_drafts_account_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("account_id", "place", name="uq_drafts_account_id_place"),
    )
    op.create_index("ix_drafts_account_id", "drafts", ["account_id"])


def downgrade() -> None:
    """Drop the table with all it holds."""
    op.drop_table("drafts")
