"""The pages: what can be seen without an account, and what people who are signed in can do."""

from __future__ import annotations

from . import account, contributions, documents, health, home, people, signing

PAGES = (
    home.pages,
    documents.pages,
    contributions.pages,
    people.pages,
    health.pages,
    signing.pages,
    account.pages,
)
"""The blueprints, one for each part of the site."""
