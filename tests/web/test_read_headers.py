"""The security headers of every answer."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.conftest import Server
from wgec_living.web.headers import SECURITY

ANSWERS = (
    ("GET", "/", 200),
    ("GET", "/documents/short", 200),
    ("GET", "/healthz", 200),
    ("GET", "/static/css/base.css", 200),
    ("GET", "/contributions/0001", 301),
    ("GET", "/nowhere", 404),
    ("GET", "/static/nothing.css", 404),
    ("POST", "/people", 405),
    ("TRACE", "/people", 405),
    ("OPTIONS", "/people", 200),
)


def test_every_answer_carries_the_headers(server: Server) -> None:
    for method, address, status in ANSWERS:
        answer = server.visitor().open(address, method=method, buffered=True)
        assert answer.status_code == status, (method, address)
        for name, value in SECURITY.items():
            assert answer.headers.getlist(name) == [value], (method, address)
        assert "Strict-Transport-Security" not in answer.headers
        assert "Cache-Control" in answer.headers
        assert "Set-Cookie" not in answer.headers
        if status == 405:
            assert "GET" in answer.headers["Allow"]


def test_an_answer_over_https_asks_for_https_from_now_on(make_server: Callable[..., Server]) -> None:
    server = make_server(base_url="https://living.example")
    for address in ("/", "/nowhere", "/"):
        answer = server.visitor().get(address)
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_no_page_holds_a_script_or_style_of_its_own(server: Server) -> None:
    page = server.visitor().get("/documents/short").text
    assert re.findall("<script[^>]*>(?!</script>)", page) == []
    assert all(
        re.match("/static/v-[0-9a-f]+/js/", src) for src in re.findall('<script[^>]*src="([^"]*)"', page)
    )
    assert "<style" not in page
    assert " style=" not in page


def test_what_a_client_says_about_the_host_changes_nothing(server: Server) -> None:
    client = server.visitor()
    plain = client.get("/people").data
    claims = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    assert client.get("/people?", headers=claims).data == plain
    assert b"evil" not in client.get("/documents/short/history?x=1", headers=claims).data
    assert "evil" not in client.get("/contributions/01", headers=claims).location
