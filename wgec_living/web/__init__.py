"""Routes, forms, templates and the JSON API: the only package, beside the factory, that knows Flask."""

from __future__ import annotations

from flask import Flask

from . import addresses, again, caching, context, errors, guard, headers, limits, signing, static_files


def register(app: Flask) -> None:
    """Give `app` every page, with its addresses, headers, errors and memory of pages.

    `app.extensions["site"]` must hold the site before the first request; blueprints come after the
    converters that their addresses use, and the memory of pages after the static files that pages name.
    """
    static_files.register(app)
    caching.register(app)
    addresses.register(app)
    context.register(app)
    errors.register(app)
    headers.register(app)
    signing.register(app)
    limits.register(app)
    guard.register(app)
    again.register(app)
    from .pages import PAGES

    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    from . import api

    api.register(app)
