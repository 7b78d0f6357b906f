"""The JSON API under `/api/v1`: the use cases of the pages, for scripts; nothing is decided here."""

from __future__ import annotations

from flask import Flask

from . import description, problems
from .parts import PARTS


def register(app: Flask) -> None:
    """Give `app` the calls, their document and their way of telling errors."""
    problems.register(app)
    for calls in PARTS:
        app.register_blueprint(calls.blueprint)
    app.register_blueprint(description.pages)
