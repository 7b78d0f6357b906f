"""Whether the server can read its record, for whoever watches over it."""

from __future__ import annotations

from flask import Blueprint, Response

from wgec_living.services import reading

from ..current import site

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> Response:
    """Answer `ok` when the record and its index can be read, and are level."""
    reading.state(site(), strict=True)
    return Response("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
