"""The answers of the API, field by field: what the document describes and the tests hold real answers against."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields


def _text(says: str = "", *, none: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=none, metadata={"description": says} if says else {})


def _number(says: str = "", *, none: bool = False) -> fields.Integer:
    return fields.Integer(
        required=True, allow_none=none, strict=True, metadata={"description": says} if says else {}
    )


def _many(inner: Any) -> fields.List:
    return fields.List(inner, required=True)


def _moment(*, none: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=none, metadata={"format": "date-time"})


class Speaker(Schema):
    """Who spoke, with the affiliation of that time."""

    handle = _text("Their short name in the record.")
    name = _text()
    delegation = _text()
    group = _text("The stakeholder group.")


class DocumentRow(Schema):
    """One document of the list."""

    path = _text("Its name in addresses.")
    title = _text()
    language = _text("BCP 47.")
    revision = _number("The newest one.")
    commit = _text("The commit of that revision.")
    updated_at = _moment()


class DocumentList(Schema):
    """One page of the documents."""

    items = _many(fields.Nested(DocumentRow))
    total = _number()
    next = _text("The address of the next page.", none=True)


class Block(Schema):
    """One block of a text."""

    id = _text("Keeps its name through all revisions.")
    number = _number("As printed in the margin; headings and table heads have none.", none=True)
    kind = _text("heading, paragraph, item, row, code, quote or footnote.")
    first_line = _number()
    last_line = _number()
    text = _text("Its source.")


class Document(Schema):
    """One revision of a document."""

    path = _text()
    title = _text()
    language = _text()
    revision = _number()
    commit = _text("The commit that made this revision: the `base` of what is written on it.")
    blob = _text("The Git object that holds the source.")
    source = _text("Markdown.")
    html = _text("Safe HTML; each block's element has the id `b-` and the block's id.")
    blocks = _many(fields.Nested(Block))


class RevisionRow(Schema):
    """One revision of the history."""

    number = _number()
    commit = _text()
    at = _moment()
    author = fields.Nested(Speaker, required=True, metadata={"description": "Whose change it is."})
    decided_by = fields.Nested(
        Speaker, required=True, allow_none=True, metadata={"description": "The coordinator."}
    )
    summary = _text()
    contribution = _number(none=True)
    disposition = _text(none=True)
    added = _number("Blocks new or changed.")
    removed = _number("Blocks gone or changed.")


class RevisionList(Schema):
    """One page of a document's revisions, newest first."""

    items = _many(fields.Nested(RevisionRow))
    total = _number()
    next = _text(none=True)


class RedlineBlock(Schema):
    """One changed block with its words."""

    kind = _text("added, removed, edited or moved.")
    words = fields.List(
        fields.List(fields.String()),
        required=True,
        metadata={"description": "Pairs of `same`, `removed` or `added` and the words."},
    )


class ComparedBlock(RedlineBlock):
    """One changed block between two revisions."""

    block = _text("Its id in `to`; null where it was removed.", none=True)
    from_block = _text("Its id in `from`; null where it was added.", none=True)
    revisions = _many(fields.Integer(strict=True))


class Comparison(Schema):
    """What changed between two revisions."""

    changes = _many(fields.Nested(ComparedBlock))


class ContributionRow(Schema):
    """One contribution of the register."""

    number = _number()
    kind = _text("comment, proposal or position.")
    document = _text()
    title = _text()
    status = _text("open, deferred, accepted, accepted-with-changes, noted, declined, withdrawn or removed.")
    author = fields.Nested(Speaker, required=True)
    created_at = _moment()
    updated_at = _moment()
    base = _text("The commit of the text it was written on.")
    base_revision = _number()
    blocks = fields.List(
        fields.String(), required=True, metadata={"description": "Empty: the whole document."}
    )
    type = _text("Proposals: substantive or editorial.", none=True)
    position = _text("Positions: support, can-live-with, object or no-view.", none=True)
    tip = _text("The newest commit of the contribution.")
    replies = _number()
    takes_back = _number("The contribution whose change it would undo.", none=True)
    supersedes = _number("The contribution it reopens.", none=True)
    url = _text()


class ContributionList(Schema):
    """One page of the register, newest first."""

    items = _many(fields.Nested(ContributionRow))
    total = _number()
    next = _text(none=True)


class Event(Schema):
    """One event of a thread: one commit."""

    commit = _text()
    kind = _text("comment, proposal, position, reply, revised-text, withdrawal, disposition or removal.")
    at = _moment(none=True)
    author = fields.Nested(Speaker, required=True, allow_none=True)
    title = _text()
    body = _text("Markdown.")
    html = _text("Safe HTML of the body.")
    in_reply_to = _text(none=True)
    position = _text(none=True)
    disposition = _text(none=True)
    contribution_tip = _text("Decisions: the last commit of the contribution that was read.", none=True)
    base_revision = _number("Texts: the revision that the redline compares with.", none=True)
    redline = _many(fields.Nested(RedlineBlock))
    problems = fields.List(
        fields.String(), required=True, metadata={"description": "What is not as the format says."}
    )


class TargetBlock(Schema):
    """One block of a target, as it stood when the contribution was written."""

    id = _text()
    first_line = _number()
    last_line = _number()
    text = _text()


class Target(Schema):
    """What a contribution is about, and what became of it."""

    place = _text("exact, moved, text changed or text gone, in the text in force.")
    revision = _number("The revision it was written on.")
    present_revision = _number("The revision in force.")
    blocks = _many(fields.Nested(TargetBlock))
    present = fields.List(
        fields.Nested(TargetBlock),
        required=True,
        metadata={"description": "Those of the blocks that still stand, as they stand now."},
    )
    quotation = _text(none=True)
    prefix = _text(none=True)
    suffix = _text(none=True)
    start = _number(none=True)
    end = _number(none=True)


class Decision(Schema):
    """The decision in force."""

    disposition = _text()
    reason = _text("Markdown.")
    commit = _text()
    at = _moment()
    decided_by = fields.Nested(Speaker, required=True)
    revision = _number("The revision it made.", none=True)


class Contribution(ContributionRow):
    """One contribution with everything said and decided on it."""

    target = fields.Nested(Target, required=True)
    events = fields.List(
        fields.Nested(Event), required=True, metadata={"description": "In the order they were recorded."}
    )
    commits = _many(fields.String())
    disposition = fields.Nested(Decision, required=True, allow_none=True)
    superseded_by = _many(fields.Integer(strict=True))
    taken_back_by = _many(fields.Integer(strict=True))


class Receipt(Schema):
    """A contribution is on record."""

    number = _number()
    commit = _text()
    url = _text()
    status = _text()
    dry_run = _text("Proposals: clean, combines or clashes with the text in force.", none=True)


class EventReceipt(Event):
    """An event is on record."""

    number = _number("The contribution it belongs to.")
    url = _text()


class Conflict(Schema):
    """One place where the text in force and the proposal changed the same words."""

    block = _text(none=True)
    base = _text("As it was.")
    ours = _text("As it is in force.")
    theirs = _text("As it is proposed.")


class Preview(Schema):
    """What accepting a contribution now would do."""

    result = _text("clean, combines or clashes; none where no text is proposed.")
    seen_main = _text("To be sent back with the decision.")
    seen_tip = _text("To be sent back with the decision.")
    text = _text("The whole resulting source.")
    redline = _many(fields.Nested(RedlineBlock))
    conflicts = _many(fields.Nested(Conflict))


class Outcome(Schema):
    """A decision is on record."""

    number = _number()
    disposition = _text()
    commit = _text()
    revision = _number("The new revision, where the text changed.", none=True)


class FieldProblem(Schema):
    """What is wrong with one field."""

    field = _text("Its name, as `target.blocks.0`; empty for the whole request.")
    detail = _text()


class Problem(Schema):
    """An error (RFC 9457)."""

    type = _text()
    title = _text()
    status = _number()
    detail = _text("What happened, in a sentence.")
    errors = fields.List(fields.Nested(FieldProblem))
    reference = fields.String(metadata={"description": "To be quoted when the fault is the server's."})
    preview = fields.Nested(
        Preview, metadata={"description": "With 409 of a decision: what it looks like now."}
    )
