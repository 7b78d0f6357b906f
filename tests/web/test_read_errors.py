"""Errors as people meet them."""

from __future__ import annotations

import contextlib
import logging
import sqlite3

import pytest
from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from tests.conftest import Server, csrf
from wgec_living import accounts
from wgec_living.accounts import database as accounts_database
from wgec_living.domain import errors
from wgec_living.domain.errors import WgecError
from wgec_living.web.errors import STATUSES, Problem, status_of, tell_under


def raising(server: Server, error: Exception, address: str = "/raise") -> None:
    """Give the server an address that raises `error`."""

    def view() -> str:
        raise error

    server.app.add_url_rule(address, f"raise{address}", view, methods=["GET", "POST"])


def test_every_error_of_the_domain_is_in_the_table() -> None:
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, WgecError)}
    assert kinds - {WgecError} == set(STATUSES)
    assert status_of(WgecError("unknown kind")) == 500


def test_every_expected_error_has_its_status_and_its_sentence(server: Server) -> None:
    for kind in STATUSES:
        raising(server, kind("This is what happened <here>."), f"/raise/{kind.__name__}")
    for kind, status in STATUSES.items():
        if kind is errors.SignInNeeded:  # whoever only looks is led to the page where one signs in
            assert server.visitor().get("/raise/SignInNeeded").location.startswith("/sign-in")
            continue
        answer = server.visitor().get(f"/raise/{kind.__name__}")
        assert answer.status_code == status_of(kind("x")) == status
        if kind is not errors.CorruptRecord:
            assert "This is what happened &lt;here&gt;." in answer.text
        assert "What you can do" in answer.text
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert ("Retry-After" in answer.headers) == (kind is errors.Busy)


def test_the_fields_of_an_invalid_form_are_told(server: Server) -> None:
    raising(server, errors.Invalid("Not so.", {"body": "Please write something here."}))
    assert "Please write something here." in server.visitor().get("/raise").text


def test_what_was_typed_is_handed_back(server: Server) -> None:
    raising(server, errors.Busy("Others are writing."))
    words = {"body": "  Two\n\nlines </textarea><b>", "password": "secret", "reason": ""}
    client = server.signed_in(server.ana)
    words["csrf_token"] = csrf(client.get("/people").text)
    answer = client.post("/raise", data=words)
    assert answer.status_code == 503
    assert "Nothing was recorded." in answer.text
    assert "  Two\n\nlines &lt;/textarea&gt;&lt;b&gt;</textarea>" in answer.text.replace("\r\n", "\n")
    assert "secret" not in answer.text
    assert "Your reason" not in answer.text


def test_a_fault_of_the_server_gets_a_reference_that_is_logged(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    raising(server, RuntimeError("the inside of the server"))
    server.app.config["TESTING"] = False
    with caplog.at_level(logging.ERROR):
        answer = server.visitor().get("/raise")
    assert answer.status_code == 500
    assert "the inside of the server" not in answer.text
    reference = answer.text.split("reference <code>", 1)[1].split("<", 1)[0]
    assert reference in caplog.text
    assert "the inside of the server" in caplog.text


@pytest.mark.parametrize("commit", ["f" * 40, None, "refs/heads/<b>"])
@pytest.mark.parametrize("address", ["/raise", "/api/v1/raise"])
def test_an_unreadable_object_is_told_by_its_commit_and_git_is_quoted_in_the_log_only(
    server: Server, caplog: pytest.LogCaptureFixture, address: str, commit: str | None
) -> None:
    raising(server, errors.CorruptRecord("git cat-file failed: fatal: /srv/record.git: no", commit), address)
    answer = server.visitor().get(address)
    assert answer.status_code == 500
    told = f"The commit {commit}" if commit == "f" * 40 else "Something"
    assert f"{told} in the record cannot be read." in answer.text
    assert "fatal" not in answer.text
    assert "refs/heads" not in answer.text
    assert "fatal: /srv/record.git" in caplog.text
    assert str(commit) in caplog.text


def test_a_damaged_file_of_the_record_is_not_told_in_git_words(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    number = server.comment(server.ana, "second paragraph").number
    tip = server.site.record.refs.get(f"refs/heads/contributions/{number:04d}")
    assert tip is not None
    file = server.site.record.git_dir / "objects" / tip[:2] / tip[2:]
    content = file.read_bytes()
    file.unlink()
    (server.data / "index.sqlite").unlink()
    for address in (f"/contributions/{number}", f"/api/v1/contributions/{number}"):
        answer = server.visitor().get(address)
        assert answer.status_code == 500
        assert "in the record cannot be read." in answer.text
        assert "git " not in answer.text
        assert "fatal" not in answer.text
    file.write_bytes(content)


def test_too_large_a_form_is_refused_with_a_page(server: Server) -> None:
    server.app.add_url_rule("/take", "take", lambda: request.form["body"], methods=["POST"])
    answer = server.visitor().post("/take", data={"body": "x" * (5 << 20)})
    assert answer.status_code == RequestEntityTooLarge.code
    assert "Too large" in answer.text


def test_an_unknown_address_is_told_in_plain_words(server: Server) -> None:
    answer = server.visitor().get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text
    assert 'href="/documents"' in answer.text


def test_another_form_of_telling_can_be_given_to_a_part_of_the_site(server: Server) -> None:
    def plainly(problem: Problem) -> Response:
        return Response(f"{problem.status} {problem.sentence}", problem.status, content_type="text/plain")

    tell_under(server.app, "/plain/", plainly)
    raising(server, errors.Busy("Wait."), "/plain/x")
    answer = server.visitor().get("/plain/x")
    assert (answer.text, answer.status_code, answer.headers["Retry-After"]) == ("503 Wait.", 503, "5")
    assert "text/plain" in server.visitor().get("/plain/none").headers["Content-Type"]
    assert "text/html" in server.visitor().get("/none").headers["Content-Type"]


@pytest.mark.parametrize("path", ["/contributions", "/people", "/api/v1/documents/short/contributions"])
def test_accounts_that_keep_readers_out_are_told_as_later(
    server: Server, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    client, headers = server.signed_in(server.ana), {"Authorization": f"Bearer {server.token(server.ana)}"}
    with server.app.app_context():
        accounts.db.engine.dispose()
        file = accounts.db.engine.url.database
    assert file is not None
    monkeypatch.setattr(accounts_database, "BUSY_TIMEOUT_MS", 50)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        api = path.startswith("/api")
        answer = client.post(path, headers=headers, json={}) if api else client.get(path)
        assert answer.status_code == 503, answer.text
        assert int(answer.headers["Retry-After"]) > 0
        assert "Many people are writing just now." in answer.text
    assert client.get("/contributions").status_code == 200
