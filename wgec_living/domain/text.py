"""Text as people send it: one line ending, no characters that Git or a reader could be misled by."""

from __future__ import annotations

import unicodedata

from .errors import Invalid
from .trailers import CUT_LINE

MAX_BODY = 1_000_000
"""The longest text taken, in bytes of UTF-8."""
MAX_TITLE = 200


def refuse_controls(text: str, field: str, allowed: str = "") -> str:
    """Return `text` unchanged, or raise `Invalid` naming the first control character not in `allowed`."""
    for char in text:
        if (char < " " and char not in allowed) or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff":
            raise Invalid(
                "The text holds a character that cannot be kept.",
                {field: f"The control character U+{ord(char):04X} cannot be kept; please remove it."},
            )
    return text


def clean_body(text: str, field: str, *, required: bool = True, limit: int = MAX_BODY) -> str:
    """Return `text` with LF line endings, refusing control characters, emptiness and more than `limit` bytes.

    Bidirectional and invisible characters stay: scripts need them, and the pages show them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limit:
        raise Invalid(
            "The text is too long.",
            {field: f"This text has {size:,} bytes; at most {limit:,} are taken. Nothing was sent."},
        )
    refuse_controls(text, field, allowed="\n\t")
    if required and not text.strip():
        raise Invalid("Something is missing.", {field: "Please write something here."})
    return text


def clean_words(text: str, field: str, *, required: bool = True) -> str:
    """Return what a person says (a comment, a reply, a reason) as `clean_body` does, fit for a commit message."""
    text = clean_body(text, field, required=required)
    if CUT_LINE in text.split("\n"):
        raise Invalid(
            "A line of the text cannot be kept.",
            {
                field: f"The line “{CUT_LINE}” has a meaning of its own in the record; please change or remove it."
            },
        )
    return text


def clean_line(text: str, field: str, *, required: bool = False, limit: int = MAX_TITLE) -> str:
    """Return `text` as one line with single spaces, refusing controls and more than `limit` characters."""
    line = " ".join(text.split())
    refuse_controls(line, field)
    if line == CUT_LINE:
        raise Invalid("A line cannot be kept.", {field: "This line cannot be kept; please change it."})
    if required and not line:
        raise Invalid("Something is missing.", {field: "Please fill this in."})
    if len(line) > limit:
        raise Invalid("A line is too long.", {field: f"Please use at most {limit} characters."})
    return line


def title_from(body: str, limit: int = 72) -> str:
    """Return a one-line title for a text that has none: its first line, cut at a word with an ellipsis."""
    line = next((line.strip() for line in body.splitlines() if line.strip()), "")
    line = "".join(c for c in line if c.isprintable() or c == " ").lstrip("#>*-| ")
    line = " ".join(line.replace("|", " ").replace("**", "").replace("`", "").split())
    if len(line) <= limit:
        return line
    cut = line.rfind(" ", limit // 2, limit)
    return line[: cut if cut > 0 else limit - 1].rstrip() + "…"


def runs_backwards(text: str) -> bool:
    """Say whether a text is read from right to left, by its first letter with a direction that is not set apart."""
    apart = 0
    for letter in text:
        way = unicodedata.bidirectional(letter)
        apart += {"LRI": 1, "RLI": 1, "FSI": 1, "PDI": -1}.get(way, 0)
        if way in ("R", "AL", "L") and apart < 1:
            return way != "L"
    return False
