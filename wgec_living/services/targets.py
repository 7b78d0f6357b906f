"""From "this paragraph, as I read it" to lines of the base revision, and from a few new words to a whole text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from wgec_living.domain.blocks import Block, direction, document_language
from wgec_living.domain.blocks import Kind as BlockKind
from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.events import Anchor
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.quoting import CONTEXT, spots
from wgec_living.domain.reading import Reading, read
from wgec_living.domain.rows import cells
from wgec_living.domain.soundness import require_sound
from wgec_living.domain.storage_form import storage_form
from wgec_living.domain.summaries import RevisionSummary
from wgec_living.domain.text import MAX_BODY, clean_body, refuse_controls

from .passages import block_views, blocks_of, excerpt_html, is_table_head, pick, source_of
from .site import Site
from .views import BlockView, Target

MAX_QUOTATION = 1_000


B = TypeVar("B", Block, BlockView)


@dataclass(frozen=True)
class Quoted:
    """Words as read: what a selection in a page or a script sends along."""

    quotation: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


def target(site: Site, path: DocumentPath, wanted: Sequence[BlockId], base: CommitId | None = None) -> Target:
    """Return what a form about these blocks (none: the whole document) shows and fills in.

    `base` is the commit the person had before their eyes; None: the text in force.
    """
    document = site.index.texts.document(path)
    revision = base_revision(site, path, base or document.commit)
    views = block_views(site, revision) if wanted else ()
    blocks = pick(views, wanted) if wanted else ()
    source = source_of(site, revision.blob)
    language = document_language(source)
    return Target(
        document=document,
        revision=revision,
        base=base or revision.commit,
        blocks=blocks,
        text=_lines(source, span(blocks)) if blocks else source,
        html=excerpt_html(site, revision, blocks) if blocks else "",
        language=language,
        direction=direction(language),
        under=len(section(views, blocks[0].id)) - 1 if blocks and blocks[0].level else 0,
        columns=columns(blocks_of(site, revision.blob), blocks[0]) if len(blocks) == 1 else (),
    )


def columns(all_blocks: Sequence[Block], row: BlockView) -> tuple[str, ...]:
    """Return the names of the columns that a table row has; none for another kind of block."""
    place = next(i for i, block in enumerate(all_blocks) if block.first_line == row.first_line)
    if all_blocks[place].kind is not BlockKind.ROW:
        return ()
    while not is_table_head(all_blocks, place):
        place -= 1
    return cells(all_blocks[place].text)


def base_revision(site: Site, path: DocumentPath, base: CommitId) -> RevisionSummary:
    """Return the revision of a document at a commit of `main`; an unknown base is the sender's mistake."""
    try:
        return site.index.texts.revision_of_commit(path, base)
    except NotFound:
        raise Invalid(
            "The revision this was written on is unknown.",
            {"base": "This is not a revision of the document. Please open the document again."},
        ) from None


def span(blocks: Sequence[Block | BlockView]) -> tuple[int, int]:
    """Return the first and last line of some blocks, all lines between included."""
    return min(block.first_line for block in blocks), max(block.last_line for block in blocks)


def _lines(source: str, lines: tuple[int, int]) -> str:
    return "\n".join(source.split("\n")[lines[0] - 1 : lines[1]])


def replaced(source: str, lines: tuple[int, int] | None, words: str) -> str:
    """Return `source` with these lines (None: all of it) replaced; no words: the lines are taken out."""
    if lines is None:
        return words
    all_lines = source.split("\n")
    before, after = all_lines[: lines[0] - 1], all_lines[lines[1] :]
    middle = words.strip("\n").split("\n") if words.strip() else []
    if not middle and before and after and not before[-1].strip() and not after[0].strip():
        after = after[1:]  # The blank line before the lines that go is enough for what follows.
    return "\n".join([*before, *middle, *after])


def new_text(old: str, lines: tuple[int, int] | None, words: str, *, field: str, remove: bool = False) -> str:
    """Return the whole text that a proposal would put in force, in storage form.

    Raises `Invalid` for an empty, an identical or a too long text; `remove` is the one way to propose a removal.
    """
    if remove and lines is None:
        raise Invalid("A whole document cannot be removed by a proposal.", {field: "Choose a paragraph."})
    words = "" if remove else clean_body(words, field, required=False)
    if not words.strip() and not remove:
        raise Invalid(
            "There is no text.",
            {field: "Please write the text as it should read. To take the paragraph out, say so below."},
        )
    return kept_form(replaced(old, lines, words), old, field)


def kept_form(text: str, old: str, field: str) -> str:
    """Return a whole proposed text in storage form; raise `Invalid` when it is too long, unsound or as `old`."""
    text = storage_form(text)
    if len(text.encode()) > MAX_BODY:
        raise Invalid("The document would be too long.", {field: f"A document may have {MAX_BODY:,} bytes."})
    if text == storage_form(old):
        raise Invalid(
            "Nothing was changed.",
            {field: "This is the text as it stands. Please change what should change."},
        )
    require_sound(old, text, field)
    return text


def anchor(blocks: Sequence[B], quoted: Quoted) -> tuple[Anchor | None, tuple[B, ...]]:
    """Return the words quoted, found in the target's source, and those of the blocks they stand in.

    They may be sent as they were read, without Markdown's marks and with other white space. No words: None, and all
    blocks. Raises `Invalid` when they do not stand there, or more than once and nothing tells which is meant.
    """
    if not quoted.quotation:
        return None, tuple(blocks)
    if not blocks:
        raise Invalid("Words need a paragraph.", {"quotation": "Say which paragraph the words stand in."})
    if len(quoted.quotation) > MAX_QUOTATION:
        raise Invalid(
            "The quotation is too long.", {"quotation": f"Quote at most {MAX_QUOTATION} characters."}
        )
    refuse_controls(quoted.quotation, "quotation", allowed="\n\t")
    readings = [read(block.text, BlockKind(block.kind)) for block in blocks]
    if quoted.start is not None and quoted.end is not None:
        exact = _by_offsets(blocks, readings, quoted, quoted.start, quoted.end)
        if exact is not None:
            return exact, tuple(blocks)
    found = spots(readings, quoted.quotation, quoted.prefix, quoted.suffix)
    if len(found) != 1:
        trouble = "do not stand" if not found else "stand more than once"
        raise Invalid(
            "The quoted words cannot be placed.",
            {"quotation": f"The quoted words {trouble} in this paragraph."},
        )
    spot = found[0]
    words = " ".join(quoted.quotation.split())
    words_there = Anchor(spot.start, spot.end, words, spot.before, spot.after)
    return words_there, tuple(blocks[spot.first : spot.last + 1])


def _by_offsets(
    blocks: Sequence[B], readings: Sequence[Reading], quoted: Quoted, start: int, end: int
) -> Anchor | None:
    """Return the words by their places in the source, if the words sent are there."""
    first, last = blocks[0].text, blocks[-1].text
    if not (0 <= start <= len(first) and 0 <= end <= len(last)) or (len(blocks) == 1 and start > end):
        raise Invalid("The place of the words is outside the paragraph.", {"start": "Outside the text."})
    source, words = first[start:end], readings[0].words(start, end)
    if len(blocks) > 1:
        between: list[str] = [reading.text for reading in readings[1:-1]]
        words = " ".join([readings[0].words(start, len(first)), *between, readings[-1].words(0, end)])
        source = "\n\n".join([first[start:], *(block.text for block in blocks[1:-1]), last[:end]])
    wanted = "".join(quoted.quotation.split())
    if wanted not in ("".join(source.split()), "".join(words.split())):
        return None
    before, after = first[max(0, start - CONTEXT) : start], last[end : end + CONTEXT]
    return Anchor(start, end, quoted.quotation, before, after)


def section_of(
    site: Site, path: DocumentPath, heading: BlockId, base: CommitId | None = None
) -> tuple[BlockId, ...]:
    """Return a heading and what belongs to it in the text at `base` (None: in force); `NotFound` where it is none."""
    revision = base_revision(site, path, base or site.index.texts.document(path).commit)
    return section(block_views(site, revision, counted=False), heading)


def section(views: Sequence[BlockView | None], heading: BlockId) -> tuple[BlockId, ...]:
    """Return a heading and what belongs to it: all blocks up to the next heading of its level or above.

    Raises `NotFound` where there is no such heading.
    """
    shown = [view for view in views if view is not None]
    at = next((i for i, view in enumerate(shown) if view.id == heading and view.level), None)
    if at is None:
        raise NotFound("There is no such heading in this revision of the document.")
    rest = shown[at + 1 :]
    end = next((i for i, view in enumerate(rest) if 0 < view.level <= shown[at].level), len(rest))
    return tuple(view.id for view in [shown[at], *rest[:end]])
