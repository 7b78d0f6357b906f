"""The history of the whole record: everything that happened to the texts and among the people."""

from __future__ import annotations

from flask import Blueprint

from ..caching import public_page
from ..timeline_page import timeline_page

pages = Blueprint("timeline", __name__)


@pages.get("/history")
@public_page
def record() -> str:
    """Show the time line of the whole record, newest first."""
    return timeline_page(None)
