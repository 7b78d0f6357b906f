"""Pages kept as bytes, answered before the application is asked: a repeated read costs one look at the state."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LIMIT = 32_000_000
"""Bytes of pages kept in one process, their addresses and headers included."""
NOT_MODIFIED_DROPS = frozenset(("content-length", "content-type"))


@dataclass(frozen=True, slots=True)
class Kept:
    """One page as it was sent, made in one state of the record."""

    state: str
    tag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def size(self, address: str) -> int:
        """Return about how many bytes keeping this takes: of a short answer the body is the least part."""
        return (
            500 + len(address) + len(self.body) + sum(len(name) + len(value) for name, value in self.headers)
        )


class PageMemory:
    """Pages by address, least recently read forgotten first; safe between threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._size = 0
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, address: str) -> Kept | None:
        """Return the page last kept for `address`, whatever the state it was made in."""
        with self._lock:
            page = self._pages.get(address)
            if page is not None:
                self._pages.move_to_end(address)
            return page

    def keep(self, address: str, page: Kept) -> None:
        """Keep `page` in place of an older one; one larger than the whole memory is let go."""
        size = page.size(address)
        with self._lock:
            before = self._pages.pop(address, None)
            self._size -= before.size(address) if before else 0
            if size > self._limit:
                return
            self._size += size
            self._pages[address] = page
            while self._size > self._limit:
                place, oldest = self._pages.popitem(last=False)
                self._size -= oldest.size(place)

    @property
    def size(self) -> int:
        """How many bytes of pages are kept."""
        return self._size


def address_of(environ: WSGIEnvironment) -> str:
    """Return the address a request asks for, as it was sent."""
    return (
        f"{environ.get('SCRIPT_NAME', '')}\0{environ.get('PATH_INFO', '')}?{environ.get('QUERY_STRING', '')}"
    )


class Front:
    """Stands before the application and answers visitors' repeated reads; everything else passes through."""

    def __init__(
        self, behind: WSGIApplication, memory: PageMemory, state: Callable[[], str], session_cookie: str
    ) -> None:
        self._behind = behind
        self._memory = memory
        self._state = state
        self._session = f"{session_cookie}="

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory where the page is known and still true."""
        page = self._page(environ)
        if page is None:
            return self._behind(environ, start_response)
        if page.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            kept = [pair for pair in page.headers if pair[0].lower() not in NOT_MODIFIED_DROPS]
            start_response("304 NOT MODIFIED", kept)
            return []
        start_response("200 OK", list(page.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.body]

    def _page(self, environ: WSGIEnvironment) -> Kept | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or self._session in environ.get(
            "HTTP_COOKIE", ""
        ):
            return None
        page = self._memory.recall(address_of(environ))
        if page is None:
            return None
        try:
            return page if page.state == self._state() else None
        except Exception:  # the application meets the same trouble, and tells it as a page
            return None
