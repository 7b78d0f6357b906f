"""What the API answers about documents, field by field; tests hold real answers against it."""

from __future__ import annotations

from marshmallow import Schema, fields

from .answer_fields import a_flag, a_list, a_moment, a_number, a_text


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
    changed = a_number("Blocks whose words or place changed.")
    added = a_number("New blocks.")
    removed = a_number("Blocks that are gone.")


class RevisionList(Schema):
    """One page of a document's revisions, newest first."""

    items = a_list(fields.Nested(RevisionRow))
    total = a_number()
    next = a_text(none=True)


class RedlineBlock(Schema):
    """One changed block with its words."""

    kind = a_text("added, removed, edited or moved; one that was split or joined is edited.")
    fate = a_text("The same, or split or joined.")
    moved = a_flag("Whether it stands at another place.")
    formatting = a_flag("Whether only marks such as bold differ, and no word.")
    coarse = a_flag("Whether it was too long to be compared word by word.")
    words = a_list(
        fields.List(fields.String()),
        "Pairs of `same`, `removed` or `added` and the words; several blocks have an empty line between them.",
    )
    cells = a_list(
        fields.List(fields.List(fields.String())), "Of a table's row: the same pairs, cell by cell."
    )
    summary = a_text("The change in a plain sentence.")


class AnsweredComment(Schema):
    """A comment that a change answers, as far as the record shows it."""

    contribution = a_number("Its number.")
    basis = a_text(
        "What the link rests on: `taken-up` (the proposal says that it takes it up again), `named` (the proposal or "
        "the decision names it) or `passage` (it was about words that the change touched, and made before)."
    )
    waited = a_flag("Whether it waited for a decision when the change was decided.")
    status = a_text("Where it stands now.")


class ComparedBlock(RedlineBlock):
    """One changed block between two revisions."""

    block = a_text("Its id in `to`; null where it was removed.", none=True)
    from_block = a_text("Its id in `from`; null where it was added.", none=True)
    blocks = a_list(fields.String(), "All its ids in `to`: several where it was split.")
    from_blocks = a_list(fields.String(), "All its ids in `from`: several where it was joined.")
    revisions = a_list(fields.Integer(strict=True), "The revisions between that touched it.")
    revisions_known = a_flag("False where there are too many revisions between to look for those.")
    answers = a_list(
        fields.Nested(AnsweredComment), "The comments it answers; none where those are not known."
    )


class Comparison(Schema):
    """What changed between two revisions."""

    changes = a_list(fields.Nested(ComparedBlock))


class OriginRun(Schema):
    """A run of words that came all at once."""

    block = a_text("The id of its block.")
    start = a_number("Its first code point in the block's text.")
    end = a_number("The one after its last.")
    revision = a_number("The revision in which these words stood first.")
    contribution = a_number("The contribution it accepted; null for a founding or an import.", none=True)
    handle = a_text("Whose words they are: the contributor, or the coordinator who wrote them.")
    name = a_text()
    delegation = a_text()
    group = a_text("The stakeholder group.")


class ChangedBlock(Schema):
    """A block with the revision that last changed its text."""

    block = a_text("Its id.")
    revision = a_number()
    contribution = a_number(none=True)


class Share(Schema):
    """How many words somebody brought."""

    group = a_text("Empty for a founding or an import by nobody in a group.")
    delegation = a_text("Empty where a whole group is counted.")
    words = a_number()


class Provenance(Schema):
    """Who brought the words of a revision."""

    revision = a_number()
    commit = a_text()
    runs = a_list(
        fields.Nested(OriginRun), "In reading order; those of a block cover its text without a gap."
    )
    blocks = a_list(fields.Nested(ChangedBlock), "In reading order.")
    groups = a_list(fields.Nested(Share), "Most words first.")
    delegations = a_list(fields.Nested(Share), "Most words first.")
