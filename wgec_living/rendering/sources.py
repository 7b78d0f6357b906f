"""Gather the blocks of a text into the units that are laid out, and the pieces of source that define things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wgec_living.domain.blocks import Block, Kind

_HIDDEN = (Kind.DEFINITION, Kind.FOOTNOTE)
_DEFINITIONS_AT_ONCE = 40


class Unit(NamedTuple):
    """Blocks to be laid out together."""

    blocks: tuple[int, ...]
    kinds: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class DefiningSource:
    """A piece of source that may define link targets, abbreviations or footnotes."""

    blocks: tuple[int, ...]
    source: str
    kind: str
    """The kind of its first block; empty when nothing of it should stand on the page."""


def visible_units(source: str, blocks: Sequence[Block]) -> list[Unit]:
    """Return the units that stand on the page, in order."""
    members: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.kind not in _HIDDEN:
            members.setdefault(block.unit, []).append(index)
    lines: list[str] | None = None
    units = []
    for indices in members.values():
        if len(indices) == 1:
            block = blocks[indices[0]]
            units.append(Unit((indices[0],), (block.kind.value,), block.text))
            continue
        lines = source.split("\n") if lines is None else lines
        units.append(
            Unit(
                tuple(indices),
                tuple([blocks[i].kind.value for i in indices]),
                _joined(lines, blocks, indices),
            )
        )
    return units


def _joined(lines: Sequence[str], blocks: Sequence[Block], indices: Sequence[int]) -> str:
    """Return the source of blocks of one unit with the lines between them, but without what else stands there."""
    runs: list[list[str]] = []
    previous = -2
    for index in indices:
        block = blocks[index]
        if index == previous + 1:
            runs[-1].extend(lines[blocks[previous].last_line : block.last_line])
        else:
            runs.append(list(lines[block.first_line - 1 : block.last_line]))
        previous = index
    return "\n\n".join(["\n".join(run) for run in runs])


def defining_sources(blocks: Sequence[Block], units: Sequence[Unit]) -> list[DefiningSource]:
    """Return what may define something, in the order of the text."""
    found: list[DefiningSource] = []
    hidden: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind not in _HIDDEN or (index == 0 and block.text.startswith("---")):
            continue
        if hidden and (index != hidden[-1] + 1 or len(hidden) == _DEFINITIONS_AT_ONCE):
            found.append(_hidden_source(blocks, hidden))
            hidden = []
        hidden.append(index)
    if hidden:
        found.append(_hidden_source(blocks, hidden))
    for unit in units:
        if "]:" in unit.source or "] :" in unit.source:
            found.append(DefiningSource(unit.blocks, unit.source, unit.kinds[0]))
    return sorted(found, key=lambda source: source.blocks[0])


def _hidden_source(blocks: Sequence[Block], indices: Sequence[int]) -> DefiningSource:
    return DefiningSource(tuple(indices), "\n\n".join([blocks[i].text for i in indices]), "")
