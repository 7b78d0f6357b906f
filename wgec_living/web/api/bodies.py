"""What is sent to the API: JSON, read within bounds and checked against the schema of the call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.identifiers import CommitId, parse_commit_id

NO_COMMIT = CommitId("0" * 40)
"""A well-formed id that no commit has."""


class Unreadable(BadRequest):
    """The body is no JSON; the description says where."""


class NotJson(UnsupportedMediaType):
    """The body is not said to be JSON."""


def read_body(schema: Schema) -> dict[str, Any]:
    """Return the request's body, checked; no body at all counts as an empty object.

    Raises `Invalid` naming every field that is missing, unknown or not as the schema says.
    """
    sent = request.get_data()
    if sent and not request.is_json:
        raise NotJson("Send JSON, and say so: Content-Type: application/json.")
    try:
        body = json.loads(sent, parse_constant=_refuse) if sent else {}
    except json.JSONDecodeError as trouble:
        raise Unreadable(
            f"The body is not JSON: {trouble.msg}, line {trouble.lineno}, column {trouble.colno}."
        ) from None
    except (ValueError, RecursionError):
        raise Unreadable("The body is not JSON in UTF-8, or nested too deeply.") from None
    try:
        return dict(schema.load(body))
    except ValidationError as trouble:
        fields = dict(_sentences(trouble.messages))
        raise Invalid("Something in the body is not as it should be; nothing was recorded.", fields) from None


def _refuse(name: str) -> None:
    raise ValueError(name)


def _sentences(messages: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each field's dotted name, as `target.blocks.0`, with its sentence."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            part = "" if key == "_schema" else str(key)
            yield from _sentences(inner, ".".join(filter(None, (name, part))))
    else:
        yield name, " ".join(map(str, messages))


def commit_sent(text: str) -> CommitId:
    """Return a commit id of a body; an ill-formed one becomes one that nobody knows, and is answered as such."""
    try:
        return parse_commit_id(text)
    except NotFound:
        return NO_COMMIT
