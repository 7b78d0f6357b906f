"""A rendered document set for the page: ids on its blocks and the numbers in its margin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

from markupsafe import Markup, escape

from wgec_living.services.views import BlockView, RenderedDocument, Slot

from .words import block_name, counted

PAGE_LANGUAGE = "en"
_PLAIN = Markup('<p class="plain-note" lang="en" dir="ltr">{}</p>').format(
    "The next passage is shown as plain text: it is too complex to be laid out."
)
_HEADING = re.compile(r"<h[1-6](?=[ >])")
_HEADING_END = re.compile(r"</h[1-6]>")
_REGION = re.compile(r'(<div class="table"[^>]* aria-label="Table)(?=">)')


def typeset(
    rendered: RenderedDocument, blocks: Sequence[BlockView | None], path: str, language: str
) -> Markup:
    """Return the whole text as it stands on the page of the document at `path`, written in `language`."""
    units: list[str] = []
    tables = count(1)
    tongue = "" if language == PAGE_LANGUAGE else Markup(' lang="{}"').format(PAGE_LANGUAGE)
    for unit in rendered.units:
        tools: list[str] = []
        html = "".join(
            [
                piece if isinstance(piece, str) else _fill(piece, blocks[piece.block], path, tongue, tools)
                for piece in unit.pieces
            ]
        )
        if tools:
            html = f'<div class="headed">{tools[0]}{html}</div>'
        # Regions with the same name could not be told apart in a list of landmarks.
        html = _REGION.sub(lambda found: f"{found.group(1)} {next(tables)}", html)
        if unit.complex:
            html = f"{_PLAIN}{html}"
        units.append(html)
    return Markup("\n".join(units))  # noqa: S704 (rendered and cleaned; what we add is escaped)


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
        shown, name = str(block.number), f"Paragraph {block.number}"
    else:
        shown, name = "§", f"§ {block_name(None, block.kind, block.text)}"
    said = counted(block.contributions, "contribution")
    if block.open and block.open != block.contributions:
        said += f", {block.open} open"
    elif block.open:
        said += ", open" if block.open == 1 else ", all open"
    sign = f' <span class="said">{block.contributions}</span>' if block.contributions else ""
    return (
        f'<a class="mark{" has-open" if block.open else ""}" href="/documents/{path}/blocks/{escape(block.id)}"'
        f'{tongue} aria-label="{escape(name)}, {said}">{shown}{sign}</a>'
    )


def quoted(html: str) -> Markup:
    """Return a laid-out passage as a quotation: its headings are no headings of the page that quotes it."""
    return Markup(_HEADING_END.sub("</p>", _HEADING.sub('<p class="quoted-heading"', html)))  # noqa: S704
