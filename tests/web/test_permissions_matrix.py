"""Every route, method and kind of person against the table; a route without a line fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server, csrf
from tests.web.acting import invited, token
from tests.web.permissions_table import GIT, LINES
from wgec_living.services import publishing
from wgec_living.services.publishing import Publication

WHO = ("visitor", "invited", "ana", "boris", "cora")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def staged(server: Server) -> Server:
    """The server in the state that the table speaks of."""
    server.propose(server.ana, "The second paragraph", "The second paragraph says what must be done.")
    server.comment(server.boris, "The last paragraph")
    server.propose(server.ana, "The first paragraph", "The first paragraph says where we are.")
    server.dispose(server.cora, 3, "accepted", "")
    seen = publishing.prospect(server.site)
    publishing.publish(server.site, server.cora, Publication("Zero draft", "", seen.number, seen.main))
    return server


def client_of(server: Server, who: str) -> FlaskClient:
    if who == "visitor":
        return server.visitor()
    if who != "invited":
        return server.signed_in(getattr(server, who))
    client = server.visitor()
    page = client.get(invited(server), follow_redirects=True).text
    assert client.post("/sign-in/confirm", data={"csrf_token": csrf(page)}).status_code == 303
    return client


def token_of(client: FlaskClient) -> str:
    """Return the token of the session as it is; the page for signing in has one for everybody."""
    return token(client)


def called(client: FlaskClient, method: str, address: str, data: dict[str, str] | None = None) -> int:
    by_program = address.startswith("/api/") and method in UNSAFE
    sent = {"json": {}} if by_program else {"data": data}
    with client.open(address, method=method, **sent) as answer:  # type: ignore[arg-type]
        return answer.status_code


def state(server: Server) -> tuple[object, ...]:
    """Return what no refused request may change: every ref, and who is in."""
    with server.app.app_context():
        from wgec_living.accounts import members

        people = tuple((a.address, a.handle, a.has_password) for a in members.accounts())
    return tuple(sorted(server.site.record.refs.all().items())), people


def test_every_route_has_a_line(server: Server) -> None:
    routes = {
        (method, rule.rule)
        for rule in server.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    lines = {(line.method, line.rule) for line in LINES}
    assert routes - lines == set(), "routes without a line in the table"
    assert lines - routes == set(), "lines without a route"


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_the_status_of_the_table(staged: Server, who: str) -> None:
    client = client_of(staged, who)
    wrong = []
    for line in LINES:
        data = {"csrf_token": token_of(client)} if line.method in UNSAFE else None
        status = called(client, line.method, line.address, data)
        expected = line.statuses[WHO.index(who)]
        if status != expected:
            wrong.append((line.method, line.address, expected, status))
    assert wrong == []


@pytest.mark.parametrize("who", ["visitor", "invited", "ana", "cora"])
def test_no_form_is_taken_without_its_token_or_from_elsewhere(staged: Server, who: str) -> None:
    client = client_of(staged, who)
    before = state(staged)
    for line in LINES:
        if line.method not in UNSAFE or line.address.startswith(("/api/", GIT)):
            continue
        bare = client.post(line.address)
        assert bare.status_code in (401, 403), line
        foreign = client.post(
            line.address, data={"csrf_token": token_of(client)}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert foreign.status_code == 403, line
    assert state(staged) == before


def test_reading_never_writes(staged: Server) -> None:
    clients = [client_of(staged, who) for who in ("visitor", "ana", "cora")]
    before = state(staged)
    for line in LINES:
        if line.method == "GET":
            for client in clients:
                called(client, "GET", line.address)
                called(client, "HEAD", line.address)
    assert state(staged) == before


def test_only_pages_that_write_take_forms(staged: Server) -> None:
    client = client_of(staged, "cora")
    taken = {line.rule for line in LINES if line.method in UNSAFE}
    for line in LINES:
        if line.rule not in taken and not line.rule.startswith(GIT):
            answer = client.post(line.address, data={"csrf_token": token_of(client)})
            assert answer.status_code in (404, 405), line


def test_an_unlisted_route_would_be_noticed(make_server: Callable[..., Server]) -> None:
    server = make_server()
    server.app.add_url_rule("/planted", "planted", lambda: "")
    with pytest.raises(AssertionError, match="planted"):
        test_every_route_has_a_line(server)
