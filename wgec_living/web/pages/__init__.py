"""The reader's pages: everything that can be seen without an account."""

from __future__ import annotations

from . import contributions, documents, health, home, people

PAGES = (home.pages, documents.pages, contributions.pages, people.pages, health.pages)
"""The blueprints, one for each part of the site."""
