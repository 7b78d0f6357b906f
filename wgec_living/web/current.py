"""What a request stands on: the site it is served by and the person who asks."""

from __future__ import annotations

from typing import cast

from flask import current_app
from flask_login import current_user  # type: ignore[import-untyped]

from wgec_living.domain.people import Person
from wgec_living.services.site import Site


def site() -> Site:
    """Return the site this application serves."""
    return cast(Site, current_app.extensions["site"])


def signed_in() -> bool:
    """Whether somebody is signed in, be it without a confirmed name."""
    return hasattr(current_app, "login_manager") and bool(current_user.is_authenticated)


def person() -> Person | None:
    """Return the signed-in person of the roster; None for a visitor or somebody still without a name."""
    return cast("Person | None", current_user.person) if signed_in() else None
