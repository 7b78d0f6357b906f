"""Passages of a text laid out as on its page, for whoever shows them beside others."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from wgec_living.domain.blocks import Block
from wgec_living.rendering.model import RenderedUnit

from .site import Site


def lay_out(site: Site, blocks: Sequence[Block], wanted: AbstractSet[int]) -> tuple[RenderedUnit, ...]:
    """Return the units that hold the wanted ones of a text's blocks, safe to show."""
    if not wanted:
        return ()
    return site.renderer.excerpts(on_their_lines(blocks), tuple(blocks), wanted)


def on_their_lines(blocks: Sequence[Block]) -> str:
    """Return a source with each block on its lines; what stood on the blank ones between does not matter."""
    parts: list[str] = []
    line = 1
    for block in blocks:
        parts.append("\n" * (block.first_line - line))
        parts.append(block.text)
        line = block.last_line
    return "".join(parts)
