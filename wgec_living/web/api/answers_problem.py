"""How the API tells what went wrong, field by field."""

from __future__ import annotations

from marshmallow import Schema, fields

from .answer_fields import a_number, a_text
from .answers_editions import Prospect
from .answers_thread import Preview


class FieldProblem(Schema):
    """What is wrong with one field."""

    field = a_text("Its name, as `target.blocks.0`; empty for the whole request.")
    detail = a_text()


class Nearest(Schema):
    """What there is instead of a revision, an edition or a day that there is not."""

    name = a_text("As a sentence names it: *edition 1*.")
    address = a_text("Where it is read, or compared.")


class Problem(Schema):
    """An error (RFC 9457)."""

    type = a_text()
    title = a_text()
    status = a_number()
    detail = a_text("What happened, in a sentence.")
    errors = fields.List(fields.Nested(FieldProblem))
    reference = fields.String(metadata={"description": "To be quoted when the fault is the server's."})
    nearest = fields.List(
        fields.Nested(Nearest),
        metadata={"description": "With 404 of a document's point: the nearest there are, the nearest first."},
    )
    prospect = fields.Nested(
        Prospect, metadata={"description": "With 409 of an edition: what it would be now."}
    )
    preview = fields.Nested(
        Preview, metadata={"description": "With 409 of a decision: what it looks like now."}
    )
