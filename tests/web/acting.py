"""What tests of pages share: forms as a browser would send them, and a count of what is asked of the databases."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from tests.conftest import Server
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import inviting

_FORM = re.compile(r'<form method="post" action="([^"]*)"[^>]*>(.*?)</form>', re.S)
_INPUT = re.compile(r"<input\b([^>]*)>", re.S)
_AREA = re.compile(r'<textarea\b[^>]*\bname="([^"]*)"[^>]*>\n?(.*?)</textarea>', re.S)
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')


def fields(page: str, action: str | None = None) -> dict[str, str | list[str]]:
    """Return what a browser would send from the form that goes to `action` (None: the last form of the page)."""
    forms = [(html.unescape(to), body) for to, body in _FORM.findall(page)]
    chosen = [body for to, body in forms if action is None or to == action]
    assert chosen, f"no form goes to {action}; there are {[to for to, _ in forms]}"
    found: dict[str, str | list[str]] = {}
    for attributes in _INPUT.findall(chosen[-1]):
        said = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
        if "name" not in said or (said.get("type") in ("radio", "checkbox") and "checked" not in said):
            continue
        name, value = said["name"], said.get("value", "")
        before = found.get(name)
        found[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]
    for name, text in _AREA.findall(chosen[-1]):
        found[name] = html.unescape(text)
    return found


def send(
    client: FlaskClient,
    form: str,
    to: str | None = None,
    headers: dict[str, str] | None = None,
    **typed: str,
) -> TestResponse:
    """Open the page `form` and send its form (`to` an address, else to its own address) with what was `typed`."""
    page = client.get(form)
    assert page.status_code == 200, page.text
    to = to or form.partition("?")[0]
    return client.post(to, data={**fields(page.text, to), **typed}, headers=headers)


def token(client: FlaskClient) -> str:
    """Return a CSRF token of this client's session."""
    page = client.get("/sign-in").text
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def text(server: Server) -> str:
    """Return the source of the short text in force."""
    document = server.site.index.texts.document(DocumentPath("short"))
    return server.site.record.blob(document.blob).decode()


def invited(server: Server) -> str:
    """Invite Dora from the command line and return the path of her link."""
    with server.app.app_context():
        found = inviting.invite(
            server.site,
            None,
            address="dora@people.example",
            name="Dora Example",
            delegation="A university",
            group="technical-academic",
            role="contributor",
        )
    return found.link.removeprefix("http://localhost")


@contextmanager
def counting() -> Iterator[list[str]]:
    """Gather every statement that goes to the index and the accounts."""
    statements: list[str] = []

    def gather(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", gather)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", gather)
