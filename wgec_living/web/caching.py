"""Memory of pages: an anonymous page read again is answered from bytes, or by “you have it already”."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from flask import Flask, Response, current_app, g, request, session

from wgec_living.services import reading

from .current import site

P = ParamSpec("P")
R = TypeVar("R")

LIMIT = 32_000_000
"""Bytes of pages kept in one process."""
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


@dataclass(frozen=True, slots=True)
class Kept:
    """One page as it was sent."""

    body: bytes
    content_type: str


class PageMemory:
    """The pages of one state of the record, least recently read forgotten first; safe between threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._size = 0
        self._state = ""
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, tag: str) -> Kept | None:
        """Return the page kept under `tag`."""
        with self._lock:
            page = self._pages.get(tag)
            if page is not None:
                self._pages.move_to_end(tag)
            return page

    def keep(self, state: str, tag: str, page: Kept) -> None:
        """Keep `page`; pages of another state than `state` are dropped, nobody can ask for them again."""
        size = len(page.body)
        if size > self._limit:
            return
        with self._lock:
            if state != self._state:
                self._pages.clear()
                self._size, self._state = 0, state
            before = self._pages.pop(tag, None)
            self._size += size - (len(before.body) if before else 0)
            self._pages[tag] = page
            while self._size > self._limit:
                _, oldest = self._pages.popitem(last=False)
                self._size -= len(oldest.body)

    @property
    def size(self) -> int:
        """How many bytes of pages are kept."""
        return self._size


def register(app: Flask) -> None:
    """Have `app` answer public pages from memory where it can, and keep those it makes."""
    app.extensions["pages"] = PageMemory()
    app.extensions["build"] = build_mark(app)
    app.before_request(answer_from_memory)
    app.after_request(keep_page)


def build_mark(app: Flask) -> str:
    """Return a mark of the code, templates and styles that make the pages, so that none outlives them."""
    mark = hashlib.sha256()
    root = Path(app.root_path)
    for folder in (CODE, root / str(app.template_folder), Path(app.static_folder or root)):
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".py", ".html", ".css", ".js"}:
                mark.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes() + b"\0")
    return mark.hexdigest()[:16]


def answer_from_memory() -> Response | None:
    """Answer a public page that a visitor without a session asks for, if its bytes are known.

    The tag is computed before any page is made, from what decides its bytes; a session is never opened here.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    if current_app.view_functions.get(request.endpoint or "") not in _public:
        return None
    if str(current_app.config["SESSION_COOKIE_NAME"]) in request.cookies:
        return None
    state = reading.state(site())
    tag = page_tag(state)
    if tag in request.if_none_match:
        return _shared(Response(status=304), tag)
    memory: PageMemory = current_app.extensions["pages"]
    page = memory.recall(tag)
    if page is not None:
        return _shared(Response(page.body, content_type=page.content_type), tag)
    g.page_state, g.page_tag = state, tag
    return None


def page_tag(state: str) -> str:
    """Return the tag of the page asked for, in the record's `state`."""
    parts = (
        current_app.extensions["build"],
        site().settings.name,
        LANGUAGE,
        state,
        request.environ.get("SCRIPT_NAME", ""),
        request.path,
        request.query_string.decode("latin-1"),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def keep_page(response: Response) -> Response:
    """Say how a page may be kept, and keep a public one if the record did not move while it was made."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view in _public and response.status_code == 200 and "Cache-Control" not in response.headers:
        tag = g.get("page_tag")
        if tag is None or session.modified:
            response.headers["Cache-Control"] = OWN
            response.vary.add("Cookie")
            return response
        if request.method == "GET" and reading.state(site()) == g.page_state:
            memory: PageMemory = current_app.extensions["pages"]
            memory.keep(g.page_state, tag, Kept(response.get_data(), response.headers["Content-Type"]))
        return _shared(response, tag)
    return response


def _shared(response: Response, tag: str) -> Response:
    response.headers["ETag"] = f'"{tag}"'
    response.headers["Cache-Control"] = SHARED
    response.headers["Vary"] = "Cookie"
    return response
