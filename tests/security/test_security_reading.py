"""Reading writes nothing, and leaves no cookie with visitors."""

from __future__ import annotations

import pytest

from tests.conftest import Server
from tests.security.routes import address, everything, html_gets, rules, spoken

# Pages with a form for visitors, and those that note where to go on after signing in.
WITH_A_FORM = {"signing.form", "signing.look", "signing.link"}


@pytest.mark.parametrize("who", ["", "ana", "cora"])
def test_no_get_writes(server: Server, who: str) -> None:
    spoken(server)
    client = server.signed_in(getattr(server, who)) if who else server.visitor()
    before = everything(server)
    asked = 0
    for method in ("GET", "HEAD", "OPTIONS"):
        for rule in rules(server, method):
            answer = client.open(address(server, rule), method=method, buffered=True)
            assert answer.status_code < 500, rule.rule
            asked += 1
    assert asked > 60
    assert everything(server) == before


def test_the_comparison_would_see_a_write(server: Server) -> None:
    before = everything(server)
    server.comment(server.ana, "privacy")
    after = everything(server)
    assert after != before
    server.signed_in(server.boris)
    assert everything(server) != after


def test_visitors_get_no_cookie(server: Server) -> None:
    spoken(server)
    for rule in html_gets(server):
        answer = server.visitor().get(address(server, rule))
        to_sign_in = answer.status_code == 303 and answer.headers["Location"] == "/sign-in"
        if rule.endpoint not in WITH_A_FORM and not to_sign_in:
            assert "Set-Cookie" not in answer.headers, rule.rule
        for cookie in answer.headers.getlist("Set-Cookie"):
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
