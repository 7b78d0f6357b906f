"""Cut a text into its blocks: headings, paragraphs, items, rows, code, quotes, footnotes, each with its lines.

The cuts are those Python-Markdown 3.11 makes with tables, fenced code, footnotes, sane lists and abbreviations and
without raw HTML, found by looking at each line a bounded number of times. The lines between blocks are blank.
"""

from __future__ import annotations

import re

from .blocks_cut import Cut, cut, cut_again
from .blocks_model import Block, Kind
from .blocks_patterns import front_matter_end

__all__ = [
    "Block",
    "Cut",
    "Kind",
    "cut",
    "cut_again",
    "direction",
    "document_language",
    "document_title",
    "front_value",
    "is_language",
    "split",
]

_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3})){0,4}"
)
_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "ha", "he", "ks", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"))
_INLINE_MARKS = re.compile(
    r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?|(?<!\\)[*`]+|(?<![\w\\])_+|_+(?!\w)"
)


def split(source: str, *, front_matter: bool = True) -> tuple[Block, ...]:
    """Return the blocks of `source` in order.

    Their line ranges are disjoint and all lines outside them are blank. Without `front_matter` the top of the text
    is read like the rest, as in a comment.
    """
    return cut(source, front_matter=front_matter).blocks


def front_value(source: str, key: str) -> str | None:
    """Return a plain value of the front matter, None where there is none."""
    top = source[:20_000].replace("\r\n", "\n").split("\n")
    for line in top[1 : max(front_matter_end(top) - 1, 1)]:
        name, colon, value = line.partition(":")
        if colon and name.strip() == key:
            value = value.strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
                value = value[1:-1]
            return " ".join(value.split()) or None
    return None


def document_title(source: str) -> str | None:
    """Return the title in the front matter, else the words of the first heading, else None."""
    title = front_value(source, "title")
    if title is not None:
        return title
    for block in split(source):
        if block.kind is Kind.HEADING:
            text = block.text.split("\n")[0].strip()
            if text.startswith("#"):
                text = re.sub(r"(?<!\\)#+$", "", text.lstrip("#")).strip()
            words = re.sub(r"\\([^\w\s])", r"\1", _INLINE_MARKS.sub(lambda m: m.group(1) or "", text))
            if words.strip():
                return " ".join(words.split())
    return None


def document_language(source: str) -> str:
    """Return the language tag in the front matter (BCP 47), or `en` where there is none or an ill-formed one."""
    language = front_value(source, "language") or ""
    return language if is_language(language) else "en"


def is_language(tag: str) -> bool:
    """Say whether a tag of a language is well formed (BCP 47)."""
    return _LANGUAGE.fullmatch(tag) is not None


def direction(language: str) -> str:
    """Return `rtl` for a language written from right to left, else `ltr`."""
    first, *others = language.lower().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), None)
    if script is not None:
        return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"
