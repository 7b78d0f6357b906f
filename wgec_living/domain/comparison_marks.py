"""Whether two blocks say the same in other dress: bold, a list's dash, a heading's level, padding in a table."""

from __future__ import annotations

import re

from .blocks import Block, Kind
from .rows import pieces

_START = re.compile(r"^[ \t]*(?:(?:#{1,6}|[-*+>])[ \t]+)+|^[ \t]*>")
_HEADING_END = re.compile(r"(?<![ \t])[ \t]+#+[ \t]*$")
_RULE_BELOW = re.compile(r"\n[ \t|:=-]*$")
# Stars and underlines against a word on one side only, as emphasis is written: 2*3 and snake_case have none.
_EMPHASIS = re.compile(r"(?<![\w\\*_])[*_]{1,3}(?=[^\s*_])|(?<=[^\s\\*_])[*_]{1,3}(?![\w*_])")
_CODE = re.compile(r"(?<!\\)`+")


def said(block: Block) -> str:
    """Return the words of a block without the marks that only say how they look.

    Addresses of links and the numbers of a list stay: they say something.
    """
    text = _START.sub("", block.text)
    if block.kind is Kind.HEADING:
        text = _HEADING_END.sub("", _RULE_BELOW.sub("", text))
    elif block.kind is Kind.ROW:
        text = " | ".join(part.strip() for part in pieces(text)[0]).strip(" |")
    elif block.kind is Kind.CODE:
        return text.strip()
    return " ".join(_EMPHASIS.sub("", _CODE.sub("", text)).split())


def same_words(old: Block, new: Block) -> bool:
    """Say whether two blocks have the same words and differ only in their marks; in code nothing is a mark."""
    if old.kind is Kind.DEFINITION or new.kind is Kind.DEFINITION:
        return False
    if Kind.CODE in (old.kind, new.kind) and old.kind is not new.kind:
        return False
    return said(old) == said(new)
