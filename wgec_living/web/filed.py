"""A text made ready for a file: numbers in its words instead of its margin, addresses whole, nothing to press."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import urljoin

from markupsafe import Markup, escape

from wgec_living.domain.summaries import PlacedContribution
from wgec_living.services.present_places import PresentPlace
from wgec_living.services.views import BlockView, RenderedDocument, RenderedUnit, Slot

from .beside import Beside
from .marking import marked
from .typeset import PLAIN, put_in

NUMBER = Markup('<span class="number" data-style="Paragraph number">{}</span> ')
_ADDRESS = re.compile(r'(<[a-z]+(?: [a-z-]+(?:="[^"]*")?)*? href=")(?![#"])([^"]*)"')
"""In an element alone: the words of a text may look like one, code above all."""
_BEFORE = re.compile(
    r'(<span class="number"[^>]*>\d+</span> )((?:<span class="note-target" id="[^"]*"></span>)?\s*<p>)'
)
_REGION = ' tabindex="0" role="region" aria-label="Table"'


def filed(
    rendered: RenderedDocument,
    blocks: Sequence[BlockView | None],
    address: str,
    placed: Sequence[PlacedContribution[PresentPlace]] = (),
) -> Markup:
    """Return a whole text for a file; `address` is that of its page, from which links in it lead on.

    The words that the `placed` contributions are about are marked with their numbers, or the blocks where no words are.
    """
    words = Beside(blocks, placed).words if placed else {}
    about = _about(blocks, placed)

    def fill(slot: Slot) -> str:
        return _fill(slot, blocks[slot.block], about.get(slot.block, ()))

    def pieces(unit: RenderedUnit) -> Iterable[str | Slot]:
        return marked(unit, words)

    return put_in(_units(rendered.units, pieces, fill, address))


def _units(
    units: Sequence[RenderedUnit],
    pieces: Callable[[RenderedUnit], Iterable[str | Slot]],
    fill: Callable[[Slot], str],
    address: str,
) -> Iterable[str]:
    for unit in units:
        html = "".join([piece if isinstance(piece, str) else fill(piece) for piece in pieces(unit)])
        html = with_addresses(html, address).replace(_REGION, "")
        # A number stands in the words, not before the first paragraph of a quotation or of a footnote.
        html = _BEFORE.sub(r"\2\1", html)
        yield f"{PLAIN}{html}" if unit.complex else html


def with_addresses(html: str, address: str) -> str:
    """Return cleaned HTML whose links lead to the same place wherever the file lies."""
    return _ADDRESS.sub(lambda found: f'{found[1]}{_whole(address, found[2])}"', html)


def _whole(address: str, link: str) -> str:
    try:
        return urljoin(address, link)
    except ValueError:  # an address that no program can read stays as it is
        return link


def _about(
    blocks: Sequence[BlockView | None], placed: Sequence[PlacedContribution[PresentPlace]]
) -> Mapping[int, list[int]]:
    """Return the numbers of the contributions that are about each block."""
    places = {view.id: place for place, view in enumerate(blocks) if view is not None}
    found: dict[int, list[int]] = {}
    for item in placed:
        for block in item.at.blocks:
            if block in places:
                found.setdefault(places[block], []).append(item.number)
    return found


def _fill(slot: Slot, block: BlockView | None, about: Sequence[int]) -> str:
    if block is None:
        return ""
    if slot.place == "tools":
        return NUMBER.format(block.number) if block.number is not None else ""
    on = f' data-on="{" ".join(map(str, about))}"' if about else ""
    return f' id="b-{escape(block.id)}"{on}'
