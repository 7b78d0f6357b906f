"""Find the items of a list, nested ones too, as Python-Markdown with sane lists nests them."""

from __future__ import annotations

from collections.abc import Sequence

from .blocks_model import Kind
from .blocks_patterns import ITEM

MAX_DEPTH = 40
"""Items nested deeper belong to the item around them: the time per line stays bounded, and nobody can read them."""


class Draft:
    """The blocks found so far, as growing columns."""

    def __init__(self, unit: int = -1) -> None:
        self.kinds: list[Kind] = []
        self.firsts: list[int] = []
        self.ends: list[int] = []
        self.units: list[int] = []
        self.levels: list[int] = []
        self.unit = unit

    def new_unit(self) -> int:
        """Open a rendering unit and return its number."""
        self.unit += 1
        return self.unit

    def add(self, kind: Kind, first: int, end: int, unit: int, level: int = 0) -> None:
        """Append the block of lines `first` to before `end` (0-based)."""
        self.kinds.append(kind)
        self.firsts.append(first)
        self.ends.append(end)
        self.units.append(unit)
        self.levels.append(level)


class OpenList:
    """A list that the next lines may still continue."""

    def __init__(self, lines: Sequence[str], draft: Draft, unit: int) -> None:
        self._lines = lines
        self._draft = draft
        self.unit = unit
        self._types: list[bool] = []
        """For each open level, outermost first: whether its list is numbered."""
        self._owner_depth = 0
        """The nesting depth of the item to which the last block belongs."""

    def takes(self, line: str) -> bool:
        """Say whether an unindented item line goes on with this list, being of its outermost type."""
        match = ITEM.match(line)
        return match is not None and (match.group(1) is not None) == self._types[0]

    def read(self, start: int, end: int) -> None:
        """Read lines `start` to before `end`, which hold no blank line, into items and continuations."""
        line = self._lines[start]
        indent = len(line) - len(line.lstrip(" "))
        base = min(indent // 4, len(self._types))
        match = ITEM.match(line, 4 * base)
        if match is None or base > MAX_DEPTH:
            self._continue(start, end, base)
            return
        del self._types[base:]
        self._types.append(match.group(1) is not None)
        self._item(start, base)
        for number in range(start + 1, end):
            self._line(number, base)

    def _line(self, number: int, base: int) -> None:
        """Read one further line of a run whose items stand at `base`: an item at some level, or more of the last."""
        line = self._lines[number]
        indent = len(line) - len(line.lstrip(" "))
        offset = min(4 * base, indent - indent % 4)
        for level in range(base, len(self._types)):
            left = indent - offset
            if left < 4:
                match = ITEM.match(line, offset)
                if match is not None and (match.group(1) is not None) == self._types[level]:
                    del self._types[level + 1 :]
                    self._item(number, level)
                    return
            deepest = level + 1 == len(self._types)
            if deepest and 4 <= left < 8 and level < MAX_DEPTH:
                match = ITEM.match(line, offset + 4)
                if match is not None:
                    self._types.append(match.group(1) is not None)
                    self._item(number, level + 1)
                    return
            if left >= 4:
                offset += 4
        self._draft.ends[-1] = number + 1

    def _item(self, number: int, level: int) -> None:
        self._draft.add(Kind.ITEM, number, number + 1, self.unit)
        self._owner_depth = level

    def _continue(self, start: int, end: int, base: int) -> None:
        """Read an indented run that starts with no item: more of the last block, or a block of an outer item."""
        draft = self._draft
        depth = max(base - 1, 0)
        del self._types[base if base > 0 else 1 :]
        adjacent = draft.units[-1] == self.unit and not any(
            line.strip(" ") for line in self._lines[draft.ends[-1] : start]
        )
        if adjacent and self._owner_depth == depth:
            draft.ends[-1] = end
            return
        draft.add(Kind.PARAGRAPH, start, end, self.unit)
        self._owner_depth = depth
