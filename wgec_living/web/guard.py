"""What every form must show before it is read: that it came from this site, in time, and from this browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]

from wgec_living.domain.errors import NotAllowed

from .current import signed_in, site
from .limits import count_preview, count_sign_in, count_writing
from .signing import holder

P = ParamSpec("P")
R = TypeVar("R")

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
SIGN_IN = frozenset(("signing.form_sent", "signing.sign_in"))
_cookieless: set[Callable[..., object]] = set()


def without_cookies(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that reads no cookie, so that no other site can make a browser act through it."""
    _cookieless.add(view)
    return view


def register(app: Flask) -> None:
    """Have `app` refuse forms that other sites sent, and count those it takes.

    Views of blueprints whose name begins with `api` look after themselves: they read no cookies.
    """
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,
        # A page may lie open for days while somebody thinks.
        WTF_CSRF_TIME_LIMIT=None,
        # Origin and Sec-Fetch-Site say it better than a referrer, which pages may withhold.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.extensions["forms"] = CSRFProtect(app)
    app.before_request(refuse_foreign)


def refuse_foreign() -> None:
    """Let only forms of this site through; GET never writes and needs nothing."""
    if request.method in SAFE or request.endpoint is None or _by_programs():
        return
    if not _from_here():
        raise NotAllowed(
            "This form was sent from another site, so it was not taken. "
            "Please open the page here and send it again."
        )
    if request.endpoint in SIGN_IN:
        count_sign_in(request.form.get("address", "")[:320])
    elif signed_in() and request.endpoint != "signing.sign_out":
        count = count_preview if _only_looks() else count_writing
        count(str(holder().account))
    forms: CSRFProtect = current_app.extensions["forms"]
    forms.protect()


def _only_looks() -> bool:
    """Say whether nothing will be put on record: a preview, or a draft kept while somebody types."""
    return request.form.get("action") == "preview" or request.blueprint == "drafting"


def _by_programs() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return (request.blueprint or "").startswith("api") or view in _cookieless


def _from_here() -> bool:
    """Believe the browser's word about the page that sent this; programs that send neither word have no victim."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    ours = {request.host, urlsplit(site().settings.base_url).netloc}
    return urlsplit(origin).netloc in ours - {""}
