"""The pages: what can be seen without an account, and what people who are signed in can do."""

from __future__ import annotations

from . import (
    account,
    contributing,
    contributions,
    deciding,
    desk,
    documents,
    following,
    health,
    home,
    invitations,
    people,
    signing,
)

READING = (home, documents, contributions, people, health)
ACTING = (signing, account, invitations, contributing, following, deciding, desk)
PAGES = tuple(part.pages for part in (*READING, *ACTING))
"""The blueprints, one for each part of the site."""
