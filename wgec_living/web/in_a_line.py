"""What somebody wrote, for a list: the words as they are read, in one line, without the marks of Markdown."""

from __future__ import annotations

from wgec_living.domain.blocks import split
from wgec_living.domain.reading import read

from .words import shortened

ROOM = 4
"""So many times the length shown is read at most: marks and addresses take room that is not seen."""


def in_a_line(source: str, most: int) -> str:
    """Return the beginning of a text as it is read, at most `most` characters of it."""
    beginning = source[: ROOM * most]
    words = " ".join(
        read(block.text, block.kind).text.strip() for block in split(beginning, front_matter=False)
    )
    if len(words) < most and len(source) > len(beginning):
        words += "…"
    return shortened(words, most)
