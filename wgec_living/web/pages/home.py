"""The first page: the texts, what is going on, who takes part."""

from __future__ import annotations

from flask import Blueprint, render_template

from wgec_living.services import reading, whereabouts

from ..caching import public_page
from ..current import site
from ..pictures import activity, participation

pages = Blueprint("home", __name__)


@pages.get("/")
@public_page
def home() -> str:
    """Show the first page."""
    home = reading.home(site())
    totals = home.report.totals
    return render_template(
        "home/home.html",
        home=home,
        totals=totals,
        taking_part=participation(totals, "groups-picture", outcomes=False),
        over_time=activity(home.report.periods, "time"),
        places=whereabouts.whereabouts(site(), home.recent),
        titles={document.path: document.title for document in home.documents},
    )
