"""What the API answers about contributions and decisions, field by field; tests hold real answers against it."""

from __future__ import annotations

from marshmallow import Schema, fields

from .answer_fields import a_list, a_moment, a_number, a_text
from .answers import RedlineBlock, Speaker


class ContributionRow(Schema):
    """One contribution of the register."""

    number = a_number()
    kind = a_text("comment, proposal or position.")
    document = a_text()
    title = a_text()
    status = a_text("open, deferred, accepted, accepted-with-changes, noted, declined, withdrawn or removed.")
    author = fields.Nested(Speaker, required=True)
    created_at = a_moment()
    updated_at = a_moment()
    base = a_text("The commit of the text it was written on.")
    base_revision = a_number()
    blocks = a_list(fields.String(), "Empty: the whole document.")
    type = a_text("Proposals: substantive or editorial.", none=True)
    position = a_text("Positions: support, can-live-with, object or no-view.", none=True)
    tip = a_text("The newest commit of the contribution.")
    replies = a_number()
    takes_back = a_number("The contribution whose change it would undo.", none=True)
    supersedes = a_number("The contribution it reopens.", none=True)
    url = a_text("The whole address of its page.")


class ContributionList(Schema):
    """One page of the register, newest first."""

    items = a_list(fields.Nested(ContributionRow))
    total = a_number()
    next = a_text(none=True)


class Event(Schema):
    """One event of a thread: one commit."""

    commit = a_text()
    kind = a_text(
        "comment, proposal, position, anchor, reply, revised-text, withdrawal, disposition or removal."
    )
    at = a_moment(none=True)
    author = fields.Nested(Speaker, required=True, allow_none=True)
    title = a_text()
    body = a_text("Markdown.")
    html = a_text("Safe HTML of the body.")
    in_reply_to = a_text(none=True)
    position = a_text(none=True)
    disposition = a_text(none=True)
    contribution_tip = a_text("Decisions: the last commit of the contribution that was read.", none=True)
    base_revision = a_number("Texts: the revision that the redline compares with.", none=True)
    redline = a_list(fields.Nested(RedlineBlock))
    problems = a_list(fields.String(), "What is not as the format says.")


class TargetBlock(Schema):
    """One block of a target, as it stood when the contribution was written."""

    id = a_text()
    first_line = a_number()
    last_line = a_number()
    text = a_text()


class PresentBlock(TargetBlock):
    """One block that a target stands in now."""

    start = a_number("Where its part in this block begins; `null`: with the block.", none=True)
    end = a_number("Where it ends; `null`: with the block.", none=True)


class Target(Schema):
    """What a contribution is about, and what became of it."""

    place = a_text("exact, moved, text changed or text gone, in the text in force.")
    changed_in = a_number("The revision that changed or removed the words.", none=True)
    changed_by = a_number("The contribution whose acceptance made that revision.", none=True)
    stated_in = a_number(
        "The revision that the target was stated on last: at first, when confirmed or moved."
    )
    revision = a_number("The revision it was written on.")
    present_revision = a_number("The revision in force.")
    blocks = a_list(fields.Nested(TargetBlock), "As they stood when it was written.")
    present = a_list(
        fields.Nested(PresentBlock), "The blocks it stands in now; none: all of the text, or none of it."
    )
    quotation = a_text("The words, as they were read when it was written.", none=True)
    prefix = a_text(none=True)
    suffix = a_text(none=True)
    start = a_number("First code point, in the first block's text.", none=True)
    end = a_number("Behind the last code point, in the last block's text.", none=True)


class Decision(Schema):
    """The decision in force."""

    disposition = a_text()
    reason = a_text("Markdown.")
    commit = a_text()
    at = a_moment()
    decided_by = fields.Nested(Speaker, required=True)
    revision = a_number("The revision it made.", none=True)


class Contribution(ContributionRow):
    """One contribution with everything said and decided on it."""

    target = fields.Nested(Target, required=True)
    events = a_list(fields.Nested(Event), "In the order they were recorded.")
    commits = a_list(fields.String())
    disposition = fields.Nested(Decision, required=True, allow_none=True)
    superseded_by = a_list(fields.Integer(strict=True))
    taken_back_by = a_list(fields.Integer(strict=True))


class Receipt(Schema):
    """A contribution is on record."""

    number = a_number()
    commit = a_text()
    url = a_text("The whole address of its page.")
    status = a_text()
    dry_run = a_text("Proposals: clean, combines or clashes with the text in force.", none=True)


class EventReceipt(Event):
    """An event is on record."""

    number = a_number("The contribution it belongs to.")
    url = a_text("The whole address of its page.")


class Conflict(Schema):
    """One place where the text in force and the proposal changed the same words."""

    block = a_text(none=True)
    base = a_text("As it was.")
    ours = a_text("As it is in force.")
    theirs = a_text("As it is proposed.")


class CombinedPlace(Schema):
    """One place where the changes of the text in force and of the proposal stand together."""

    block = a_text(none=True)
    base = a_text("As it was; empty where both put something in.")
    text = a_text("As it would read.")
    words = a_list(
        a_list(fields.String()),
        "Runs of [same, added or removed; base, ours (in force), theirs (proposed) or both; words].",
    )


class Preview(Schema):
    """What accepting a contribution now would do."""

    result = a_text("clean, combines or clashes; none where no text is proposed.")
    seen_main = a_text("To be sent back with the decision.")
    seen_tip = a_text("To be sent back with the decision.")
    text = a_text("The whole resulting source.")
    redline = a_list(fields.Nested(RedlineBlock))
    conflicts = a_list(fields.Nested(Conflict))
    combined = a_list(fields.Nested(CombinedPlace), "To be looked at by a person.")


class Outcome(Schema):
    """A decision is on record."""

    number = a_number()
    disposition = a_text()
    commit = a_text()
    revision = a_number("The new revision, where the text changed.", none=True)
