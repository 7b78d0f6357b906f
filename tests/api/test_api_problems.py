"""How the API tells what went wrong, and what it does not let through."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Circle, is_problem
from tests.conftest import Server
from tests.corpora import shared

WORDS = "The second paragraph"
SENDING = "/api/v1/documents/short/contributions"


def _files(server: Server) -> set[str]:
    """Return every file below the data and in the working folder; databases may write beside themselves."""
    found = {str(Path(folder) / name) for folder, _, names in os.walk(server.data) for name in names} | set(
        os.listdir()
    )
    return {name for name in found if not name.endswith(("-wal", "-shm"))}


def test_no_hostile_revision_is_told_from_an_unknown_one(circle: Circle) -> None:
    circle.server.propose(circle.server.ana, WORDS, "Other words.")
    unknown = is_problem(circle.vera.get("/documents/short", query_string={"commit": "0" * 40}), 404)
    good = circle.proposal(WORDS, "Words.")
    wrong_base = circle.ana.post("/documents/short/contributions", {**good, "base": "0" * 40}).get_json()
    before = _files(circle.server)
    cases = [str(case) for case in shared("git/revisions.json")]
    assert len(cases) > 50
    for word in cases:
        for path, name in (
            ("/documents/short", "commit"),
            ("/documents/short", "revision"),
            ("/documents/short/comparison?to=1", "from"),
            ("/documents/short/comparison?from=1", "to"),
        ):
            answer = circle.vera.get(path.partition("?")[0], query_string=_with(path, name, word))
            told = is_problem(answer, 404)
            if name == "commit":
                assert told == unknown, word
            elif re.fullmatch("[1-9][0-9]{0,8}", word):
                assert told["detail"].startswith(f"This document has no revision {word};")
            else:
                ill_formed = circle.vera.get(path.partition("?")[0], query_string=_with(path, name, "x"))
                assert told == is_problem(ill_formed, 404), word
        answer = circle.ana.post("/documents/short/contributions", {**good, "base": word})
        assert (answer.status_code, answer.get_json()) == (422, wrong_base), word
        answer = circle.ana.post("/contributions/1/replies", {"body": "x", "in_reply_to": word})
        is_problem(answer, 422, "in_reply_to")
    assert _files(circle.server) == before


def _with(path: str, name: str, word: str) -> dict[str, str]:
    fixed = path.partition("?")[2]
    return dict(pair.split("=") for pair in fixed.split("&") if pair) | {name: word}


def test_no_hostile_path_is_told_from_an_unknown_one(circle: Circle) -> None:
    unknown = is_problem(circle.vera.get("/documents/no-such"), 404)
    before = _files(circle.server)
    cases = [str(case) for case in shared("git/paths.json")]
    assert len(cases) > 50
    for path in cases:
        environ = {"PATH_INFO": f"/api/v1/documents/{path}".encode().decode("latin-1"), "QUERY_STRING": ""}
        answer = circle.vera.client.get("/", environ_overrides=environ)
        if path.strip("/") and path not in (".", ".."):
            assert is_problem(answer, 404) == unknown, path
        environ["PATH_INFO"] += "/contributions"
        answer = circle.ana.client.post(
            "/",
            environ_overrides=environ,
            json=circle.comment(WORDS),
            headers={"Authorization": f"Bearer {circle.ana.token}"},
        )
        assert answer.status_code == 404, path
    assert _files(circle.server) == before
    assert circle.number_of_contributions() == 0


@pytest.mark.parametrize("number", ["0", "-1", "01", "x", "1e3", "999999999", "99999999999", "1;2", "%00"])
def test_an_ill_formed_number_is_as_unknown_as_any(circle: Circle, number: str) -> None:
    unknown = is_problem(circle.vera.get("/contributions/77"), 404)
    for path in (f"/contributions/{number}", f"/contributions/{number}/preview"):
        assert is_problem(circle.vera.get(path), 404) == unknown


def test_a_body_must_be_json(circle: Circle) -> None:
    headers = {"Authorization": f"Bearer {circle.ana.token}"}
    client = circle.ana.client

    def send(data: bytes, kind: str = "application/json") -> Any:
        return client.post(SENDING, data=data, content_type=kind, headers=headers)

    for broken in (
        b"{",
        b"nothing",
        b'{"kind": NaN}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a": ' + b"9" * 9_000 + b"}",
    ):
        is_problem(send(broken), 400)
    for other in (b"[]", b'"text"', b"7", b"null"):
        is_problem(send(other), 422, "")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        is_problem(send(b"kind=comment", kind), 415)
    is_problem(send(b" " * (5 << 20)), 413)
    assert circle.number_of_contributions() == 0


def test_an_address_takes_only_its_own_methods(circle: Circle) -> None:
    for method, path in (
        ("POST", "/documents"),
        ("DELETE", "/contributions/1"),
        ("GET", "/contributions/1/replies"),
    ):
        answer = circle.ana.client.open(f"/api/v1{path}", method=method)
        is_problem(answer, 405)
        assert answer.headers["Allow"]
    for path in ("/api/v1", "/api/v2/documents", "/api/v1/nothing", "/api/v1/documents/"):
        is_problem(circle.vera.client.get(path), 404)


def test_a_token_that_is_no_good_is_no_token(circle: Circle) -> None:
    for header in (
        "Bearer wrong",
        "Bearer",
        "Basic YTpi",
        f"Token {circle.ana.token}",
        f"Bearer {circle.ana.token}x",
    ):
        answer = circle.vera.client.post(
            SENDING, json=circle.comment(WORDS), headers={"Authorization": header}
        )
        is_problem(answer, 401)
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    # Reading needs none, so a bad one does no harm.
    assert (
        circle.vera.client.get("/api/v1/documents", headers={"Authorization": "Bearer wrong"}).status_code
        == 200
    )


def test_a_session_gives_no_right_here(server: Server, circle: Circle) -> None:
    browser = server.signed_in(server.ana)
    is_problem(browser.post(SENDING, json=circle.comment(WORDS)), 401)
    answer = browser.post(
        SENDING, json=circle.comment(WORDS), headers={"Authorization": f"Bearer {circle.boris.token}"}
    )
    assert answer.status_code == 201
    assert "Set-Cookie" not in answer.headers
    assert circle.vera.get("/contributions/1").get_json()["author"]["handle"] == "boris-example"


def test_nobody_writes_faster_than_the_limit(make_server: Callable[..., Server]) -> None:
    circle = Circle(make_server(write_limit="3 per minute"))
    answers = [circle.ana.post("/documents/short/contributions", {}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
    is_problem(answers[-1], 429)
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    # Each person has their own count, and reading none.
    is_problem(circle.boris.post("/documents/short/contributions", {}), 422, "kind", "base", "target", "body")
    assert circle.vera.get("/documents").status_code == 200


def test_a_fault_of_the_server_gives_a_reference_and_no_more(
    circle: Circle, caplog: pytest.LogCaptureFixture
) -> None:
    app = circle.server.app
    app.config["PROPAGATE_EXCEPTIONS"] = False
    view = app.view_functions["api-documents.list_documents"]

    def broken() -> None:
        raise RuntimeError("a secret of the server")

    app.view_functions["api-documents.list_documents"] = broken
    answer = circle.vera.get("/documents")
    app.view_functions["api-documents.list_documents"] = view
    problem = is_problem(answer, 500)
    assert "secret" not in answer.text
    assert problem["reference"] in caplog.text
