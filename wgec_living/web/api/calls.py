"""How a call of the API is declared: its address, what it takes and answers, and what the document says of it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Response
from flask_smorest import Blueprint  # type: ignore[import-untyped]
from marshmallow import Schema

from wgec_living.domain.errors import WgecError

from ..caching import public_page
from .bodies import read_body
from .callers import counted_caller
from .problems import expected

View = Callable[..., Response]
Example = Mapping[str, Any]
PREFIX = "/api/v1"
IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A word of your choice, at most 200 characters. Sending the same again with the same key "
    "gives the same answer and records nothing a second time; sending something else with it is refused.",
    "schema": {"type": "string", "maxLength": 200},
    "example": "5f0c3a6e-first-try",
}
READING_ERRORS = (404, 500, 503)
CHECKING_ERRORS = (*READING_ERRORS, 422)
WRITING_ERRORS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503)
TAG = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of an earlier answer: 304 while nothing on record has changed.",
    "schema": {"type": "string"},
}
TAG_GIVEN = {
    "ETag": {"description": "Changes whenever anything on record does.", "schema": {"type": "string"}}
}


def query(name: str, description: str, schema: Mapping[str, Any], example: Any) -> dict[str, Any]:
    """Return one parameter of a query string as the document describes it."""
    return {"name": name, "in": "query", "description": description, "schema": schema, "example": example}


PAGING = (
    query("page", "Which page of the list, from 1.", {"type": "integer", "minimum": 1, "default": 1}, 1),
    query(
        "per_page",
        "How many to a page.",
        {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
        50,
    ),
)


class Calls:
    """One part of the API; `blueprint` holds its calls.

    Its name begins with `api`, by which the guard of the forms knows that no cookie is read.
    """

    def __init__(self, name: str, description: str) -> None:
        self.blueprint = Blueprint(name, __name__, url_prefix=PREFIX, description=description)
        self.blueprint.register_error_handler(WgecError, expected)

    def get(
        self,
        rule: str,
        answer: type[Schema],
        example: Example,
        parameters: Sequence[Mapping[str, Any]] = (),
        errors: Sequence[int] = READING_ERRORS,
    ) -> Callable[[View], View]:
        """Declare a call that reads, open to everybody and the same for everybody."""

        def declare(view: View) -> View:
            described = self._described(view, HTTPStatus.OK, answer, example, errors)
            described = self.blueprint.alt_response(304, HTTPStatus.NOT_MODIFIED.name)(described)
            described = self.blueprint.doc(
                operationId=view.__name__,
                parameters=[*parameters, TAG],
                responses={200: {"headers": TAG_GIVEN}},
            )(described)
            self.blueprint.add_url_rule(rule, view.__name__, public_page(described), methods=["GET"])
            return view

        return declare

    def post(
        self,
        rule: str,
        body: type[Schema],
        answer: type[Schema],
        *,
        sent: Example,
        example: Example,
    ) -> Callable[[View], View]:
        """Declare a call that writes: the view gets the person of the token as `actor` and the checked `body`."""

        def declare(view: View) -> View:
            schema = body()

            @functools.wraps(view)
            def checked(**names: Any) -> Response:
                actor = counted_caller()
                return view(actor=actor, body=read_body(schema), **names)

            described = self._described(checked, HTTPStatus.CREATED, answer, example, WRITING_ERRORS)
            described = self.blueprint.doc(
                operationId=view.__name__,
                parameters=[IDEMPOTENCY],
                security=[{"token": []}],
                requestBody={
                    "required": any(field.required for field in schema.fields.values()),
                    "content": {"application/json": {"schema": body, "example": dict(sent)}},
                },
            )(described)
            self.blueprint.add_url_rule(rule, view.__name__, described, methods=["POST"])
            return view

        return declare

    def _described(
        self, view: View, status: HTTPStatus, answer: type[Schema], example: Example, errors: Sequence[int]
    ) -> Any:
        described = self.blueprint.response(status.value, answer, example=dict(example))(view)
        for error in errors:
            described = self.blueprint.alt_response(error, HTTPStatus(error).name)(described)
        return described
