"""Forgetting: what no longer opens anything is deleted after a month, a draft left alone after three."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from .database import writing
from .drafts import DRAFT_LIFE
from .models import DraftRow, LinkRow, SessionRow, TokenRow
from .types import SESSION_IDLE, SESSION_LIFE

KEPT = timedelta(days=30)
"""Long enough to look into what happened with a link or a session, and no longer."""


def forget_ended(now: datetime) -> int:
    """Delete links, sessions and tokens that were over a month ago and drafts long left alone; return how many."""
    limit = now - KEPT
    links = delete(LinkRow).where(
        or_(LinkRow.used_at <= limit, LinkRow.revoked_at <= limit, LinkRow.expires_at <= limit)
    )
    sessions = delete(SessionRow).where(
        or_(
            SessionRow.ended_at <= limit,
            SessionRow.seen_at <= limit - SESSION_IDLE,
            SessionRow.opened_at <= limit - SESSION_LIFE,
        )
    )
    tokens = delete(TokenRow).where(TokenRow.revoked_at <= limit)
    drafts = delete(DraftRow).where(DraftRow.saved_at <= now - DRAFT_LIFE)
    with writing() as session:
        return (
            len(session.execute(links.returning(LinkRow.id)).all())
            + len(session.execute(sessions.returning(SessionRow.id)).all())
            + len(session.execute(tokens.returning(TokenRow.id)).all())
            + len(session.execute(drafts.returning(DraftRow.id)).all())
        )
