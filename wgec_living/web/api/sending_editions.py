"""The body that publishes an edition."""

from __future__ import annotations

from marshmallow import fields, validate

from wgec_living.domain.editions import HIGHEST
from wgec_living.domain.identifiers import MAX_PATH
from wgec_living.domain.text import MAX_TITLE

from .sending import WORDS, Sent


class EditionSent(Sent):
    """An edition to be published."""

    title = fields.String(
        required=True,
        error_messages=WORDS,
        validate=validate.Length(1, MAX_TITLE),
        metadata={"description": "What people will call it."},
    )
    note = fields.String(error_messages=WORDS, metadata={"description": "Markdown; public."})
    document = fields.String(
        error_messages=WORDS,
        validate=validate.Length(1, MAX_PATH),
        metadata={"description": "The one document it takes in; left out: all there are."},
    )
    number = fields.Integer(
        required=True,
        strict=True,
        error_messages=WORDS,
        validate=validate.Range(1, HIGHEST),
        metadata={"description": "The `number` of what you had read at `editions/next`."},
    )
    seen_main = fields.String(
        required=True,
        error_messages=WORDS,
        metadata={"description": "The `seen_main` of what you had read."},
    )
