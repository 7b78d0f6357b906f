"""The kinds of fields that the answers of the API are made of."""

from __future__ import annotations

from typing import Any

from marshmallow import fields


def a_text(says: str = "", *, none: bool = False) -> fields.String:
    """Return a text that always stands in the answer; `none`: it may be null."""
    return fields.String(required=True, allow_none=none, metadata={"description": says} if says else {})


def a_number(says: str = "", *, none: bool = False) -> fields.Integer:
    """Return a whole number that always stands in the answer."""
    return fields.Integer(
        required=True, allow_none=none, strict=True, metadata={"description": says} if says else {}
    )


def a_flag(says: str = "") -> fields.Boolean:
    """Return a yes or no that always stands in the answer."""
    return fields.Boolean(required=True, metadata={"description": says} if says else {})


def a_list(inner: Any, says: str = "") -> fields.List[Any]:
    """Return a list that always stands in the answer, be it empty."""
    return fields.List(inner, required=True, metadata={"description": says} if says else {})


def a_moment(*, none: bool = False) -> fields.String:
    """Return a time, in UTC."""
    return fields.String(required=True, allow_none=none, metadata={"format": "date-time"})
