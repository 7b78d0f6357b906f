"""What somebody wrote, for a list: the words as they are read, in one line, without the marks of Markdown."""

from __future__ import annotations

import re
from functools import lru_cache

from wgec_living.domain.blocks import split
from wgec_living.domain.reading import read

from .words import shortened

ROOM = 4
"""So many times the length shown is read at most: marks and addresses take room that is not seen."""
_MARKED = re.compile(r"[\\`&<\[*_|~]|^[^\S\n]*(?:[#>+=-]|[0-9]+[.)])", re.MULTILINE)
"""Without any of these a text is read as it is written, which costs next to nothing to find out."""


def in_a_line(source: str, most: int) -> str:
    """Return the beginning of a text as it is read, at most `most` characters of it."""
    beginning = source[: ROOM * most]
    words = _read(beginning, most) if _MARKED.search(beginning) else " ".join(beginning.split())
    if len(words) < most and len(source) > len(beginning):
        words += "…"
    return shortened(words, most)


# A page of a history is asked for again and again, and reading fifty bodies takes longer than all the rest of it.
@lru_cache(maxsize=2_000)
def _read(source: str, most: int) -> str:
    words = ""
    for block in split(source, front_matter=False):
        words = f"{words} {read(block.text, block.kind).text.strip()}".strip()
        if len(words) > most:
            break
    return words
