"""Tell from its characters what one line of Markdown, or the start of a few, is: as Python-Markdown reads it.

Every question is answered in time linear in the lines it looks at, whatever they hold: where the library's own
pattern could run away, the same decision is made here by hand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

ITEM = re.compile(r" {0,3}(?:(\d+)\.|[*+-]) +")
"""The start of a list item; group 1 is set for a numbered one."""
QUOTE = re.compile(r" {0,3}>")
FOOTNOTE = re.compile(r" {0,3}\[\^[^\]]*\]:")
_SETEXT = re.compile(r"(?:=+|-+) *")
_REFERENCE = re.compile(r" {0,3}\[[^\[\]]*\]: *")
_ABBREVIATION = re.compile(r"\*\[[^\\\n]*?\] ?: *")
_FENCE_OPENS = re.compile(
    r"(~{3,}|`{3,}) *(?:\{[^}]*\}|\.?[\w#.+-]* *(?:hl_lines=(?:\"[^\"]*\"|'[^']*') *)?)"
)
_FENCE_CLOSES = re.compile(r"(~{3,}|`{3,}) *")
_PIPES = re.compile(r"\\\\|\\?`+|\\\||\|")
_CLOSED_BORDER = re.compile(r"(?<!\\)(?:\\\\)*\|$")
_FRONT_MATTER_KEY = re.compile(r"[A-Za-z_][\w-]*[ \t]*:")


def is_blank(line: str) -> bool:
    """Say whether a line ends a paragraph."""
    return not line or not line.strip(" ")


def heading_level(line: str) -> int:
    """Return the level of a heading written with `#`, or 0; a line ending in a lone backslash is none."""
    if not line.startswith("#") or (len(line) - len(line.rstrip("\\"))) % 2:
        return 0
    return min(6, len(line) - len(line.lstrip("#")))


def setext_level(line: str) -> int:
    """Return the level of the heading that `line` underlines, or 0."""
    if line[:1] not in ("=", "-") or not _SETEXT.fullmatch(line):
        return 0
    return 1 if line[0] == "=" else 2


def is_rule(line: str) -> bool:
    """Say whether a line is a horizontal rule (`---`, `* * *`)."""
    inner = line.strip(" ")
    if len(inner) < 3 or inner[0] not in "-_*" or line.startswith("    "):
        return False
    return inner.count(inner[0]) >= 3 and not inner.replace(inner[0], "").strip(" ") and "   " not in inner


def front_matter_end(lines: Sequence[str]) -> int:
    """Return how many lines the front matter at the top takes, 0 when there is none."""
    if len(lines) < 3 or lines[0].rstrip() != "---" or not _FRONT_MATTER_KEY.match(lines[1]):
        return 0
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() in ("---", "..."):
            return number
    return 0


def find_fences(lines: Sequence[str], start: int) -> dict[int, int]:
    """Return the fenced code from line `start` on: the index of each opening line with that of its closing one."""
    closing: dict[str, list[int]] = {}
    candidates = [i for i in range(start, len(lines)) if lines[i].startswith(("```", "~~~"))]
    for i in candidates:
        if match := _FENCE_CLOSES.fullmatch(lines[i]):
            closing.setdefault(match.group(1), []).append(i)
    fences: dict[int, int] = {}
    done = start
    for i in candidates:
        if i < done or not (match := _FENCE_OPENS.fullmatch(lines[i])):
            continue
        ends = closing.get(match.group(1), [])
        place = bisect_right(ends, i)
        if place < len(ends):
            fences[i] = ends[place]
            done = ends[place] + 1
    return fences


def is_table(lines: Sequence[str], start: int, end: int) -> bool:
    """Say whether the lines from `start` to before `end` are a table."""
    if end - start < 2:
        return False
    delimiter = lines[start + 1].strip(" ")
    if not delimiter or delimiter.strip("|:- "):
        return False
    header = lines[start].strip(" ")
    left, right = header.startswith("|"), _CLOSED_BORDER.search(header) is not None
    columns = _columns(header, left or right)
    if columns == 1:
        if not (left or right):
            return False
        rows = (lines[i].strip(" ") for i in range(start + 1, end))
        if not all(row.startswith("|") or _CLOSED_BORDER.search(row) for row in rows):
            return False
    return columns == _columns(delimiter, left or right)


def _columns(row: str, bordered: bool) -> int:
    """Count the cells of a row."""
    if bordered:
        row = _CLOSED_BORDER.sub("", row.removeprefix("|"))
    return len(cell_bars(row)) + 1


def cell_bars(row: str) -> list[int]:
    """Return the places of the upright bars that part cells: those neither escaped nor in code."""
    ticks: list[tuple[int, int, int]] = []
    pipes: list[int] = []
    for match in _PIPES.finditer(row):
        found = match.group()
        if found == "|":
            pipes.append(match.start())
        elif "`" in found:
            ticks.append((match.start(), len(found), int(found[0] == "\\")))
    spans = _code_spans(ticks)
    bars, span = [], 0
    for pipe in pipes:
        while span < len(spans) and spans[span][1] < pipe:
            span += 1
        if span == len(spans) or pipe < spans[span][0]:
            bars.append(pipe)
    return bars


def _code_spans(ticks: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Pair runs of backticks given as (place, length, escaped) into code spans (first, last character)."""
    places: dict[int, list[int]] = {}
    for index, (_, length, escaped) in enumerate(ticks):
        places.setdefault(length - escaped, []).append(index)
    spans: list[tuple[int, int]] = []
    index = 0
    while index < len(ticks):
        start, length, escaped = ticks[index]
        size = length - 2 * escaped  # An escaped run closes as what it shows, and opens as one less.
        same = places.get(size, [])
        later = bisect_right(same, index)
        if size and later < len(same):
            end_start, end_length, _ = ticks[same[later]]
            spans.append((start, end_start + end_length - 1))
            index = same[later]
        index += 1
    return spans


def definition_end(lines: Sequence[str], start: int, end: int) -> int:
    """Return the index after the link or abbreviation definition at line `start`, or `start` when it is none."""
    line = lines[start]
    following = lines[start + 1].strip(" ") if start + 1 < end else ""
    if match := _ABBREVIATION.match(line):
        if line[2 : line.index("]")].strip() == "":
            return start
        if line[match.end() :].strip():
            return start + 1
        return start + 2 if following else start
    match = _REFERENCE.match(line)
    if match is None:
        return start
    rest, last = line[match.end() :].rstrip(" "), start + 1
    if not rest:
        if not following:
            return start
        rest, last = following, start + 2
        following = lines[last].strip(" ") if last < end else ""
    _, _, title = rest.partition(" ")
    if "\t" in rest or (title and not _is_title(title.strip(" "))):
        return start
    return last + 1 if not title and _is_title(following) else last


def _is_title(text: str) -> bool:
    return len(text) > 1 and (text[0], text[-1]) in (('"', '"'), ("'", "'"), ("(", ")"))
