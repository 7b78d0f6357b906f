"""The document of the API says what the API does, all of it, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from marshmallow import Schema

from tests.api.conftest import Circle
from wgec_living.web.api import (
    answers,
    answers_editions,
    answers_thread,
    examples,
    examples_editions,
    searching,
    sending,
    sending_editions,
    web_annotations,
)

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


@pytest.fixture
def document(circle: Circle) -> dict[str, Any]:
    answer = circle.vera.get("/openapi.json")
    assert answer.content_type == "application/json"
    return dict(answer.get_json())


def _documented(document: dict[str, Any]) -> set[tuple[str, str]]:
    methods = ("get", "post", "put", "patch", "delete")
    return {(m.upper(), path) for path, item in document["paths"].items() for m in methods if m in item}


def _served(circle: Circle) -> set[tuple[str, str]]:
    return {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in circle.server.app.url_map.iter_rules()
        if rule.rule.startswith("/api")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_call_is_documented_and_every_documented_call_exists(
    circle: Circle, document: dict[str, Any]
) -> None:
    served = _served(circle)
    assert len(served) >= 15
    assert _documented(document) == served
    assert set(re.findall(r"\*\*`(GET|POST) (/api\S*)`\*\*", GUIDE.read_text("utf-8"))) == served


def test_the_guide_shows_each_call_with_curl(circle: Circle) -> None:
    shown = [
        re.escape(address)
        .replace("mapping", "{path}")
        .replace("42", "{number}")
        .replace("editions/1", "editions/{number}")
        for address in re.findall(r'curl "\$SITE(/[^"?]*)', GUIDE.read_text("utf-8"))
    ]
    assert {re.sub(r"\\(.)", r"\1", one) for one in shown} == {path for _, path in _served(circle)}


def test_the_document_has_the_structure_of_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert {"title", "version", "description"} <= set(document["info"])
    tags = [tag["name"] for tag in document["tags"]]
    assert len(set(tags)) == len(tags)
    names = []
    for path, item in document["paths"].items():
        given = set(re.findall(r"{(\w+)}", path))
        assert {one["name"] for one in item.get("parameters", []) if one["in"] == "path"} == given
        for method in {"get", "post"} & set(item):
            operation = item[method]
            names.append(operation["operationId"])
            assert operation["summary"].endswith(".")
            assert set(operation["tags"]) <= set(tags)
            assert all(re.fullmatch(r"[1-5]\d\d", status) for status in operation["responses"])
    assert len(set(names)) == len(names)


def test_every_reference_in_the_document_leads_somewhere(document: dict[str, Any]) -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [one for inner in part.values() for one in references(inner)]
        return [one for inner in part for one in references(inner)] if isinstance(part, list) else []

    found = set(references(document))
    assert len(found) > 30
    for reference in found:
        at: Any = document
        for step in reference.removeprefix("#/").split("/"):
            at = at[step]


def test_every_call_says_its_errors_and_gives_examples(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        if path in ("/api/v1/openapi.json", "/api/docs"):
            continue
        for method in {"get", "post"} & set(item):
            operation = item[method]
            expected = {"404", "500", "503"}
            expected |= (
                {"200", "304"}
                if method == "get"
                else {"201", "400", "401", "403", "409", "413", "415", "422", "429"}
            )
            assert expected <= set(operation["responses"]), path
            good = operation["responses"]["200" if method == "get" else "201"]
            assert good["content"]["application/json"]["example"]
            if method == "post":
                assert operation["security"] == [{"token": []}]
                assert operation["requestBody"]["content"]["application/json"]["example"]
                assert "Idempotency-Key" in [one["name"] for one in operation["parameters"]]
            else:
                assert "ETag" in good["headers"]
    for response in document["components"]["responses"].values():
        assert set(response.get("content", {})) <= {"application/problem+json"}


SENT: list[tuple[type[Schema], dict[str, Any]]] = [
    (sending.ContributionSent, examples.CONTRIBUTION_SENT),
    (sending.PositionSent, examples.POSITION_SENT),
    (sending.AnchorSent, examples.ANCHOR_SENT),
    (sending.ReplySent, examples.REPLY_SENT),
    (sending.RevisedTextSent, examples.REVISED_TEXT_SENT),
    (sending.WithdrawalSent, examples.WITHDRAWAL_SENT),
    (sending.DispositionSent, examples.DISPOSITION_SENT),
    (sending_editions.EditionSent, examples_editions.EDITION_SENT),
]
ANSWERED: list[tuple[type[Schema], dict[str, Any]]] = [
    (answers.DocumentList, examples.DOCUMENTS),
    (answers.Document, examples.DOCUMENT),
    (answers.RevisionList, examples.REVISIONS),
    (answers.Comparison, examples.COMPARISON),
    (answers.Provenance, examples.PROVENANCE),
    (answers_thread.ContributionList, examples.CONTRIBUTIONS),
    (answers_thread.Contribution, examples.CONTRIBUTION),
    (answers_thread.Receipt, examples.RECEIPT),
    (answers_thread.EventReceipt, examples.POSITION_RECEIPT),
    (answers_thread.EventReceipt, examples.ANCHOR_RECEIPT),
    (answers_thread.EventReceipt, examples.EVENT_RECEIPT),
    (web_annotations.AnnotationCollection, web_annotations.EXAMPLE),
    (searching.SearchAnswer, searching.EXAMPLE),
    (answers_thread.Preview, examples.PREVIEW),
    (answers_thread.Outcome, examples.OUTCOME),
    (answers_editions.EditionList, examples_editions.EDITIONS),
    (answers_editions.Edition, examples_editions.EDITION),
    (answers_editions.EditionRow, examples_editions.EDITION_ROW),
    (answers_editions.Prospect, examples_editions.PROSPECT),
]


@pytest.mark.parametrize(("schema", "example"), [*SENT, *ANSWERED])
def test_every_example_is_one(schema: type[Schema], example: dict[str, Any]) -> None:
    assert schema().validate(example) == {}


def test_people_can_read_the_document_as_a_page(circle: Circle, document: dict[str, Any]) -> None:
    page = circle.vera.client.get("/api/docs")
    assert page.status_code == 200
    assert page.mimetype == "text/html"
    for method, path in _documented(document):
        assert f"<code>{method} {path}</code></h3>" in page.text
    assert page.text.count("<script") == page.text.count('<script type="module" src="/static/v-') == 1
    assert "`" not in page.text
    assert '<code>from</code> <span class="small">(query, needed)</span>' in page.text
    assert 'href="/api/v1/openapi.json"' in page.text
    assert set(re.findall(r'href="#([^"]+)"', page.text)) <= set(re.findall(r'id="([^"]+)"', page.text))
