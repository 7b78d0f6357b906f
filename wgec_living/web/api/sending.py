"""The bodies that the API takes, field by field; a field that does not stand here is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from wgec_living.domain.events import OPENING_KINDS, ChangeType, Disposition, Kind, Stance
from wgec_living.domain.text import MAX_TITLE
from wgec_living.services.targets import MAX_QUOTATION

MOST_BLOCKS = 500
KINDS = sorted(OPENING_KINDS)
STANCES = [str(stance) for stance in Stance]
OFFSET = validate.Range(0, 1_000_000)
ONLY_PROPOSALS = ("text", "replacement", "type")
REPLACING = (
    "…or the whole new source of the target's blocks, also where only some of their words are quoted: "
    "what is left out of it is taken out of the text."
)


WORDS: dict[str, Any] = {
    "required": "This field is needed.",
    "null": "This field cannot be null; leave it out instead.",
    "invalid": "This is not the kind of value that belongs here.",
}


class Sent(Schema):
    """What all bodies have in common."""

    error_messages: dict[str, str] = {  # noqa: RUF012 (marshmallow declares it so)
        "unknown": "There is no field of this name here.",
        "type": "This must be an object.",
    }


def _text(says: str, *, required: bool = False, **more: Any) -> fields.String:
    return fields.String(required=required, metadata={"description": says}, error_messages=WORDS, **more)


def _choice(values: Sequence[str], says: str, *, required: bool = False) -> fields.String:
    one_of = validate.OneOf(values, error="Choose one of: {choices}.")
    return fields.String(
        required=required, validate=one_of, metadata={"description": says}, error_messages=WORDS
    )


def _body(says: str = "What you say, in Markdown.", *, required: bool = True) -> fields.String:
    return _text(says, required=required)


class TargetSent(Sent):
    """What a contribution is about: blocks, perhaps words in them, or the whole document."""

    blocks = fields.List(
        fields.String(error_messages=WORDS),
        error_messages=WORDS,
        validate=validate.Length(1, MOST_BLOCKS),
        metadata={"description": "Ids of blocks in the revision at `base`."},
    )
    section = _text("The id of a heading in the revision at `base`: it and all that belongs to it.")
    document = fields.Boolean(
        error_messages=WORDS,
        truthy={True},
        falsy=set(),
        metadata={"description": "`true`: the whole document.", "enum": [True]},
    )
    quotation = _text("Words as read in the blocks.", validate=validate.Length(1, MAX_QUOTATION))
    prefix = _text("What stands before them.", validate=validate.Length(max=MAX_QUOTATION))
    suffix = _text("What stands after them.", validate=validate.Length(max=MAX_QUOTATION))
    start = fields.Integer(
        strict=True,
        error_messages=WORDS,
        validate=OFFSET,
        metadata={"description": "First code point, in the first block's text."},
    )
    end = fields.Integer(
        strict=True,
        error_messages=WORDS,
        validate=OFFSET,
        metadata={"description": "Behind the last code point, in the last block's text."},
    )

    @validates_schema
    def _one_target(self, data: dict[str, Any], **_: Any) -> None:
        if sum(bool(data.get(name)) for name in ("blocks", "section", "document")) != 1:
            raise ValidationError(
                "Say which blocks or section it is about, or that it is about the document."
            )
        if data.get("document") and len(data) > 1:
            raise ValidationError("The whole document is a target without words.")


class ContributionSent(Sent):
    """A comment, a proposal or a position."""

    kind = _choice(KINDS, "What it is.", required=True)
    base = _text("The `commit` of the document as you read it.", required=True)
    target = fields.Nested(
        TargetSent, required=True, error_messages={**WORDS, "type": "This must be an object."}
    )
    title = _text(
        "One line; taken from the body where it is left out.", validate=validate.Length(max=MAX_TITLE)
    )
    body = _body("What you say, in Markdown; for a proposal the reason.")
    text = _text("Proposals: the whole new source of the document…")
    replacement = _text(REPLACING)
    type = _choice([str(kind) for kind in ChangeType], "Proposals: how much it means to change.")
    position = _choice(STANCES, "Positions: which one.")
    supersedes = fields.Integer(
        strict=True,
        error_messages=WORDS,
        validate=validate.Range(1, 999_999_999),
        metadata={"description": "The number of an earlier contribution that this one reopens."},
    )

    @validates_schema
    def _fields_of_its_kind(self, data: dict[str, Any], **_: Any) -> None:
        kind = data.get("kind")
        wrong = [] if kind == Kind.PROPOSAL else [name for name in ONLY_PROPOSALS if name in data]
        if kind != Kind.POSITION and "position" in data:
            wrong.append("position")
        if wrong:
            raise ValidationError({name: [f"A {kind} does not take this."] for name in wrong})
        if "text" in data and "replacement" in data:
            raise ValidationError({"replacement": ["Send the whole text or a replacement, not both."]})


class ReplySent(Sent):
    """A reply in a contribution's thread."""

    body = _body()
    in_reply_to = _text("The `commit` of the event it answers; left out: the contribution itself.")


class AnchorSent(Sent):
    """Where a contribution belongs now."""

    base = _text("The `commit` of the document as you read it.", required=True)
    target = fields.Nested(
        TargetSent,
        error_messages={**WORDS, "type": "This must be an object."},
        metadata={"description": "Where it belongs; left out: it is still valid where it stands."},
    )
    body = _body("Why, in Markdown; may be left out.", required=False)


class PositionSent(Sent):
    """A position on another contribution."""

    position = _choice(STANCES, "Which position.", required=True)
    body = _body("The reason, in Markdown; needed when you object.", required=False)


class RevisedTextSent(Sent):
    """A revised text of a proposal."""

    base = _text("The `commit` of the document that it was written on.", required=True)
    body = _body("Why it was revised, in Markdown.")
    text = _text("The whole new source of the document…")
    replacement = _text(REPLACING)

    @validates_schema
    def _one_text(self, data: dict[str, Any], **_: Any) -> None:
        if "text" in data and "replacement" in data:
            raise ValidationError({"replacement": ["Send the whole text or a replacement, not both."]})


class WithdrawalSent(Sent):
    """A withdrawal; everything said stays readable."""

    body = _body("Why, in Markdown; may be left out.", required=False)


class DispositionSent(Sent):
    """A coordinator's decision."""

    disposition = _choice([str(one) for one in Disposition], "What was decided.", required=True)
    reason = _text("The public reason; needed unless accepted.")
    seen_main = _text("As the preview gave it.", required=True)
    seen_tip = _text("As the preview gave it.", required=True)
    text = _text("For `accepted-with-changes`: the whole text that should come into force.")
