"""Style sheets, scripts and pictures: read once at start, and named by one version of them all.

The version stands in the path, so that what a script imports or a style sheet names beside itself is of the same one.
"""

from __future__ import annotations

import functools
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.wrappers import Response as Answer

FOLDER = "static"
FOREVER = "public, max-age=31536000, immutable"
CHECKED = "public, no-cache"


@dataclass(frozen=True)
class StaticFile:
    """One file as it was at start: an update of the folder is served by the program that belongs to it."""

    body: bytes
    content_type: str
    tag: str


@dataclass(frozen=True)
class StaticFiles:
    """All files by their names below the folder, and the version they have together."""

    files: Mapping[str, StaticFile]
    version: str


class SessionsOfPages(SecureCookieSessionInterface):
    """Sessions, but not of static files: they are the same for everybody, so no cache may vary by cookies."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Save what a page did to its session; leave the answer of a static file alone."""
        if request.endpoint != "static":
            super().save_session(app, session, response)


def register(app: Flask) -> None:
    """Have `app` serve its static files, and give the templates their addresses."""
    app.extensions["static"] = read(Path(app.root_path) / FOLDER)
    app.session_interface = SessionsOfPages()
    app.add_url_rule("/static/<path:filename>", "static", file)
    app.add_url_rule("/static/v-<version>/<path:filename>", "static", file)
    app.jinja_env.globals.update(style_address=address)


@functools.cache
def read(folder: Path) -> StaticFiles:
    """Read every file below `folder` into memory."""
    files = {}
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, body = path.relative_to(folder).as_posix(), path.read_bytes()
        tag = hashlib.sha256(body).hexdigest()
        content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        files[name] = StaticFile(body, content_type, tag[:32])
        whole.update(f"{name}\0{tag}\0".encode())
    return StaticFiles(files, whole.hexdigest()[:16])


def address(name: str) -> str:
    """Return the address of a static file in the version of this program; there must be such a file."""
    known = _known()
    if name not in known.files:
        raise LookupError(f"there is no static file {name}")
    return url_for("static", filename=name, version=known.version)


def file(filename: str, version: str | None = None) -> Answer:
    """Answer with a static file: to keep for ever under its version, to ask again without one or under another.

    Another version is that of a page opened before an update, or of a program that serves beside this one while they
    are exchanged: leading it on to this version would send a browser back and forth between the two.
    """
    known = _known()
    found = known.files.get(filename)
    if found is None:
        abort(404)
    response = Response(found.body, mimetype=found.content_type)
    response.headers["Cache-Control"] = FOREVER if version == known.version else CHECKED
    response.set_etag(found.tag)
    return response.make_conditional(request)


def _known() -> StaticFiles:
    known: StaticFiles = current_app.extensions["static"]
    return known
