"""The words that a proposal offers: the lines of its text that the text it was written on has not."""

from __future__ import annotations

STRIDE = 1024
"""Bytes compared at once; a power of two."""


def proposed_words(base: bytes, text: bytes) -> str:
    """Return the new lines of a text, in order; quick where it is long and little in it is new."""
    start = text.rfind(b"\n", 0, _alike(base, text)) + 1
    old, new = base[start:], text[start:]
    end = _alike(old[::-1], new[::-1])
    # Only whole lines are the same at the end.
    line = new.find(b"\n", len(new) - end) if end < len(new) else -1
    end = len(new) - line if line >= 0 else 0
    known = set(old[: len(old) - end].split(b"\n"))
    lines = [line for line in new[: len(new) - end].split(b"\n") if line not in known]
    return b"\n".join(lines).decode("utf-8", "replace")


def _alike(one: bytes, other: bytes) -> int:
    """Return how many bytes two texts begin with alike."""
    at, most, step = 0, min(len(one), len(other)), STRIDE
    while step:
        if at + step <= most and one[at : at + step] == other[at : at + step]:
            at += step
        else:
            step //= 2
    return at
