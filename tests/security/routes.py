"""Every address of the application, filled in from its map of routes, and everything that a request could change."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from werkzeug.routing import Rule

from tests.conftest import Server

UNKNOWN_SECRET = "a-secret-that-nobody-was-given"


def values(server: Server) -> dict[str, Any]:
    """Return a value that exists for every name in any route; a new name must be added here."""
    return {
        "path": "short",
        "number": 1,
        "block": server.block("privacy"),
        "pair": (1, 2),
        "kind": "comment",
        "form": "html",
        "secret": UNKNOWN_SECRET,
        "token": 1,
        "invitation": 1,
        "filename": "css/base.css",
        "version": server.app.extensions["static"].version,
        "_rest": "config",
        "handle": "ana-example",
        "slug": "civil-society",
    }


def rules(server: Server, method: str) -> Iterator[Rule]:
    """Yield the routes that take `method`."""
    for rule in server.app.url_map.iter_rules():
        if method in (rule.methods or set()):
            yield rule


def address(server: Server, rule: Rule, **others: str) -> str:
    """Return the address of a route; `others` are put in as they are, quoted, whatever the route thinks of them."""
    known = values(server)
    written = ""
    for is_name, part in rule._trace:
        if not is_name:
            written += part.lstrip("|")
        elif part in others:
            written += quote(others[part], safe="")
        else:
            value = known[part]
            written += "...".join(map(str, value)) if isinstance(value, tuple) else quote(str(value))
    return "/contributions/0001" if rule.endpoint == "contributions.padded" and not others else written


def html_gets(server: Server) -> Iterator[Rule]:
    """Yield the routes that answer a browser's reading with a page."""
    for rule in rules(server, "GET"):
        beginnings = ("/static", "/api/", "/healthz", "/record.git/")
        if not rule.rule.startswith(beginnings) and not rule.endpoint.startswith("files."):
            yield rule


def everything(server: Server) -> tuple[object, ...]:
    """Return all that a request could change: refs, objects, accounts; when somebody was last seen is left out."""
    refs = subprocess.run(
        ["git", "--git-dir", str(server.site.record.git_dir), "for-each-ref"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    objects = sorted(str(path) for path in (server.site.record.git_dir / "objects").rglob("*"))
    with closing(sqlite3.connect(server.data / "accounts.sqlite")) as accounts:
        tables = [row[0] for row in accounts.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {table: _rows(accounts, table) for table in tables}
    return refs, objects, rows, server.site.index.database.fingerprint()


def _rows(accounts: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    found = accounts.execute(f'SELECT * FROM "{table}"')
    kept = [
        place for place, column in enumerate(found.description) if column[0] not in ("seen_at", "used_at")
    ]
    return sorted((tuple(row[place] for place in kept) for row in found), key=repr)


def spoken(server: Server) -> Server:
    """Return `server` with a comment, an accepted and an open proposal, and somebody invited."""
    server.comment(server.ana, "privacy", "Whose privacy?")
    server.propose(server.ana, "The second paragraph", "The second paragraph says what must be done.")
    server.dispose(server.cora, 2, "accepted", "")
    server.propose(server.ana, "The first paragraph", "The first paragraph says where we are.")
    return server


def all_objects(git_dir: Path) -> bytes:
    """Return the content of every object of a record, unreachable ones included."""
    return subprocess.run(
        ["git", "--git-dir", str(git_dir), "cat-file", "--batch-all-objects", "--batch"],
        capture_output=True,
        check=True,
    ).stdout
