"""The sources of two texts in one, for drafters: what changed in full, of the rest some lines around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"((?:https?://|mailto:|(?<=\]\())[^\s<>()\[\]]+)")
AROUND = 3
"""Lines kept on each side of a change."""


@dataclass(frozen=True)
class Stretch:
    """A piece of source with one fate; `op` is `same`, `added`, `removed` or `hidden`."""

    op: str
    text: str
    lines: int = 0
    """Of what is hidden: how many lines."""


def shortened(runs: Sequence[tuple[str, str]]) -> tuple[Stretch, ...]:
    """Return the runs with what is the same for many lines hidden but for its beginning and end."""
    found: list[Stretch] = []
    for place, (op, text) in enumerate(runs):
        lines = text.split("\n")
        start = AROUND if place else 0
        end = AROUND if place < len(runs) - 1 else 0
        if op != "same" or len(lines) <= start + end + 2:
            found.append(Stretch(op, text))
            continue
        hidden = lines[start : len(lines) - end]
        if start:
            found.append(Stretch("same", "\n".join(lines[:start]) + "\n"))
        found.append(Stretch("hidden", "\n".join(hidden), len(hidden)))
        if end:
            found.append(Stretch("same", "\n" + "\n".join(lines[len(lines) - end :])))
    return tuple(found)


def addresses_apart(source: str) -> Markup:
    """Return source as HTML with each address isolated left to right.

    Without that its direction would take hold of the brackets around it where the words run from the right.
    """
    pieces = _ADDRESS.split(source)
    return Markup("").join(
        Markup('<bdi dir="ltr">{}</bdi>').format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )
