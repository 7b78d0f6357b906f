"""The form in which a text is kept: one paragraph per line, so that Git's own diff and blame speak of paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .blocks import Block, Kind, split
from .blocks_patterns import setext_level

_MARKER = re.compile(r"[ \t]*((?:\d+\.|[*+-])[ \t]+)")
_NOTE = re.compile(r" {0,3}\[\^[^\]]*\]:[ \t]*")
_QUOTED = re.compile(r" {0,3}>[ ]?")
_STARTS_SOMETHING = re.compile(
    r"[ \t]*(?:\d+\.(?:[ \t]|$)|[-+*](?:[ \t]|$)|[>#|=:~]|```|---|\[[^\]]*\]:|\*\[)"
)
"""A further line that begins so is left where it is: the writer meant something by its beginning."""


def storage_form(source: str) -> str:
    """Return `source` with LF line endings, one final line feed, and the lines of each paragraph joined into one.

    Lines are joined only where the page stays the same but for white space; nothing else is rewritten, and the
    form of a form is itself.
    """
    source = source.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if not source:
        return ""
    lines = (source + "\n").split("\n")
    result: list[str] = []
    done = 0
    for block in split(source):
        result.extend(lines[done : block.first_line - 1])
        following = lines[block.last_line] if block.last_line < len(lines) else ""
        # One line above an underline would become a heading, and footnotes line by line are read in another way.
        left_alone = setext_level(following) or (block.kind is Kind.FOOTNOTE and following.strip())
        result.extend(block.text.split("\n") if left_alone else _joined(block))
        done = block.last_line
    result.extend(lines[done:])
    return "\n".join(result)


def _joined(block: Block) -> list[str]:
    """Return the lines of a block with its running text joined."""
    lines = block.text.split("\n")
    if len(lines) == 1:
        return lines
    if block.kind is Kind.PARAGRAPH:
        return _by_paragraph(lines, _paragraph_content(lines[0]))
    if block.kind is Kind.ITEM:
        return _by_paragraph(lines, _item_content(lines[0]))
    if block.kind is Kind.FOOTNOTE:
        return _by_paragraph(lines, _note_content)
    if block.kind is Kind.QUOTE:
        return _by_paragraph(lines, _quote_content)
    return lines


Content = Callable[[str, bool], "tuple[str, str] | None"]
"""Splits a line into what stands before its text and the text; the flag says that it is the block's first line."""


def _paragraph_content(first: str) -> Content:
    # A continuation after a nested list stands indented; its further paragraphs stand as deep.
    indent = len(first) - len(first.lstrip(" "))

    def content(line: str, _: bool) -> tuple[str, str] | None:
        return _deindent(line, indent)

    return content


def _item_content(first: str) -> Content:
    expanded = first.expandtabs(4)
    inside = 4 * ((len(expanded) - len(expanded.lstrip(" "))) // 4 + 1)

    def content(line: str, at_first: bool) -> tuple[str, str] | None:
        match = _MARKER.match(line) if at_first else None
        if match is not None:
            return line[: match.end()], line[match.end() :]
        return _deindent(line, inside)

    return content


def _note_content(line: str, at_first: bool) -> tuple[str, str] | None:
    match = _NOTE.match(line) if at_first else None
    return (line[: match.end()], line[match.end() :]) if match else _deindent(line, 4)


def _quote_content(line: str, _: bool) -> tuple[str, str] | None:
    match = _QUOTED.match(line)
    return (line[: match.end()], line[match.end() :]) if match else ("", line)


def _deindent(line: str, most: int) -> tuple[str, str]:
    expanded = line.expandtabs(4)
    indent = min(len(expanded) - len(expanded.lstrip(" ")), most)
    return expanded[:indent], expanded[indent:]


def _by_paragraph(lines: Sequence[str], content: Content) -> list[str]:
    """Join each stretch of lines that is one paragraph of running text."""
    result: list[str] = []
    stretch: list[tuple[str, str]] = []
    originals: list[str] = []
    for number, line in enumerate([*lines, ""]):
        parts = content(line, number == 0)
        blank = parts is None or not parts[1].strip(" \t")
        if not blank and parts is not None:
            stretch.append(parts)
            originals.append(line)
            continue
        result.extend(_join_stretch(stretch, originals))
        stretch, originals = [], []
        result.append(line)
    return result[:-1]


def _join_stretch(stretch: list[tuple[str, str]], originals: list[str]) -> list[str]:
    """Return one stretch joined, or as it was where joining could change the page."""
    if len(stretch) < 2:
        return originals
    texts = [text for _, text in stretch]
    if any(_STARTS_SOMETHING.match(text) for text in texts[1:]) or not _is_running_text(texts):
        return originals
    joined = [originals[0]]
    last = texts[0]
    kept = [texts[0]]
    for original, text in zip(originals[1:], texts[1:], strict=True):
        if last.expandtabs(4).endswith("  ") or last.endswith("\\"):
            joined.append(original)
            kept.append(text)
        else:
            joined[-1] = _meet(joined[-1], text)
            kept[-1] = _meet(kept[-1], text)
        last = text
    return joined if _is_running_text(kept) else originals


def _is_running_text(texts: list[str]) -> bool:
    """Say whether lines are one paragraph, with no address or tag that runs over a line's end."""
    blocks = split("\n".join(texts), front_matter=False)
    if len(blocks) != 1 or blocks[0].kind is not Kind.PARAGRAPH:
        return False
    return not any(text.rfind("<") > text.rfind(">") or text.rfind("](") > text.rfind(")") for text in texts)


def _meet(first: str, second: str) -> str:
    return first.rstrip(" \t") + " " + second.lstrip(" \t")
