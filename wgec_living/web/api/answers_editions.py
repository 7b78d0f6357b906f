"""How the API answers about editions, field by field."""

from __future__ import annotations

from marshmallow import Schema, fields

from .answer_fields import a_list, a_moment, a_number, a_text
from .answers import RevisionRow, Speaker


class EditionRow(Schema):
    """One edition in a list."""

    number = a_number()
    title = a_text()
    note = a_text("Markdown; may be empty.")
    at = a_moment()
    by = fields.Nested(Speaker, required=True, metadata={"description": "The coordinator."})
    document = a_text("The one document it takes in; null: all there were.", none=True)
    commit = a_text("The commit of `main` whose texts it publishes.")
    tag = a_text("The Git object of the tag `edition/<number>`.")
    url = a_text("Its page.")


class EditionList(Schema):
    """One page of the editions, newest first."""

    items = a_list(fields.Nested(EditionRow))
    total = a_number()
    next = a_text(none=True)


class EditionText(Schema):
    """One document as an edition has it."""

    path = a_text()
    title = a_text()
    language = a_text()
    revision = a_number()
    sha256 = a_text("Of the source file: `curl -s …/documents/{path}.md?edition=N | sha256sum`.")
    before = a_number("The edition before that took it in; null where there is none.", none=True)
    changed = a_number("The revisions since that one, or since the beginning.")
    changes = a_list(fields.Nested(RevisionRow), "The newest of these revisions, at most 200.")


class Edition(EditionRow):
    """An edition with its texts."""

    texts = a_list(fields.Nested(EditionText))


class Prospect(Schema):
    """What an edition would be if it were published now."""

    number = a_number("The number it would get: send it along.")
    seen_main = a_text("The commit of `main` it would be on: send it along.")
    document = a_text("The one document it would take in; null: all.", none=True)
    texts = a_list(fields.Nested(EditionText))
