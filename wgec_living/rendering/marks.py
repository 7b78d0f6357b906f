"""Mark in the tree which element is which block, and cut the cleaned HTML at the marks.

The marks hold a token nobody can guess, ride through the cleaning as an attribute or as text, and are all gone
afterwards. Runs in the worker process only.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence

from .cleaning import MARK

_MARKABLE = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "hr"))
_LISTS = frozenset(("ul", "ol"))

_KEY = "m[0-9a-f]{24}"
_MARKS = re.compile(
    rf'<sup {MARK}="{_KEY}-([fp])(\d+)"></sup>|(<pre)? {MARK}="{_KEY}-(\d+)"|{_KEY}-(?:t(\d+)|k);'
)

JsonPiece = str | list[str | int]
"""What is sent to the server: HTML, or `["a", block]`, `["t", block]`, `["f", number, linked]`, `["k"]`."""


def mark_blocks(
    root: etree.Element, kinds: Sequence[str], quotes: Sequence[etree.Element | None], token: str
) -> list[int]:
    """Mark the elements that are the unit's blocks, whose kinds are given; return those without an element."""
    targets: list[etree.Element | None]
    first = root[0] if len(root) else None
    if kinds[0] == "row":
        targets = list(root.iter("tr"))
    elif kinds[0] == "quote":
        targets = list(quotes)
    elif kinds[0] == "item":
        targets = _list_targets(root, kinds)
    elif kinds[0] == "code":
        return list(range(1, len(kinds)))
    else:
        targets = [first]
    lost = []
    for block in range(len(kinds)):
        element = targets[block] if len(targets) >= len(kinds) else None
        if element is None or not _mark(element, block, token):
            lost.append(block)
    return lost


def _mark(element: etree.Element, block: int, token: str) -> bool:
    if element.tag == "tr" and len(element):
        element[0].text = f"{token}-t{block};{element[0].text or ''}"
    elif element.tag in _MARKABLE:
        if element.tag != "hr":
            element.text = f"{token}-t{block};{element.text or ''}"
    else:
        return False
    element.set(MARK, f"{token}-{block}")
    return True


def _list_targets(root: etree.Element, kinds: Sequence[str]) -> list[etree.Element | None]:
    """Return the element of each block of a list, or nothing when the tree and the blocks tell two stories."""
    for skip_first in (True, False):
        found = list(_items(root, skip_first))
        if [kind for kind, _ in found] == list(kinds):
            return [element for _, element in found]
    return []


def _items(root: etree.Element, skip_first: bool) -> Iterator[tuple[str, etree.Element]]:
    """Yield in order the items and what continues an item after a list in it.

    With `skip_first` the first item of a list that opens its item (`- - a`) is on its parent's line and left out.
    """
    stack: list[tuple[etree.Element, bool]] = [(child, False) for child in reversed(root)]
    while stack:
        element, skipped = stack.pop()
        if element.tag in _LISTS:
            items = [(item, skipped and number == 0) for number, item in enumerate(element)]
            stack.extend(reversed(items))
        elif element.tag == "li":
            if not skipped:
                yield "item", element
            stack.extend(reversed(_inside(element, skip_first)))
        else:
            yield "paragraph", element


def _inside(item: etree.Element, skip_first: bool) -> list[tuple[etree.Element, bool]]:
    """Return the lists in an item, and the first element after each."""
    inside: list[tuple[etree.Element, bool]] = []
    after_list = False
    for number, child in enumerate(item):
        if child.tag in _LISTS:
            opens = skip_first and number == 0 and not (item.text or "").strip()
            inside.append((child, opens))
            after_list = True
        elif after_list:
            inside.append((child, False))
            after_list = False
    return inside


def mark_notes_in_links(root: etree.Element, token: str) -> None:
    """Mark the footnote references that stand inside a link: no link may hold another."""
    for link in root.iter("a"):
        for note in link.iter("sup"):
            mark = note.get(MARK, "")
            if mark.startswith(f"{token}-f"):
                note.set(MARK, mark.replace("-f", "-p", 1))


def mark_returns(root: etree.Element, token: str) -> None:
    """Mark where a footnote's links back go: the end of its last paragraph, or one of their own."""
    last = root[-1] if len(root) else None
    if last is None or last.tag != "p":
        last = etree.SubElement(root, "p")
        last.text = f"{token}-k;"
    elif len(last):
        last[-1].tail = f"{(last[-1].tail or '').rstrip()}\u00a0{token}-k;"
    else:
        last.text = f"{(last.text or '').rstrip()}\u00a0{token}-k;"


def cut(html: str, token: str, notes: Sequence[str]) -> list[JsonPiece]:
    """Return cleaned HTML cut at its marks; a marked `<pre>` is put into a division that takes its slots."""
    pieces: list[JsonPiece] = []
    done = 0
    for match in _MARKS.finditer(html):
        if token not in match.group():
            continue
        linked, note, pre, block, tools = match.groups()
        before = html[done : match.start()]
        done = match.end()
        if note is not None:
            pieces += [before, ["f", notes[int(note)], int(linked == "f")]]
        elif tools is not None:
            pieces += [before, ["t", int(tools)]]
        elif block is None:
            pieces += [before, ["k"]]
        elif pre is None:
            pieces += [before, ["a", int(block)]]
        else:
            pieces += [f'{before}<div class="code"', ["a", int(block)], ">", ["t", int(block)]]
            end = html.index("</pre>", done) + len("</pre>")
            pieces.append(f"<pre{html[done:end]}</div>")
            done = end
    pieces.append(html[done:])
    if any(token in piece for piece in pieces if isinstance(piece, str)):
        raise ValueError("a mark was not understood")
    return [piece for piece in pieces if piece != ""]
