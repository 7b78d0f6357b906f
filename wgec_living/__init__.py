"""WGEC Living: a living-document server whose record is a Git repository. The factory puts its parts together."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from wgec_living import accounts
from wgec_living.exporting import Exporter
from wgec_living.index.facade import Index
from wgec_living.rendering import Renderer
from wgec_living.services.site import Site, SiteSettings
from wgec_living.settings import CHECKOUT, Settings, load
from wgec_living.store.record import Record


def create_app(
    settings: Settings | None = None, clock: Callable[[], int] = lambda: int(time.time())
) -> Flask:
    """Return the application for these settings (None: the environment's).

    Opens nothing that a missing record would make fail: `flask found` must work before there is one.
    """
    settings = settings or load()
    app = Flask(
        "wgec_living",
        root_path=str(CHECKOUT),
        template_folder="templates",
        static_folder=None,
        instance_path=str(settings.instance.resolve()),
    )
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.accounts_address,
        ACCOUNTS_CONNECTIONS=settings.threads,
        MAX_CONTENT_LENGTH=4 << 20,
        MAX_FORM_MEMORY_SIZE=4 << 20,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.address.startswith("https:"),
        SESSION_COOKIE_NAME="__Host-session" if settings.address.startswith("https:") else "session",
        RATELIMIT_ENABLED=True,
        SECRET_KEY=settings.secret_key or None,
        WGEC=settings,
    )
    if settings.trusted_proxies:
        # The address alone: host and scheme are those of the base address, whatever a proxy says.
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=0, x_host=0)  # type: ignore[method-assign]
    settings.instance.mkdir(parents=True, exist_ok=True)
    record = Record(settings.record_path)
    app.extensions["site"] = Site(
        settings=SiteSettings(
            settings.site_name,
            settings.address,
            sign_in_limit=settings.sign_in_limit,
            write_limit=settings.write_limit,
            clones=settings.clones_at_once,
            contact=settings.contact,
            source_url=settings.source_url,
        ),
        record=record,
        index=Index(settings.index_path, record),
        renderer=Renderer(),
        exporter=Exporter(settings.files_path, places=settings.files),
        clock=clock,
    )
    accounts.init(app)

    from wgec_living import cli, web

    cli.register(app)
    web.register(app)
    return app
