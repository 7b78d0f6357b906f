"""The database of the accounts cannot be reached: readers notice nothing, others are asked to come back."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import QueuePool

from tests.conftest import Server, csrf
from wgec_living.accounts import db


def test_reading_goes_on_and_signing_in_is_for_later(make_server: Callable[..., Server]) -> None:
    server = make_server(accounts_url="postgresql://somebody:secret@/accounts?host=/nowhere")
    vera = server.visitor()
    assert vera.get("/documents/short").status_code == 200
    page = vera.get("/sign-in")
    assert page.status_code == 200
    form = {
        "csrf_token": csrf(page.text),
        "address": "ana@people.example",
        "password": "eleven green lanterns",
    }
    for answer in (
        vera.post("/sign-in", data=form),
        vera.get("/sign-in/" + "x" * 43, follow_redirects=True),
        vera.post(
            "/api/v1/documents/short/contributions", headers={"Authorization": "Bearer wgec_" + "x" * 43}
        ),
    ):
        assert (answer.status_code, "cannot be reached just now" in answer.text) == (503, True), answer.text
        assert int(answer.headers["Retry-After"]) > 0
        assert "secret" not in answer.text


def test_every_thread_has_a_connection(make_server: Callable[..., Server]) -> None:
    with make_server(threads=40).app.app_context():
        pool = db.engine.pool
        assert isinstance(pool, QueuePool) and pool.size() == 40
