"""Accounts, invitations, one-time links, sessions and API tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from wgec_living.accounts.database import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the five tables."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("address_key", sa.String(254), nullable=False),
        sa.Column("handle", sa.String(60), nullable=True),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("disabled_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("address_key", name="uq_accounts_address_key"),
        sa.UniqueConstraint("handle", name="uq_accounts_handle"),
    )
    _create_invitations()
    _create_secret_table(
        "links",
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.Column("revoked_at", UtcTime(), nullable=True),
    )
    _create_secret_table(
        "sessions",
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
    )
    _create_secret_table(
        "tokens",
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.Column("revoked_at", UtcTime(), nullable=True),
    )


def downgrade() -> None:
    """Drop the five tables with all they hold."""
    for table in ("tokens", "sessions", "links", "invitations", "accounts"):
        op.drop_table(table)


def _create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("delegation", sa.String(120), nullable=False),
        sa.Column("group_name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("invited_by", sa.String(60), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("accepted_at", UtcTime(), nullable=True),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_invitations_account_id", ondelete="CASCADE"
        ),
    )
    still_open = sa.text("accepted_at IS NULL AND revoked_at IS NULL")
    op.create_index("ix_invitations_account_id", "invitations", ["account_id"])
    op.create_index(
        "uq_invitations_open",
        "invitations",
        ["account_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def _create_secret_table(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=f"fk_{name}_account_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("secret_hash", name=f"uq_{name}_secret_hash"),
    )
    op.create_index(f"ix_{name}_account_id", name, ["account_id"])
