"""The JSON API under `/api/v1`: the use cases of the pages, for scripts; nothing is decided here."""

from __future__ import annotations

from flask import Flask

from . import (
    contributions,
    deciding,
    description,
    documents,
    editions,
    problems,
    reporting,
    searching,
    web_annotations,
)

PARTS = (
    documents.calls,
    contributions.calls,
    reporting.calls,
    web_annotations.calls,
    searching.calls,
    deciding.calls,
    editions.calls,
)


def register(app: Flask) -> None:
    """Give `app` the calls, their document and their way of telling errors."""
    problems.register(app)
    api = description.describe(app)
    for calls in PARTS:
        api.register_blueprint(calls.blueprint)
    app.register_blueprint(description.pages)
