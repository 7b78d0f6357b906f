"""How the API tells what went wrong, field by field."""

from __future__ import annotations

from marshmallow import Schema, fields

from .answer_fields import a_number, a_text
from .answers_thread import Preview


class FieldProblem(Schema):
    """What is wrong with one field."""

    field = a_text("Its name, as `target.blocks.0`; empty for the whole request.")
    detail = a_text()


class Problem(Schema):
    """An error (RFC 9457)."""

    type = a_text()
    title = a_text()
    status = a_number()
    detail = a_text("What happened, in a sentence.")
    errors = fields.List(fields.Nested(FieldProblem))
    reference = fields.String(metadata={"description": "To be quoted when the fault is the server's."})
    preview = fields.Nested(
        Preview, metadata={"description": "With 409 of a decision: what it looks like now."}
    )
