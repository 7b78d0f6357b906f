"""What a browser and a script send: pages, API calls with a token, forms after signing in."""

from __future__ import annotations

import http.client
import json
import re
import uuid
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

from .server import ADDRESS, Running, command


class Client:
    """One connection with its cookies and token."""

    def __init__(self, server: Running, token: str | None = None) -> None:
        self.server = server
        self._token = token
        self._cookies: dict[str, str] = {}
        self._connection = server.connection()

    def send(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Send a request and return the answer with its body."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self._cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if self._token:
            sent["Authorization"] = f"Bearer {self._token}"
        self._connection.request(method, path, body=body or None, headers=sent)
        answer = self._connection.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer, content

    def page(self, path: str, wanted: int = 200, **headers: str) -> bytes:
        """Return the page at `path`; any other status than `wanted` is an error."""
        answer, content = self.send("GET", path, **headers)
        if answer.status != wanted:
            raise RuntimeError(f"{path} answered {answer.status}, not {wanted}: {content[:300]!r}")
        return content

    def call(self, path: str, sent: dict[str, Any] | None = None) -> Any:
        """Call the API and return what it answers."""
        if sent is None:
            return json.loads(self.page(f"/api/v1{path}"))
        headers = {"Content_Type": "application/json", "Idempotency_Key": uuid.uuid4().hex}
        answer, content = self.send("POST", f"/api/v1{path}", json.dumps(sent).encode(), **headers)
        if answer.status != 201:
            raise RuntimeError(f"{path} answered {answer.status}: {content[:500]!r}")
        return json.loads(content)

    def form(self, path: str, fields: list[tuple[str, str]], *wanted: int) -> bytes:
        """Send a form and return the page that answers; any other status than those wanted is an error."""
        headers = {"Content_Type": "application/x-www-form-urlencoded", "Origin": self._origin()}
        answer, content = self.send("POST", path, urlencode(fields).encode(), **headers)
        if answer.status not in wanted:
            raise RuntimeError(f"{path} answered {answer.status}, not {wanted}: {content[:3000]!r}")
        return content

    def _origin(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def sign_in(self) -> None:
        """Sign in as the coordinator by a one-time link."""
        said = command(self.server.data, "sign-in-link", ADDRESS, port=self.server.port)
        link = urlsplit(said.split()[-1])
        self.send("GET", link.path)
        page = self.page("/sign-in/confirm").decode()
        self.form("/sign-in/confirm", hidden(page), 303)


def token_client(server: Running) -> Client:
    """Return a client with the coordinator's token."""
    said = command(server.data, "token", ADDRESS, "--name", "bench", port=server.port)
    return Client(server, said.split()[-1])


def hidden(page: str) -> list[tuple[str, str]]:
    """Return the hidden fields of the forms in a page, in order; of a name that stands twice the first counts."""
    found: dict[tuple[str, str], None] = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        parts = {name: unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        if parts.get("type") == "hidden" and "name" in parts:
            found[parts["name"], parts.get("value", "")] = None
    return list(found)
