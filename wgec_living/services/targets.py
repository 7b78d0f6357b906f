"""From "this paragraph, as I read it" to lines of the base revision, and from a few new words to a whole text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wgec_living.domain.blocks import direction, document_language
from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.events import Anchor, Kind
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.storage_form import storage_form
from wgec_living.domain.summaries import ContributionFilter, RevisionSummary
from wgec_living.domain.text import MAX_BODY, clean_body, refuse_controls

from .passages import block_views, excerpt_html, pick, source_of
from .site import Site
from .views import BlockView, Target

MAX_QUOTATION = 1_000
CONTEXT = 32


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
    blocks = pick(block_views(site, revision), wanted) if wanted else ()
    source = source_of(site, revision.blob)
    language = document_language(source)
    pending = tuple(
        summary
        for block in wanted
        for summary in site.index.register.page(ContributionFilter(document=path, block=block), 1, 200).items
        if summary.kind == Kind.PROPOSAL and summary.status in ("open", "deferred")
    )
    return Target(
        document=document,
        revision=revision,
        base=base or revision.commit,
        blocks=blocks,
        text=_lines(source, span(blocks)) if blocks else source,
        html=excerpt_html(site, revision, blocks) if blocks else "",
        language=language,
        direction=direction(language),
        pending=tuple({summary.number: summary for summary in pending}.values()),
    )


def base_revision(site: Site, path: DocumentPath, base: CommitId) -> RevisionSummary:
    """Return the revision of a document at a commit of `main`; an unknown base is the sender's mistake."""
    try:
        return site.index.texts.revision_of_commit(path, base)
    except NotFound:
        raise Invalid(
            "The revision this was written on is unknown.",
            {"base": "This is not a revision of the document. Please open the document again."},
        ) from None


def span(blocks: Sequence[BlockView]) -> tuple[int, int]:
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
    text = storage_form(replaced(old, lines, words))
    if len(text.encode()) > MAX_BODY:
        raise Invalid("The document would be too long.", {field: f"A document may have {MAX_BODY:,} bytes."})
    if text == storage_form(old):
        raise Invalid(
            "Nothing was changed.",
            {field: "This is the text as it stands. Please change what should change."},
        )
    return text


def anchor(blocks: Sequence[BlockView], quoted: Quoted) -> Anchor | None:
    """Return the words quoted, found in the target's source; None where none were quoted.

    Raises `Invalid` when they do not stand there, or stand there more than once and nothing tells which.
    """
    if not quoted.quotation:
        return None
    if not blocks:
        raise Invalid("Words need a paragraph.", {"quotation": "Say which paragraph the words stand in."})
    if len(quoted.quotation) > MAX_QUOTATION:
        raise Invalid(
            "The quotation is too long.", {"quotation": f"Quote at most {MAX_QUOTATION} characters."}
        )
    refuse_controls(quoted.quotation, "quotation", allowed="\n\t")
    first = blocks[0].text
    if quoted.start is not None and quoted.end is not None:
        last = blocks[-1].text
        if not (0 <= quoted.start <= len(first) and 0 <= quoted.end <= len(last)):
            raise Invalid("The place of the words is outside the paragraph.", {"start": "Outside the text."})
        if len(blocks) > 1 or first[quoted.start : quoted.end] == quoted.quotation:
            return _anchored(first, quoted.start, quoted.end, quoted.quotation, last)
    places = _occurrences(first, quoted)
    if len(places) != 1:
        trouble = "do not stand" if not places else "stand more than once"
        raise Invalid(
            "The quoted words cannot be placed.",
            {"quotation": f"The quoted words {trouble} in this paragraph."},
        )
    return _anchored(first, places[0], places[0] + len(quoted.quotation), quoted.quotation, first)


def _occurrences(text: str, quoted: Quoted) -> list[int]:
    places, at = [], text.find(quoted.quotation)
    while at >= 0:
        before, after = text[:at], text[at + len(quoted.quotation) :]
        if before.endswith(quoted.prefix) and after.startswith(quoted.suffix):
            places.append(at)
        at = text.find(quoted.quotation, at + 1)
    return places


def _anchored(first: str, start: int, end: int, quotation: str, last: str) -> Anchor:
    return Anchor(start, end, quotation, first[max(0, start - CONTEXT) : start], last[end : end + CONTEXT])
