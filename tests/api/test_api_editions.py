"""Editions by the API: read by everybody, published by coordinators."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests.api.conftest import Circle, is_problem, keeps_promise
from wgec_living.web.api import answers, answers_editions


def _wanted(circle: Circle, **more: Any) -> dict[str, Any]:
    seen = keeps_promise(circle.vera.get("/editions/next"), answers_editions.Prospect)
    return {"title": "Zero draft", "number": seen["number"], "seen_main": seen["seen_main"], **more}


def test_an_edition_is_published_read_and_recomputed(circle: Circle) -> None:
    sent = _wanted(circle, note="A *note*.")
    made = keeps_promise(circle.cora.post("/editions", sent, key="first"), answers_editions.EditionRow, 201)
    assert (made["number"], made["title"], made["note"]) == (1, "Zero draft", "A *note*.")
    again = circle.cora.post("/editions", sent, key="first")
    assert (again.status_code, again.get_json()) == (201, made)
    is_problem(circle.cora.post("/editions", {**sent, "title": "Other"}, key="first"), 422, "idempotency_key")
    listed = keeps_promise(circle.vera.get("/editions"), answers_editions.EditionList)
    assert listed["items"] == [made]
    read = keeps_promise(circle.vera.get("/editions/1"), answers_editions.Edition)
    assert [text["path"] for text in read["texts"]] == ["short", "arabic"]
    for text in read["texts"]:
        document = circle.vera.get(f"/documents/{text['path']}?edition=1").get_json()
        assert hashlib.sha256(document["source"].encode()).hexdigest() == text["sha256"]
        assert (text["before"], text["changed"]) == (None, 1)
    assert is_problem(circle.vera.get("/editions/7"), 404)["nearest"] == [
        {"name": "edition 1", "address": "/api/v1/editions/1"}
    ]


def test_what_moved_meanwhile_is_answered_with_what_it_would_be_now(circle: Circle) -> None:
    sent = _wanted(circle)
    number = circle.server.propose(circle.server.ana, "The second paragraph", "Other words.").number
    circle.server.dispose(circle.server.cora, number, "accepted", "")
    problem = is_problem(circle.cora.post("/editions", sent), 409)
    fresh = problem["prospect"]
    assert fresh["number"] == 1 and fresh["seen_main"] != sent["seen_main"]
    sent["seen_main"] = fresh["seen_main"]
    assert circle.cora.post("/editions", sent).status_code == 201
    problem = is_problem(circle.cora.post("/editions", sent), 409)
    assert problem["prospect"]["number"] == 2, "another sending without a key is another edition"
    assert [text["changed"] for text in problem["prospect"]["texts"]] == [0, 0]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x\n"}, ""),
        ({"number": "1"}, "number"),
        ({"document": "nowhere"}, "document"),
        ({"document": "../x"}, "document"),
        ({"mood": "good"}, "mood"),
        ({"note": "\x00"}, "note"),
    ],
)
def test_what_cannot_be_published_is_named(circle: Circle, more: dict[str, Any], field: str) -> None:
    answer = circle.cora.post("/editions", {**_wanted(circle), **more})
    if field:
        is_problem(answer, 422, field)
        assert circle.vera.get("/editions").get_json()["total"] == 0
    else:
        assert answer.get_json()["title"] == "x"


def test_only_coordinators_publish(circle: Circle) -> None:
    sent = _wanted(circle)
    is_problem(circle.vera.post("/editions", sent), 401)
    is_problem(circle.ana.post("/editions", sent), 403)
    is_problem(circle.cora.post("/editions", {**sent, "seen_main": "main"}), 409)
    assert circle.vera.get("/editions").get_json()["total"] == 0


def test_a_document_is_read_and_compared_by_edition_and_day(circle: Circle) -> None:
    first = circle.document()
    assert circle.cora.post("/editions", _wanted(circle, document="short")).status_code == 201
    number = circle.server.propose(circle.server.ana, "The second paragraph", "Other words.").number
    circle.server.dispose(circle.server.cora, number, "accepted", "")
    assert circle.vera.get("/documents/short?edition=1").get_json() == first
    is_problem(circle.vera.get("/documents/arabic?edition=1"), 404)
    by_number = keeps_promise(circle.vera.get("/documents/short/comparison?from=1&to=2"), answers.Comparison)
    for query in ("from=edition-1&to=now", "from=2026-06-01&to=2100-01-01"):
        assert circle.vera.get(f"/documents/short/comparison?{query}").get_json() == by_number
    problem = is_problem(circle.vera.get("/documents/short/comparison?from=1999-01-01&to=now"), 404)
    assert problem["nearest"][0]["address"] == "/api/v1/documents/short/comparison?from=1&to=now"
    is_problem(circle.vera.get("/documents/short?edition=1&revision=1"), 422, "edition", "revision")
