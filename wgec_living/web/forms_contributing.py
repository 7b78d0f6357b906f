"""A contribution while it is being written: what the form holds, and the submission it amounts to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from flask import request

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.events import ChangeType, Kind
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath, parse_block_id, parse_commit_id
from wgec_living.services.contributing import Submission
from wgec_living.services.targets import Quoted

MOST_BLOCKS = 50
ACTIONS = ("check", "preview", "send", "edit")


@dataclass(frozen=True)
class Draft:
    """The fields of the form as they were typed."""

    base: str
    blocks: tuple[BlockId, ...] = ()
    body: str = ""
    words: str = ""
    """What is proposed: of the target, or of the whole document."""
    remove: bool = False
    change_type: str = ChangeType.SUBSTANTIVE.value
    key: str = ""
    whole: bool = False
    """Whether `words` is the whole text."""
    proposes: bool = True
    quoted: Quoted = field(default_factory=Quoted)

    @property
    def words_field(self) -> str:
        """The name of the field that holds the words."""
        return "text" if self.whole else "replacement"

    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield every field with its value, so that the draft can be carried on to the next page."""
        yield "base", self.base
        for block in self.blocks:
            yield "block", block
        if self.quoted.quotation:
            yield from (
                ("quotation", self.quoted.quotation),
                ("prefix", self.quoted.prefix),
                ("suffix", self.quoted.suffix),
            )
        yield "body", self.body
        if self.proposes:
            yield self.words_field, self.words
            yield "change_type", self.change_type
            if self.remove:
                yield "remove", "yes"
        yield "idempotency_key", self.key

    def with_base(self, base: CommitId) -> Draft:
        """Return the draft as one written on another revision."""
        return replace(self, base=base)


def action() -> str:
    """Return what the button that was pressed asks for; the plain way is to check."""
    wanted = request.form.get("action", "")
    return wanted if wanted in ACTIONS else "check"


def asked_blocks() -> tuple[BlockId, ...]:
    """Return the blocks in the query or the form; raise `NotFound` for an ill-formed one."""
    wanted = request.values.getlist("block")
    if len(wanted) > MOST_BLOCKS:
        raise Invalid("That is too much at once.", {"": f"Choose at most {MOST_BLOCKS} paragraphs."})
    return tuple(dict.fromkeys(parse_block_id(text) for text in wanted))


def asked_quotation() -> Quoted:
    """Return the words that were selected, if any were."""
    values = request.values
    return Quoted(values.get("quotation", ""), values.get("prefix", ""), values.get("suffix", ""))


def posted_draft(kind: Kind, *, whole: bool | None = None) -> Draft:
    """Return the draft that was sent; `whole` None: the whole text where no block is named."""
    form = request.form
    blocks = asked_blocks()
    all_of_it = not blocks if whole is None else whole
    return Draft(
        base=form.get("base", ""),
        blocks=blocks,
        body=form.get("body", ""),
        words=form.get("text" if all_of_it else "replacement", ""),
        remove=form.get("remove") == "yes" and not all_of_it,
        change_type=form.get("change_type", ChangeType.SUBSTANTIVE.value),
        key=form.get("idempotency_key", "")[:200],
        whole=all_of_it,
        proposes=kind is not Kind.COMMENT,
        quoted=asked_quotation(),
    )


def base_of(draft: Draft) -> CommitId:
    """Return the commit a draft was written on; an ill-formed one is the sender's mistake like an unknown one."""
    try:
        return parse_commit_id(draft.base)
    except NotFound:
        raise Invalid(
            "The revision this was written on is unknown.", {"base": "Please look at the text again."}
        ) from None


def submission(kind: Kind, path: DocumentPath, draft: Draft) -> Submission:
    """Return what sending the draft means."""
    try:
        change_type = ChangeType(draft.change_type)
    except ValueError:
        raise Invalid(
            "Which kind of change?", {"change_type": "Please choose substantive or editorial."}
        ) from None
    return Submission(
        kind=kind,
        document=path,
        base=base_of(draft),
        body=draft.body,
        blocks=draft.blocks,
        quoted=draft.quoted,
        text=draft.words if draft.proposes and draft.whole else None,
        replacement=draft.words if draft.proposes and not draft.whole else None,
        remove=draft.remove and draft.proposes,
        change_type=change_type,
        key=draft.key or None,
    )
