"""What of a source is searched: the words as they are read, without looking for marks where there can be none."""

from __future__ import annotations

import re

from .blocks_model import Kind
from .reading import read

LONGEST_READ = 50_000
"""What is longer is taken as it is written: reading it would take too long."""
_MARKS = ("\\", "`", "&", "<", "[")
_STARRED = re.compile(r"\S\*+\S")
_NUMBERED = re.compile(r"\s*[0-9]")


def searched(source: str, kind: Kind = Kind.PARAGRAPH) -> str:
    """Return a text with the same words, in the same order, as the source is read with; nothing else is alike.

    Reading it takes fifty times as long, so it is done only where a mark could part or hide a word.
    """
    if kind is Kind.DEFINITION:
        return ""
    if len(source) > LONGEST_READ:
        return source
    doubtful = kind is Kind.CODE or (kind is Kind.ITEM and _NUMBERED.match(source))
    return read(source, kind).text if doubtful or _marked(source) else source


def _marked(source: str) -> bool:
    """Say whether there is a mark that could part or hide a word; one character is found much faster than a pattern."""
    if any([mark in source for mark in _MARKS]):
        return True
    return "*" in source and _STARRED.search(source) is not None
