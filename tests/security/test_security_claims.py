"""What a client says about the host, the way or itself changes no link, no count and no user."""

from __future__ import annotations

from collections.abc import Callable

from tests.conftest import Server, csrf

CLAIMS = {
    "Host": "evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil.example",
    "X-Original-URL": "/evil.example",
    "Forwarded": "for=203.0.113.7;host=evil.example;proto=https",
    "X-Remote-User": "cora-example",
    "X-WEBAUTH-USER": "cora-example",
    "Remote-User": "cora-example",
}


def test_no_page_and_no_redirect_repeats_them(server: Server) -> None:
    for path in (
        "/",
        "/documents/short",
        "/documents/short/history",
        "/contributions",
        "/sign-in",
        "/nowhere",
    ):
        answer = server.visitor().get(path, headers=CLAIMS)
        assert "evil.example" not in answer.text, path
        assert "Sign out" not in answer.text, path
    for path in (
        "/contributions/0001",
        "/documents/short/compare?older=1&newer=1",
        "/mine",
        "/documents//short",
    ):
        answer = server.visitor().get(path, headers=CLAIMS)
        assert answer.status_code in (301, 303, 308, 404), path
        location = answer.headers.get("Location", "/")
        assert location.startswith("/"), (path, location)
        assert not location.startswith("//"), (path, location)


def test_links_for_signing_in_lead_to_the_configured_address(make_server: Callable[..., Server]) -> None:
    server = make_server(base_url="http://living.example")
    client = server.signed_in(server.cora)
    token = csrf(client.get("/people").text)
    form = {"csrf_token": token, "address": "ana@people.example"}
    answer = client.post("/invitations/links", data=form, headers={"X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 201
    assert "http://living.example/sign-in/" in answer.text
    assert "evil.example" not in answer.text


def test_attempts_to_sign_in_are_counted_by_where_they_come_from(make_server: Callable[..., Server]) -> None:
    server = make_server(sign_in_limit="3 per minute")
    client = server.visitor()
    token = csrf(client.get("/sign-in").text)
    statuses = []
    for attempt in range(6):
        claimed = f"203.0.113.{attempt}"
        headers = {
            name: claimed for name in ("X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP")
        }
        headers["Forwarded"] = f"for={claimed}"
        form = {"csrf_token": token, "address": f"somebody-{attempt}@people.example", "password": "x"}
        statuses.append(client.post("/sign-in", data=form, headers=headers).status_code)
    assert statuses == [422, 422, 422, 429, 429, 429]
