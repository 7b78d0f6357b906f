"""What the tests of the API share: calling as somebody, and answers held against what the document promises."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from marshmallow import RAISE, Schema
from werkzeug.test import TestResponse

from tests.conftest import Server
from wgec_living.domain.people import Person

API = "/api/v1"


class Caller:
    """Calls the API as one person, or as nobody."""

    def __init__(self, server: Server, person: Person | None = None) -> None:
        self.client: FlaskClient = server.visitor()
        self.token = server.token(person) if person is not None else None

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(API + path, headers=self._headers(), **more)

    def post(self, path: str, body: Any, key: str | None = None) -> TestResponse:
        more = {} if key is None else {"Idempotency-Key": key}
        return self.client.post(API + path, json=body, headers=self._headers() | more)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


class Circle:
    """Vera, Ana, Boris and Cora, each with their way of calling."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.vera = Caller(server)
        self.ana = Caller(server, server.ana)
        self.boris = Caller(server, server.boris)
        self.cora = Caller(server, server.cora)

    def document(self, path: str = "short") -> dict[str, Any]:
        answer = self.vera.get(f"/documents/{path}")
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def block(self, words: str, path: str = "short") -> str:
        return str(next(block["id"] for block in self.document(path)["blocks"] if words in block["text"]))

    def proposal(self, words: str, replacement: str, **more: Any) -> dict[str, Any]:
        """Return the body of a proposal on the block that holds `words`."""
        return {
            "kind": "proposal",
            "base": self.document()["commit"],
            "target": {"blocks": [self.block(words)]},
            "body": "It would be clearer.",
            "replacement": replacement,
            **more,
        }

    def comment(self, words: str, **more: Any) -> dict[str, Any]:
        """Return the body of a comment on the block that holds `words`."""
        return {
            "kind": "comment",
            "base": self.document()["commit"],
            "target": {"blocks": [self.block(words)]},
            "body": "What does this mean?",
            **more,
        }

    def number_of_contributions(self) -> int:
        return int(self.vera.get("/contributions").get_json()["total"])


@pytest.fixture
def circle(server: Server) -> Circle:
    """Return the four people, each with their way of calling."""
    return Circle(server)


def keeps_promise(answer: TestResponse, schema: type[Schema], status: int = 200) -> dict[str, Any]:
    """Return the body of an answer that has every field the document promises and no other."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/json"
    body = answer.get_json()
    # Nested schemas refuse unknown fields by themselves; so does this one.
    assert schema(unknown=RAISE).validate(body) == {}
    return dict(body)


def is_problem(answer: TestResponse, status: int, *fields: str) -> dict[str, Any]:
    """Return a problem document of this status that names exactly these fields."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    body = dict(answer.get_json())
    assert body["status"] == status
    assert {"type", "title", "detail"} <= set(body)
    assert sorted(error["field"] for error in body.get("errors", [])) == sorted(fields)
    assert all(error["detail"] for error in body.get("errors", []))
    return body
