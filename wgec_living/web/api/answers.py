"""What the API answers about documents, field by field; tests hold real answers against it."""

from __future__ import annotations

from marshmallow import Schema, fields

from .answer_fields import a_list, a_moment, a_number, a_text


class Speaker(Schema):
    """Who spoke, with the affiliation of that time."""

    handle = a_text("Their short name in the record.")
    name = a_text()
    delegation = a_text()
    group = a_text("The stakeholder group.")


class DocumentRow(Schema):
    """One document of the list."""

    path = a_text("Its name in addresses.")
    title = a_text()
    language = a_text("BCP 47.")
    revision = a_number("The newest one.")
    commit = a_text("The commit of that revision.")
    updated_at = a_moment()


class DocumentList(Schema):
    """One page of the documents."""

    items = a_list(fields.Nested(DocumentRow))
    total = a_number()
    next = a_text("The address of the next page.", none=True)


class Block(Schema):
    """One block of a text."""

    id = a_text("Keeps its name through all revisions.")
    number = a_number("As printed in the margin; headings and table heads have none.", none=True)
    kind = a_text("heading, paragraph, item, row, code, quote or footnote.")
    first_line = a_number()
    last_line = a_number()
    text = a_text("Its source.")


class Document(Schema):
    """One revision of a document."""

    path = a_text()
    title = a_text()
    language = a_text()
    revision = a_number()
    commit = a_text("The commit that made this revision: the `base` of what is written on it.")
    blob = a_text("The Git object that holds the source.")
    source = a_text("Markdown.")
    html = a_text("Safe HTML; each block's element has the id `b-` and the block's id.")
    blocks = a_list(fields.Nested(Block))


class RevisionRow(Schema):
    """One revision of the history."""

    number = a_number()
    commit = a_text()
    at = a_moment()
    author = fields.Nested(Speaker, required=True, metadata={"description": "Whose change it is."})
    decided_by = fields.Nested(
        Speaker, required=True, allow_none=True, metadata={"description": "The coordinator."}
    )
    summary = a_text()
    contribution = a_number(none=True)
    disposition = a_text(none=True)
    added = a_number("Blocks new or changed.")
    removed = a_number("Blocks gone or changed.")


class RevisionList(Schema):
    """One page of a document's revisions, newest first."""

    items = a_list(fields.Nested(RevisionRow))
    total = a_number()
    next = a_text(none=True)


class RedlineBlock(Schema):
    """One changed block with its words."""

    kind = a_text("added, removed, edited or moved.")
    words = a_list(fields.List(fields.String()), "Pairs of `same`, `removed` or `added` and the words.")


class ComparedBlock(RedlineBlock):
    """One changed block between two revisions."""

    block = a_text("Its id in `to`; null where it was removed.", none=True)
    from_block = a_text("Its id in `from`; null where it was added.", none=True)
    revisions = a_list(fields.Integer(strict=True))


class Comparison(Schema):
    """What changed between two revisions."""

    changes = a_list(fields.Nested(ComparedBlock))
