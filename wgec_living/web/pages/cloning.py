"""The record to be cloned: read-only smart HTTP for `git`, and a page that says how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import BoundedSemaphore
from typing import cast

from flask import Blueprint, Flask, Response, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import UnsupportedMediaType

from wgec_living.domain.errors import Busy, NotAllowed, NotFound
from wgec_living.services import cloning, reading
from wgec_living.services.site import Site

from ..caching import public_page
from ..current import site
from ..errors import Problem, tell_under
from ..guard import without_cookies

pages = Blueprint("cloning", __name__)
ADDRESS = "/record.git"
METHODS = ("GET", "POST")
REQUEST = "application/x-git-upload-pack-request"
MOST_SENT = 8 << 20
"""Bytes of one request as it is sent; whoever clones all names each branch, so this is some 160,000 contributions."""
RETRY_AFTER = 30
REFUSAL = "The record can be cloned and fetched from here, and nothing else."


class AllAtWork(Busy):
    """As many clones are being served as the settings allow."""

    retry_after = RETRY_AFTER


class Given:
    """A clone on its way, holding one of the places until it is closed."""

    def __init__(self, clone: cloning.Clone, leave: Callable[[], None]) -> None:
        self._clone = clone
        self._leave: Callable[[], None] | None = leave

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._clone)

    def close(self) -> None:
        """End the clone, whether or not all of it was sent, and free its place."""
        leave, self._leave = self._leave, None
        try:
            self._clone.close()
        finally:
            if leave is not None:
                leave()


@pages.record
def _prepared(state: BlueprintSetupState) -> None:
    app = cast(Flask, state.app)
    served = cast(Site, app.extensions["site"])
    app.extensions["clones"] = BoundedSemaphore(served.settings.clones)
    tell_under(app, f"{ADDRESS}/", _in_words)


@pages.get(ADDRESS)
@public_page
def page() -> str:
    """Say how to clone the record, what is in it and how to check it."""
    _open()
    documents = reading.documents(site())
    return render_template(
        "cloning/cloning.html",
        address=f"{site().settings.base_url}{ADDRESS}",
        example=documents[0].path if documents else "…",
    )


@pages.get(f"{ADDRESS}/info/refs", provide_automatic_options=False)
@without_cookies
def refs() -> Response:
    """List what can be cloned, for `git` alone: a query of any other form is refused."""
    _open()
    if request.method != "GET" or request.query_string != b"service=git-upload-pack":
        raise NotAllowed(REFUSAL)
    return _given(lambda protocol: cloning.offer(site(), protocol))


@pages.post(f"{ADDRESS}/git-upload-pack", provide_automatic_options=False)
@without_cookies
def objects() -> Response:
    """Hand over the objects that `git` asks for."""
    _open()
    encoding = request.headers.get("Content-Encoding", "identity")
    if request.query_string:
        raise NotAllowed(REFUSAL)
    if request.mimetype != REQUEST or encoding not in ("identity", "gzip", "x-gzip"):
        raise UnsupportedMediaType
    request.max_content_length = MOST_SENT
    zipped = encoding != "identity"
    return _given(lambda protocol: cloning.hand_over(site(), protocol, request.stream, zipped))


@pages.route(f"{ADDRESS}/<path:_rest>", methods=METHODS, provide_automatic_options=False)
@without_cookies
def refused(_rest: str) -> Response:
    """Refuse everything else: sending, files by name, archives."""
    _open()
    raise NotAllowed(REFUSAL)


def _open() -> None:
    if not site().settings.clones:
        raise NotFound("The record cannot be cloned from this server.")


def _given(begin: Callable[[str], cloning.Clone]) -> Response:
    """Answer with what `begin` starts, if a place is free."""
    places = cast(BoundedSemaphore, current_app.extensions["clones"])
    if not places.acquire(blocking=False):
        raise AllAtWork("Many are cloning the record just now. Please try again in half a minute.")
    try:
        clone = begin(request.headers.get("Git-Protocol", ""))
    except BaseException:
        places.release()
        raise
    # Not a generator: one that was never begun would not run its end.
    return Response(Given(clone, places.release), content_type=clone.content_type)


def _in_words(problem: Problem) -> Response:
    """Tell an error as plain words, which `git` shows to the person."""
    return Response(f"{problem.sentence}\n", problem.status, content_type="text/plain; charset=utf-8")
