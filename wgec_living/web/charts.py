"""The geometry of pictures: where each bar, label and key stands, in units that are pixels at the smallest width.

Nothing is drawn here; templates draw what is computed. A picture of figures always stands beside their table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH = 360.0
TEXT = 12
"""Size of the letters."""
_LETTER = 6.7
"""About as wide as a letter of that size is, on average; rather more."""
_LINE = 16.0
_BAR = 16.0
_GAP = 12.0
_KEY = 14.0
"""Width and height of the sample before a key's word."""
_COLUMNS = 44.0
"""Height of the highest column."""


@dataclass(frozen=True)
class Words:
    """Some words; `anchor` says which end of them stands at `x`."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Part:
    """A rectangle that stands for a number; `kind` says how it is filled."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    label: Words | None = None
    """The number, where there is room for it."""


@dataclass(frozen=True)
class Chart:
    """A picture, ready to be drawn."""

    width: float
    height: float
    parts: tuple[Part, ...]
    words: tuple[Words, ...]
    keys: tuple[tuple[Part, Words], ...] = ()
    """What each way of filling means: a sample and its word."""
    baseline: float | None = None


def stacked_bars(
    rows: Sequence[tuple[str, Sequence[int]]], kinds: Sequence[tuple[str, str]], width: float = WIDTH
) -> Chart:
    """Return a bar for each row, its name and sum above it, made up of its numbers in order.

    `kinds` names for each number how it is filled and the word for that; with one kind no keys are needed.
    """
    most = max((sum(numbers) for _, numbers in rows), default=0)
    keys, top = _keys(kinds, width) if len(kinds) > 1 else ((), 0.0)
    parts: list[Part] = []
    words: list[Words] = []
    for name, numbers in rows:
        total = f"{sum(numbers):,}"
        room = int((width - _LETTER * (len(total) + 2)) / _LETTER)
        words += [
            Words(0.0, _round(top + TEXT), _shortened(name, room)),
            Words(width, _round(top + TEXT), total, "end"),
        ]
        parts += _laid(numbers, kinds, top + _LINE, width / most if most else 0.0)
        top += _LINE + _BAR + _GAP
    return Chart(width, _round(max(top - _GAP, 0.0) + 1), tuple(parts), tuple(words), keys)


def _laid(
    numbers: Sequence[int], kinds: Sequence[tuple[str, str]], top: float, scale: float
) -> Iterator[Part]:
    before = 0
    for number, (kind, _) in zip(numbers, kinds, strict=True):
        if number:
            x, width = before * scale, number * scale
            shown = f"{number:,}"
            fits = len(numbers) > 1 and width >= _LETTER * len(shown) + 6
            label = Words(_round(x + width / 2), _round(top + TEXT), shown, "middle") if fits else None
            yield Part(kind, _round(x), _round(top), _round(width), _BAR, label)
            before += number


def _keys(kinds: Sequence[tuple[str, str]], width: float) -> tuple[tuple[tuple[Part, Words], ...], float]:
    """Return the keys in lines that are not wider than the picture, and where what follows them begins."""
    found: list[tuple[Part, Words]] = []
    x, y = 0.0, 0.0
    for kind, word in kinds:
        needed = _KEY + 5 + _LETTER * len(word)
        if x and x + needed > width:
            x, y = 0.0, y + _LINE + 4
        found.append(
            (Part(kind, _round(x), y + 1, _KEY, _KEY - 2), Words(_round(x + _KEY + 5), y + TEXT, word))
        )
        x += needed + 10
    return tuple(found), y + _LINE + _GAP


def up_and_down(
    pairs: Sequence[tuple[int, int]],
    kinds: tuple[tuple[str, str], tuple[str, str]],
    ends: tuple[str, str],
    width: float = WIDTH,
) -> Chart:
    """Return a column for each pair in order of time: its first number upward, its second downward, in one scale.

    `kinds` say how the two are filled and what they are; `ends` name the first and the last column.
    """
    most = max((max(pair) for pair in pairs), default=0)
    scale = _COLUMNS / most if most else 0.0
    base = _LINE + 4 + _COLUMNS
    step = width / max(len(pairs), 1)
    wide = step * 0.72
    parts: list[Part] = []
    for place, (up, down) in enumerate(pairs):
        x = _round(place * step + (step - wide) / 2)
        if up:
            parts.append(Part(kinds[0][0], x, _round(base - up * scale), _round(wide), _round(up * scale)))
        if down:
            parts.append(Part(kinds[1][0], x, base, _round(wide), _round(down * scale)))
    ups, downs = sum(up for up, _ in pairs), sum(down for _, down in pairs)
    lowest = max((down for _, down in pairs), default=0) * scale
    below = base + max(lowest, 6.0)
    words = (
        Words(0.0, TEXT, f"↑ {kinds[0][1]}: {ups:,}"),
        Words(width, TEXT, f"highest {most:,}", "end"),
        Words(0.0, _round(below + _LINE), f"↓ {kinds[1][1]}: {downs:,}"),
        Words(0.0, _round(below + 2 * _LINE), ends[0]),
        Words(width, _round(below + 2 * _LINE), ends[1], "end"),
    )
    return Chart(width, _round(below + 2 * _LINE + 4), tuple(parts), words, (), base)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _round(value: float) -> float:
    return round(value, 2)
