"""A contribution while it is being written: what the form holds, and the submission it amounts to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from flask import request
from werkzeug.datastructures import MultiDict

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.events import ChangeType, Kind, Stance
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath, parse_block_id, parse_commit_id
from wgec_living.domain.placing import Side
from wgec_living.domain.rows import empty_row, with_cells
from wgec_living.domain.text import clean_line
from wgec_living.services.contributing import Submission
from wgec_living.services.targets import Quoted

MOST_BLOCKS = 50
MOST_CELLS = 100
MOST_IN_TITLE = 120
HOWS = ("change", "before", "after", "move")
ACTIONS = ("check", "preview", "send", "edit")


@dataclass(frozen=True)
class Draft:
    """The fields of the form as they were typed."""

    base: str
    blocks: tuple[BlockId, ...] = ()
    section: BlockId | None = None
    """The heading whose whole section `blocks` are."""
    body: str = ""
    title: str = ""
    """What it says in a few words; may be left out."""
    words: str = ""
    """What is proposed: of the target, or of the whole document."""
    remove: bool = False
    change_type: str = ChangeType.SUBSTANTIVE.value
    key: str = ""
    whole: bool = False
    """Whether `words` is the whole text."""
    proposes: bool = True
    quoted: Quoted = field(default_factory=Quoted)
    how: str = "change"
    """What is proposed of the target: to change it, to put words `before` or `after` it, or to `move` it."""
    beside: str = ""
    """Where to move it: a side and a block, as `after 3-12`."""
    stance: str = ""
    """For a position: which."""
    cells: tuple[str, ...] = ()
    """The cells of a table row as they were typed, each in a field of its own."""

    @property
    def words_field(self) -> str:
        """The name of the field that holds the words."""
        return "text" if self.whole else "replacement"

    @property
    def one_row(self) -> bool:
        """Whether `words` are one table row, which can be typed cell by cell; a head has a line of dashes below."""
        _, _, below = self.words.strip().partition("\n")
        return not below.strip("|:- ")

    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield every field with its value, so that the draft can be carried on to the next page."""
        yield "base", self.base
        yield from self.target_fields()
        if self.quoted.quotation:
            yield from (
                ("quotation", self.quoted.quotation),
                ("prefix", self.quoted.prefix),
                ("suffix", self.quoted.suffix),
            )
        yield "body", self.body
        if self.title:
            yield "title", self.title
        if self.stance:
            yield "stance", self.stance
        if self.proposes:
            yield self.words_field, self.words
            yield "change_type", self.change_type
            yield "how", self.how
            if self.beside:
                yield "beside", self.beside
            if self.remove:
                yield "remove", "yes"
        yield "idempotency_key", self.key

    def target_fields(self) -> Iterator[tuple[str, str]]:
        """Yield the fields that say what it is about: a section, or its blocks; none for the whole document."""
        if self.section is not None:
            yield "section", self.section
        else:
            yield from (("block", block) for block in self.blocks)

    def in_row(self, row: str, columns: int) -> Draft:
        """Return the draft with its cells put together to one row: `row` with other words, or one put in beside it."""
        if not self.cells:
            return self
        template = row if self.how == "change" else empty_row(columns)
        return replace(self, words=with_cells(template, self.cells[:columns]), cells=())

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


def asked_section() -> BlockId | None:
    """Return the heading whose section is asked for, if one is; raise `NotFound` for an ill-formed one."""
    name = request.values.get("section", "")
    return parse_block_id(name) if name else None


def asked_quotation() -> Quoted:
    """Return the words that were selected, if any were."""
    values = request.values
    return Quoted(values.get("quotation", ""), values.get("prefix", ""), values.get("suffix", ""))


def posted_draft(kind: Kind, *, whole: bool | None = None) -> Draft:
    """Return the draft that was sent; `whole` None: the whole text where no block is named."""
    return draft_of(request.form, kind, asked_blocks(), whole=whole)


def draft_of(
    form: MultiDict[str, str], kind: Kind, blocks: tuple[BlockId, ...], *, whole: bool | None = None
) -> Draft:
    """Return the draft that the fields of a form hold, be they sent just now or kept earlier."""
    how = form.get("how", "")
    section = parse_block_id(form["section"]) if form.get("section") else None
    all_of_it = not blocks and section is None if whole is None else whole
    cells = tuple(form.getlist("cell"))[:MOST_CELLS]
    return Draft(
        base=form.get("base", ""),
        blocks=blocks,
        section=section,
        body=form.get("body", ""),
        title=form.get("title", ""),
        words=form.get("text" if all_of_it else "replacement", ""),
        remove=form.get("remove") == "yes" and not all_of_it,
        change_type=form.get("change_type", ChangeType.SUBSTANTIVE.value),
        key=form.get("idempotency_key", "")[:200],
        whole=all_of_it,
        proposes=kind not in (Kind.COMMENT, Kind.POSITION),
        quoted=Quoted(form.get("quotation", ""), form.get("prefix", ""), form.get("suffix", "")),
        how=how if how in HOWS else "change",
        beside=form.get("beside", ""),
        stance=form.get("stance", ""),
        cells=cells,
    )


def asked_how() -> str:
    """Return what is to be proposed of a passage, from the query or the form; the plain way is to change it."""
    how = request.values.get("how", "")
    return how if how in HOWS else "change"


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
    moves, inserts = draft.how == "move", draft.how in ("before", "after")
    replacement = draft.words if draft.proposes and not draft.whole and not moves else None
    beside, side = _beside(draft.beside) if moves else (None, Side(draft.how) if inserts else None)
    return Submission(
        kind=kind,
        document=path,
        base=base_of(draft),
        body=draft.body,
        title=clean_line(draft.title, "title", limit=MOST_IN_TITLE),
        blocks=draft.blocks,
        quoted=draft.quoted,
        text=draft.words if draft.proposes and draft.whole else None,
        replacement=replacement,
        remove=draft.remove and draft.proposes and draft.how == "change",
        beside=beside if draft.proposes else None,
        side=side if draft.proposes else None,
        change_type=change_type,
        stance=_stance(draft.stance) if kind is Kind.POSITION else None,
        key=draft.key or None,
    )


def _stance(text: str) -> Stance:
    try:
        return Stance(text)
    except ValueError:
        raise Invalid("Which position?", {"stance": "Please choose a position."}) from None


def _beside(place: str) -> tuple[BlockId, Side]:
    side, _, block = place.partition(" ")
    try:
        return parse_block_id(block), Side(side)
    except (NotFound, ValueError):
        raise Invalid("Where to?", {"beside": "Please choose where it should stand."}) from None
