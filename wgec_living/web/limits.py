"""How often somebody may sign in or write: counted in memory, told in plain words with the time to wait."""

from __future__ import annotations

import hashlib
import math
import time
from typing import cast

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import parse

from wgec_living.domain.errors import TooMany
from wgec_living.services.site import SiteSettings

from .current import site


class Limited(TooMany):
    """Too many requests; `retry_after` says in how many seconds one more is taken."""

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


def register(app: Flask) -> None:
    """Give `app` its counters."""
    limiter = Limiter(key_func=client_address, storage_uri="memory://", strategy="moving-window")
    limiter.init_app(app)
    app.extensions["counters"] = limiter


def client_address() -> str:
    """Return the address the request came from; what a client says about itself counts for nothing."""
    return request.remote_addr or "unknown"


def count_sign_in(address: str = "") -> None:
    """Count an attempt to sign in, by where it came from and by the account tried; raise `Limited`."""
    limit = _settings().sign_in_limit
    _count(limit, "sign-in from", client_address())
    if address:
        _count(limit, "sign-in as", address.strip().casefold())


def count_writing(who: str) -> None:
    """Count a writing request of `who`; raise `Limited` when there were too many."""
    _count(_settings().write_limit, "writing", who)


def count_preview(who: str) -> None:
    """Count a look at a draft of `who`: as many as writings, on an account of their own."""
    _count(_settings().write_limit, "preview", who)


def _count(limit: str, what: str, who: str) -> None:
    if not current_app.config.get("RATELIMIT_ENABLED", True):
        return
    counters = cast(Limiter, current_app.extensions["counters"]).limiter
    item = parse(limit)
    name = hashlib.sha256(who.encode("utf-8", "surrogatepass")).hexdigest()
    if not counters.hit(item, what, name):
        seconds = max(1, math.ceil(counters.get_window_stats(item, what, name).reset_time - time.time()))
        raise Limited(
            f"That was a lot in a short time. Please wait {_for(seconds)}, then try again.", seconds
        )


def _for(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} second{'s' if seconds > 1 else ''}"
    return f"{math.ceil(seconds / 60)} minutes"


def _settings() -> SiteSettings:
    return site().settings
