"""What may be kept of a page, and for whom: visitors share one, each signed-in person gets their own."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from flask import Flask, Response, current_app, g, request, session

from wgec_living.services import reading

from .current import site
from .page_memory import Front, Kept, PageMemory, address_of

P = ParamSpec("P")
R = TypeVar("R")

CODE = Path(__file__).parent.parent
LANGUAGE = "en"
"""The language of the pages around the texts."""
SHARED = "public, no-cache"
OWN = "private, no-cache"
_public: set[Callable[..., object]] = set()


def public_page(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view whose page is the same for everybody who is not signed in."""
    _public.add(view)
    return view


def is_public() -> bool:
    """Say whether what is asked for is a page that is the same for every visitor."""
    return current_app.view_functions.get(request.endpoint or "") in _public


def register(app: Flask) -> None:
    """Have `app` answer public pages from memory where it can, and keep those it makes.

    Comes before anything else that changes answers: what is registered first sees them last.
    """
    memory = PageMemory()
    app.extensions["pages"] = memory
    templates = Path(app.root_path) / str(app.template_folder or "")
    app.extensions["build"] = build_mark(templates, app.extensions["static"].version)
    app.before_request(answer_unchanged)
    app.after_request(keep_page)
    cookie = str(app.config["SESSION_COOKIE_NAME"])
    front = Front(app.wsgi_app, memory, lambda: reading.state(app.extensions["site"]), cookie)
    app.wsgi_app = front  # type: ignore[method-assign]


@functools.cache
def build_mark(templates: Path, static: str) -> str:
    """Return a mark of the code and templates that make the pages, and of the `static` version they name."""
    mark = hashlib.sha256(static.encode())
    for folder in (CODE, templates):
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".py", ".html", ".css", ".xml"}:
                mark.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes() + b"\0")
    return mark.hexdigest()[:16]


def passing() -> None:
    """Have the page being made not be kept: time alone makes another of it, with nothing new on record."""
    g.page_state = None


def answer_unchanged() -> Response | None:
    """Tell a visitor whose copy of a public page is still true so, before any page is made.

    The tag is computed from what decides the page's bytes; a session is never opened here.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    if not is_public():
        return None
    if str(current_app.config["SESSION_COOKIE_NAME"]) in request.cookies:
        return None
    state = reading.state(site())
    tag = page_tag(state)
    if tag in request.if_none_match:
        return _shared(Response(status=304), tag)
    g.page_state, g.page_tag = state, tag
    return None


def page_tag(state: str) -> str:
    """Return the tag of the page asked for, in the record's `state`."""
    settings = site().settings
    decide = (current_app.extensions["build"], settings.name, settings.base_url, LANGUAGE, state)
    return hashlib.sha256("\0".join((*decide, address_of(request.environ))).encode()).hexdigest()[:32]


def keep_page(response: Response) -> Response:
    """Say how a public page may be kept, and keep it here if the record did not move while it was made."""
    if not is_public() or response.status_code != 200:
        return response
    state, tag = g.get("page_state"), g.get("page_tag")
    if state is None or tag is None or session.modified:
        response.headers["Cache-Control"] = OWN
        response.vary.add("Cookie")
        return response
    _shared(response, tag)
    if request.method == "GET" and reading.state(site()) == state:
        body = response.get_data()
        memory: PageMemory = current_app.extensions["pages"]
        memory.keep(
            address_of(request.environ), Kept(state, tag, tuple(response.headers.to_wsgi_list()), body)
        )
    return response


def _shared(response: Response, tag: str) -> Response:
    response.headers["ETag"] = f'"{tag}"'
    response.headers["Cache-Control"] = SHARED
    response.headers["Vary"] = "Cookie"
    return response
