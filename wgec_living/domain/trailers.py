"""The trailer block at the end of a record commit: lines `Name: value`, and how each value is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache

VERSION = "1"
FIRST = f"Record-Version: {VERSION}"
CUT_LINE = "# ------------------------ >8 ------------------------"
"""Where Git itself stops reading a message: trailers imitated above such a line would pass for ours in `git log`."""

NAME = re.compile(r"[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*", re.ASCII)
LONGEST_KNOWN = 80
"""Characters of a line that may be remembered: nearly all say the same as those of many other commits."""
# Characters that end a line for somebody (NEL, LS, PS), controls, halves of characters, and those that reorder reading.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_NO_PLAIN_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Malformed(ValueError):
    """A trailer block or value is not as the format says; the message names the trouble."""


def quote(text: str) -> str:
    """Return free text as a JSON string on one line, with controls and bidirectional marks escaped."""
    return _HIDDEN.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(text, ensure_ascii=False))


def unquote(value: str) -> str:
    """Return the text that `quote` wrote; raise `Malformed` for anything but one JSON string."""
    try:
        # Anything but a string is not even looked at: thousands of brackets would exhaust the stack.
        text = json.loads(value) if value.startswith('"') else None
    except ValueError:
        text = None
    if not isinstance(text, str):
        raise Malformed(f"not a JSON string: {value[:60]}")
    return text


def is_plain_line(text: str) -> bool:
    """Say whether `text` is one line with something on it, no space around it and no control character in it."""
    if not text or text != text.strip():
        return False
    # Of ASCII, what cannot be printed is what is not plain; asking so takes a tenth of the time.
    return text.isprintable() if text.isascii() else _NO_PLAIN_LINE.search(text) is None


@lru_cache(1_000)
def is_name(name: str) -> bool:
    """Say whether `name` can stand before the colon of a trailer."""
    return NAME.fullmatch(name) is not None


def write(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the block for these pairs, `Record-Version` first; refuse a value that is not one plain line."""
    lines = [FIRST]
    for name, value in pairs:
        if not is_name(name) or not is_plain_line(value):
            raise Malformed(f"{name} must be one line of text")
        lines.append(f"{name}: {value}")
    return "\n".join(lines) + "\n"


def split_message(message: str) -> tuple[str, str, str]:
    """Return title, body and trailer block of a commit message; the block is empty where there is none.

    Only the very last paragraph can be the block, so nothing written before it can pass for one.
    """
    head, gap, last = message.rpartition("\n\n")
    if not gap or not last.startswith("Record-Version:"):
        head, last = message, ""
    title, _, body = head.partition("\n\n")
    if "\n" in title:
        title, _, rest = title.partition("\n")
        body = f"{rest}\n\n{body}" if body else rest
    return title, body, last


def join_message(title: str, body: str, block: str) -> str:
    """Return the commit message of these three; an empty body takes no lines."""
    return f"{title}\n\n{body}\n\n{block}" if body else f"{title}\n\n{block}"


def read(block: str) -> list[tuple[str, str]]:
    """Return the pairs of a trailer block without `Record-Version`; raise `Malformed` when it is not one."""
    if not block.endswith("\n"):
        raise Malformed("the last line is not complete")
    lines = block.removesuffix("\n").split("\n")
    if lines[0] != FIRST:
        raise Malformed(f"unknown record version: {lines[0][:60]}")
    return [_known(line) if len(line) <= LONGEST_KNOWN else _pair(line) for line in lines[1:]]


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(": ")
    if not is_name(name) or not is_plain_line(value):
        raise Malformed(f"not a trailer: {line[:60]}")
    return name, value


_known = lru_cache(1_000)(_pair)
