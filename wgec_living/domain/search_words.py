"""Words as they are searched: without case, accents and other marks, in any script, and where each one stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from .scripts import UNSPACED

LONGEST = 64
"""What is longer than any word is known by its beginning."""
MOST_KNOWN = 50_000
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
"""Accents, vowel signs, and what is not seen at all: they part no word."""
_LETTER = rf"[^\W_{UNSPACED}]"
_WORD = re.compile(rf"[{UNSPACED}]|{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# What is no letter or digit parts words. Taking a text apart so is several times as quick as by a pattern.
_ASCII_PLAIN = b"".join(chr(code).lower().encode() if chr(code).isalnum() else b" " for code in range(128))
_ASCII_PLAIN += bytes(range(128, 256))
_PART = re.compile(rf"[{UNSPACED}]|{_LETTER}+")
_SIGN = re.compile(f"[{UNSPACED}]")
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "ـ": "",
        "ё": "е",
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
    }
)
"""Letters that are written one for another, after case and before accents are taken away."""
_WHOLE = frozenset("йўїґ")
"""Letters of their own, though Unicode takes them for others with an accent."""
_ARTICLE = re.compile("(?:[وفبك]?ال|و?لل)(?=..)")
# A word comes again and again; a plain dictionary, emptied when it is full, answers at once.
_KNOWN: dict[str, tuple[str, ...]] = {}


class Word(NamedTuple):
    """One word of a text, as it is searched."""

    folded: str
    start: int
    """Its first code point in the text."""
    end: int
    """The one after its last."""


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of a text in order; each sign of a script without spaces is one."""
    if text.isascii():
        for match in _ASCII_WORD.finditer(text.lower()):
            yield Word(match[0][:LONGEST], match.start(), match.end())
        return
    for match in _WORD.finditer(text):
        for part in _parts(match[0]):
            yield Word(part, match.start(), match.end())


def folded(text: str) -> str:
    """Return the words of a text as they are searched, with a space between."""
    if text.isascii():
        words = text.encode("ascii").translate(_ASCII_PLAIN).decode("ascii").split()
        if len(text) > LONGEST and max(map(len, words), default=0) > LONGEST:
            words = [word[:LONGEST] for word in words]
        return " ".join(words)
    return " ".join([part for word in _WORD.findall(text) for part in _parts(word)])


def is_sign(word: str) -> bool:
    """Say whether a word is one sign of a script without spaces."""
    return _SIGN.fullmatch(word) is not None


def _parts(word: str) -> tuple[str, ...]:
    """Return what one run of letters is searched as: mostly one word."""
    known = _KNOWN.get(word)
    if known is None:
        plain = unicodedata.normalize("NFKC", word).casefold().translate(_ALIKE)
        bare = "".join(map(_bare, plain))
        known = tuple(_ARTICLE.sub("", part, count=1)[:LONGEST] for part in _PART.findall(bare))
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        if len(word) <= LONGEST:
            _KNOWN[word] = known
    return known


def _bare(character: str) -> str:
    """Return a letter without its accents, a digit of any script as one of ours."""
    if character.isascii() or character in _WHOLE or is_sign(character) or "\uac00" <= character <= "\ud7a3":
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in ("Mn", "Me", "Cf"):
        return ""
    apart = unicodedata.normalize("NFD", character)
    return "".join(one for one in apart if unicodedata.category(one) != "Mn")
