"""The pages: what can be seen without an account, and what people who are signed in can do."""

from __future__ import annotations

from . import (
    account,
    anchoring,
    citing,
    cloning,
    comparing,
    contributing,
    contributions,
    deciding,
    desk,
    drafting,
    editions,
    feeds,
    files,
    following,
    health,
    home,
    invitations,
    people,
    reporting,
    searching,
    signing,
    time_lapse,
    timeline,
    together,
)

READING = (
    home,
    comparing,
    timeline,
    time_lapse,
    contributions,
    editions,
    reporting,
    people,
    searching,
    citing,
    cloning,
    feeds,
    files,
    health,
)
ACTING = (
    signing,
    account,
    invitations,
    contributing,
    following,
    drafting,
    anchoring,
    deciding,
    desk,
    together,
)
PAGES = tuple(part.pages for part in (*READING, *ACTING))
"""The blueprints, one for each part of the site."""
