"""The document of the API (OpenAPI 3.1), and where it is read."""

from __future__ import annotations

import functools
from http import HTTPStatus
from typing import Any, cast

from flask import Blueprint, Flask, Response, render_template, url_for
from flask_smorest import Api  # type: ignore[import-untyped]

from ..addresses import CONVERTERS
from ..caching import public_page
from .answering import json_bytes
from .answers_problem import Problem
from .operations import parts_of
from .parts import PARTS

PROBLEM = "application/problem+json"
ABOUT = (
    "Everything that the pages of this server show and take, for scripts. Reading is open. Writing needs a "
    "token: `Authorization: Bearer TOKEN`. Errors are problem documents (RFC 9457)."
)
PATTERNS: dict[str, dict[str, Any]] = {
    "document": {
        "type": "string",
        "pattern": "^[a-z0-9-]+(/[a-z0-9-]+)*$",
        "example": "mapping",
        "description": "A document’s path.",
    },
    "count": {
        "type": "integer",
        "minimum": 1,
        "maximum": 999_999_999,
        "example": 42,
        "description": "The number of a contribution or of a revision.",
    },
}
SAID = {
    HTTPStatus.BAD_REQUEST: "The body is not JSON.",
    HTTPStatus.UNAUTHORIZED: "There is no token, or one that does not work.",
    HTTPStatus.FORBIDDEN: "This person may not do this, or not in this state of the contribution.",
    HTTPStatus.NOT_FOUND: "There is nothing under this name or number; an ill-formed one is answered alike.",
    HTTPStatus.CONFLICT: "What had been seen has moved; with a decision the fresh preview comes along.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "More was sent than is taken.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not said to be JSON.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Something in the request is not as it should be; `errors` says what.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too much in a short time; `Retry-After` says when to try again.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The fault is the server’s; quote the `reference`.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The record is being written by others; `Retry-After` says when to try again.",
}
OPENAPI, DOCS = "/api/v1/openapi.json", "/api/docs"
pages = Blueprint("api", __name__)


class DescribedApi(Api):  # type: ignore[misc]
    """The extension without its own way of telling errors: ours is told from the one table."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Leave errors to `problems`."""

    def _register_responses(self) -> None:
        for status, sentence in SAID.items():
            content = {PROBLEM: {"schema": self.ERROR_SCHEMA, "example": _example(status, sentence)}}
            described = {"description": sentence, "content": content}
            self.spec.components.response(status.name, described, lazy=True)
        unchanged = {"description": "Nothing on record has changed since; there is no body."}
        self.spec.components.response(HTTPStatus.NOT_MODIFIED.name, unchanged, lazy=True)


def _example(status: HTTPStatus, sentence: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": sentence}


def _described() -> dict[str, Any]:
    """Return what the calls say of themselves.

    Gathered by an application of its own, that no server waits for it when it starts.
    """
    app = Flask(__name__, static_folder=None)
    app.url_map.converters.update(CONVERTERS)
    api = DescribedApi(
        spec_kwargs={
            "title": "WGEC Living",
            "version": "1",
            "openapi_version": "3.1.0",
            "info": {"description": ABOUT},
        }
    )
    for name, schema in PATTERNS.items():
        api.register_converter(CONVERTERS[name], _pattern(schema))
    api.init_app(app)
    token = {"type": "http", "scheme": "bearer", "description": "A token made by `flask token`."}
    api.spec.components.security_scheme("token", token)
    for calls in PARTS:
        api.register_blueprint(calls.blueprint)
    return cast("dict[str, Any]", api.spec.to_dict())


def _pattern(schema: dict[str, Any]) -> Any:
    return lambda _converter: dict(schema)


@functools.cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document, which is one of the program: made at its first reading, not to be changed."""
    whole = _described()
    itself = {
        OPENAPI: _itself("read_openapi", "Read the document of all calls (OpenAPI 3.1).", "application/json"),
        DOCS: _itself("read_docs", "Read about all calls on a page.", "text/html"),
    }
    tags = [*whole["tags"], {"name": "api", "description": "What can be called."}]
    return {**whole, "tags": tags, "paths": {**whole["paths"], **itself}}


def _itself(name: str, summary: str, kind: str) -> dict[str, Any]:
    answers = {"200": {"description": "OK", "content": {kind: {"schema": {}}}}}
    return {"get": {"operationId": name, "summary": summary, "tags": ["api"], "responses": answers}}


@pages.get(OPENAPI)
@public_page
def openapi() -> Response:
    """Answer the OpenAPI document."""
    return Response(json_bytes(document()), content_type="application/json")


@pages.get(DOCS)
@public_page
def docs() -> str:
    """Show the calls to people."""
    return render_template("api/docs.html", parts=parts_of(document()), address=url_for("api.openapi"))
