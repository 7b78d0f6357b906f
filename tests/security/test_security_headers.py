"""The security headers of every route, of every kind of error, and of what is answered from memory."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from tests.conftest import Server
from tests.security.routes import address, rules, spoken

# Written out once more, so that a weakened policy has to be weakened here as well.
EXPECTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
NONCE = re.compile(r" 'nonce-([\w-]{24})'")
EDITORS = {
    ("GET", "documents.document"),
    ("GET", "contributing.form"),
    ("POST", "contributing.sent"),
    ("GET", "following.revision_form"),
    ("POST", "following.revise"),
}
"""Where people who are signed in may meet the editor."""
REFERRERS = {"strict-origin-when-cross-origin", "same-origin", "no-referrer"}


def check(answer: TestResponse, where: object, *, own: bool, editor: bool = False) -> None:
    """Fail unless the answer carries every header once; `own`: it depends on who asks.

    `editor`: it may be a page on which the editor brings its styles by a nonce; such a page is never kept by a tag.
    """
    for name, value in EXPECTED.items():
        found = answer.headers.getlist(name)
        if editor and name == "Content-Security-Policy" and "nonce" in found[0]:
            nonces = NONCE.findall(found[0])
            assert len(nonces) == 1 and "ETag" not in answer.headers, where
            assert f'data-nonce="{nonces[0]}"' in answer.text, where
            found = [NONCE.sub("", found[0])]
        assert found == [value], (where, name)
    assert len(answer.headers.getlist("Referrer-Policy")) == 1, where
    assert answer.headers["Referrer-Policy"] in REFERRERS, where
    kept = answer.headers["Cache-Control"]
    if own:
        assert kept in ("private, no-cache", "no-store", "private, no-store"), (where, kept)
        assert "public" not in kept
    assert "Server" not in answer.headers or "waitress" not in answer.headers["Server"]


@pytest.mark.parametrize("who", ["", "ana", "cora"])
def test_every_route_by_every_method(server: Server, who: str) -> None:
    spoken(server)
    client = server.signed_in(getattr(server, who)) if who else server.visitor()
    for method in ("GET", "POST"):
        for rule in rules(server, method):
            if rule.endpoint == "signing.sign_out":
                continue
            answer = client.open(address(server, rule), method=method, buffered=True)
            where = (method, rule.rule, answer.status_code)
            assert answer.status_code < 500, where
            static = rule.endpoint == "static" or rule.rule.startswith(
                ("/api/", "/documents/<document:path>.")
            )
            static = static or rule.endpoint == "files.comparison"
            editor = bool(who) and (method, rule.endpoint) in EDITORS
            check(answer, where, own=bool(who) and not static, editor=editor)


def test_pages_that_depend_on_the_session_say_so(server: Server) -> None:
    spoken(server)
    for client in (server.visitor(), server.signed_in(server.ana)):
        for rule in rules(server, "GET"):
            if rule.rule.startswith(("/static", "/api", "/healthz")) or rule.endpoint.startswith("files."):
                continue
            answer = client.get(address(server, rule))
            if answer.status_code == 200:
                assert "Cookie" in answer.headers.get("Vary", ""), rule.rule


def test_errors_of_every_kind(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    client = server.visitor()
    check(client.get("/nowhere"), 404, own=False)
    check(client.get("/static/none.css"), 404, own=False)
    check(client.get("/static/../app.py"), 404, own=False)
    check(client.delete("/people"), 405, own=False)
    check(client.post("/sign-in", data={"address": "x" * (5 << 20)}), 413, own=False)
    check(client.get("/documents/short?revision=99"), 404, own=False)
    check(client.get("/documents/short/compare"), 422, own=False)
    check(client.get("/api/v1/documents/none"), 404, own=False)

    def broken(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    server.app.config["TESTING"] = False
    monkeypatch.setattr("wgec_living.services.reading.roster", broken)
    answer = client.get("/people")
    assert answer.status_code == 500
    check(answer, 500, own=False)


def test_what_is_answered_from_memory_has_them_too(server: Server) -> None:
    client = server.visitor()
    for _ in range(2):
        answer = client.get("/people")
        check(answer, "memory", own=False)
    again = client.get("/people", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    check(again, 304, own=False)


def test_secrets_in_addresses_are_told_to_nobody(server: Server) -> None:
    answer = server.visitor().get("/sign-in/some-secret")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "some-secret" not in answer.headers["Location"]
