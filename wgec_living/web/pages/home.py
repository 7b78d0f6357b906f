"""The first page: the texts, what is going on, who takes part."""

from __future__ import annotations

from flask import Blueprint, render_template

from wgec_living.domain.standing import Status
from wgec_living.services import reading

from ..caching import public_page
from ..current import site

pages = Blueprint("home", __name__)


@pages.get("/")
@public_page
def home() -> str:
    """Show the first page."""
    home = reading.home(site())
    standing = [(status, home.by_status[status]) for status in Status if home.by_status.get(status)]
    return render_template("home/home.html", home=home, standing=standing)
