"""Where somebody was headed when they had to sign in: only ever one of this site's own pages."""

from __future__ import annotations

import zlib
from urllib.parse import parse_qsl, urlencode

from flask import current_app, session, url_for
from werkzeug.exceptions import HTTPException

KEY = "headed"
LONGEST = 12_000
"""A passage may be quoted in the address: 1,000 letters of Arabic are 6,000 signs there."""
ROOM = 2_400
"""So many bytes of it the cookie can hold, packed as it packs them."""
NEVER = frozenset(("static", "signing.link", "signing.look", "signing.form", "health.healthz"))
PAGES = {"home", "documents", "contributions", "people", "account", "invitations", "contributing"} | {
    "anchoring",
    "following",
    "deciding",
    "desk",
}
"""The parts of the site one may come back to."""


def own_page(address: str) -> str | None:
    """Return the address of our own page that `address` names exactly, written anew by us; else None."""
    if not address.startswith("/") or len(address) > LONGEST or not address.isascii():
        return None
    if not address.isprintable() or "\\" in address:
        return None
    path, _, query = address.partition("?")
    try:
        endpoint, arguments = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:  # unknown, or known only after a redirect of its own
        return None
    if endpoint in NEVER or endpoint.split(".")[0] not in PAGES:
        return None
    written = url_for(endpoint, **arguments)
    if written != path:
        return None
    pairs = parse_qsl(query, max_num_fields=20) if query.count("&") < 20 else []
    return f"{written}?{urlencode(pairs)}" if pairs else written


def remember(address: str) -> None:
    """Keep where somebody was headed until they are signed in, if it is a page of ours."""
    page = own_page(address)
    if page is not None and len(zlib.compress(page.encode())) <= ROOM:
        session[KEY] = page


def kept() -> str | None:
    """Return where the person was headed, looked at once more."""
    page = session.get(KEY)
    return own_page(page) if isinstance(page, str) else None


def take() -> str | None:
    """Return where the person was headed, and forget it."""
    page = kept()
    session.pop(KEY, None)
    return page
