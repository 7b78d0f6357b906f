"""A rendered document set for the page: ids on its blocks and the numbers in its margin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import count

from flask import current_app
from markupsafe import Markup, escape

from wgec_living.services.views import BlockView, RenderedDocument, RenderedUnit, Slot

from .beside import FIRST, ROWS, Beside, Card
from .marking import KEPT, marked
from .words import block_name, counted

PAGE_LANGUAGE = "en"
PLAIN = Markup('<p class="plain-note" lang="en" dir="ltr">{}</p>').format(
    "The next passage is shown as plain text: it is too complex to be laid out."
)
_HEADING = re.compile(r"<h[1-6](?=[ >])")
_HEADING_END = re.compile(r"</h[1-6]>")
_REGION = re.compile(r'(<div class="table"[^>]* aria-label="Table)(?=">)')


def typeset(
    rendered: RenderedDocument,
    blocks: Sequence[BlockView | None],
    path: str,
    language: str,
    beside: Beside | None = None,
    mark: Callable[[RenderedUnit], Iterable[str | Slot]] | None = None,
) -> Markup:
    """Return the whole text as it stands on the page of the document at `path`, written in `language`.

    With `beside` the words that contributions are about are marked, and what was said stands next to its passage;
    `mark` marks words in another way.
    """

    def marks(unit: RenderedUnit) -> Iterable[str | Slot]:
        return marked(unit, beside.words) if beside else unit.pieces

    units: list[str] = []
    tables = count(1)
    tongue = "" if language == PAGE_LANGUAGE else Markup(' lang="{}"').format(PAGE_LANGUAGE)
    for unit in rendered.units:
        tools: list[str] = []
        html = "".join(
            [
                piece if isinstance(piece, str) else _fill(piece, blocks[piece.block], path, tongue, tools)
                for piece in (mark or marks)(unit)
            ]
        )
        if tools:
            html = f'<div class="headed">{tools[0]}{html}</div>'
        # Regions with the same name could not be told apart in a list of landmarks.
        html = _REGION.sub(lambda found: f"{found.group(1)} {next(tables)}", html)
        if unit.complex:
            html = f"{PLAIN}{html}"
        cards = beside.cards(unit.blocks) if beside else ()
        if cards:
            first = max(FIRST, min(len(unit.blocks), ROWS))
            html = f'<div class="beside">{html}{_cards(cards, first)}</div>'
        units.append(html)
    return put_in(units)


def put_in(units: Iterable[str]) -> Markup:
    """Return laid-out units as one piece of HTML: they were rendered and cleaned, and what was added is escaped."""
    return Markup("\n".join(units))  # noqa: S704


@lru_cache(KEPT)
def _cards(cards: tuple[Card, ...], first: int) -> str:
    """Return the cards beside one passage; they depend on nothing but what they tell."""
    macros = current_app.jinja_env.get_template("documents/_cards.html").module
    return str(macros.cards_of(cards, first))  # type: ignore[attr-defined]


def addressed(rendered: RenderedDocument, blocks: Sequence[BlockView | None]) -> str:
    """Return the whole text with ids on its blocks and nothing in its margin."""
    return "\n".join(
        "".join(
            [
                piece if isinstance(piece, str) else _address(piece, blocks[piece.block])
                for piece in unit.pieces
            ]
        )
        for unit in rendered.units
    )


def _address(slot: Slot, block: BlockView | None) -> str:
    """Return the id of a block where the slot stands in its opening tag, else nothing."""
    return f' id="b-{escape(block.id)}"' if block is not None and slot.place == "attributes" else ""


def _fill(slot: Slot, block: BlockView | None, path: str, tongue: str, tools: list[str]) -> str:
    """Return what stands in the slot; a heading's link goes to `tools`, so that the heading reads as itself."""
    if block is None:
        return ""
    if slot.place == "attributes":
        return _address(slot, block)
    link = margin_link(block, path, tongue)
    if block.kind == "heading":
        tools.append(link)
        return ""
    return link


def margin_link(block: BlockView, path: str, tongue: str = "") -> str:
    """Return the one link in the margin of a block: its number, and how much was said about it."""
    if block.number is not None:
        shown, name = str(block.number), block_name(block.number, block.kind)
    else:
        shown, name = "§", f"§ {block_name(None, block.kind, block.text)}"
    told = "" if block.contributions is None else f", {_said(block, block.contributions)}"
    sign = f' <span class="said">{block.contributions}</span>' if block.contributions else ""
    return (
        f'<a class="mark{" has-open" if block.open else ""}" href="/documents/{path}/blocks/{escape(block.id)}"'
        f'{tongue} aria-label="{escape(name)}{told}">{shown}{sign}</a>'
    )


def _said(block: BlockView, contributions: int) -> str:
    said = counted(contributions, "contribution")
    if block.open and block.open != contributions:
        said += f", {block.open} open"
    elif block.open:
        said += ", open" if block.open == 1 else ", all open"
    return said


def uncounted(blocks: Iterable[BlockView | None]) -> tuple[BlockView | None, ...]:
    """Return blocks without what was said on them, which grows while the words of an earlier text stay."""
    return tuple(block and replace(block, contributions=None, open=0) for block in blocks)


def quoted(html: str) -> Markup:
    """Return a laid-out passage as a quotation: its headings are no headings of the page that quotes it."""
    return Markup(_HEADING_END.sub("</p>", _HEADING.sub('<p class="quoted-heading"', html)))  # noqa: S704
