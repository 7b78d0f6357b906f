"""Words that contributions are about, marked where they stand in the laid-out text.

The offsets of an anchor count in a block's source, the page shows what is read of it. Both are compared by their signs
without white space; where they differ, as in a block too complex to be laid out, nothing is marked rather than the
wrong words: the sign in the margin still says that something was said.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from wgec_living.domain.blocks import Kind
from wgec_living.domain.reading import read
from wgec_living.services.views import BlockView, RenderedUnit, Slot

_TOKEN = re.compile(r'<(?:"[^"]*"|[^">])*(?:>|$)|&[#\w]{1,32};|.', re.DOTALL)
"""A tag, also one cut off by a slot within it; an entity; any other sign."""
_RUN = re.compile(_TOKEN.pattern.replace("|.", "|[^<&]+|."), re.DOTALL)
"""The same, with signs that need not be told apart taken together."""
_SKIPPED = {
    "</sup>": re.compile(r'<sup\b[^>]*id="fnref'),
    "</a>": re.compile(r'<a\b[^>]*class="footnote-backref"'),
}
"""What the page adds to the words: footnotes' numbers and the ways back, by the tag that ends it."""
MOST_SIGNS = 3
"""More contributions that end at one place are told by one sign."""


class Words(NamedTuple):
    """Some words of a block that a contribution is about."""

    number: int
    start: int
    """The first sign, counted in what is read of the block without white space."""
    end: int
    changed: bool
    """Whether they read otherwise than when it was written."""


class Marks(NamedTuple):
    """What to mark in a block, and the block's words without white space, by which it is found on the page."""

    words: tuple[Words, ...]
    solid: str


KEPT = 4_096
"""So many blocks and units are remembered: what was said changes one at a time, and most texts never."""


def words_in(block: BlockView, spans: Iterable[tuple[int, int, int, bool]]) -> Marks:
    """Return what to mark in a block, given number, source range and whether it changed, of each contribution."""
    return _words_in(block.text, block.kind, tuple(spans))


@lru_cache(KEPT)
def _words_in(text: str, kind: str, spans: tuple[tuple[int, int, int, bool], ...]) -> Marks:
    reading = read(text, Kind(kind))
    solid = [place for place, sign in enumerate(reading.text) if not sign.isspace()]
    found = []
    for number, start, end, changed in spans:
        first, last = reading.as_read(start, end)
        words = Words(number, bisect_left(solid, first), bisect_left(solid, last), changed)
        if words.start < words.end:
            found.append(words)
    return Marks(tuple(found), "".join(reading.text.split()))


def marked(unit: RenderedUnit, wanted: Mapping[int, Marks]) -> tuple[str | Slot, ...]:
    """Return the pieces of a unit with the words of its blocks marked; `wanted` is by index of the block."""
    if wanted.keys().isdisjoint(unit.blocks):
        return unit.pieces
    here = tuple((block, wanted[block]) for block in dict.fromkeys(unit.blocks) if block in wanted)
    return _marked(unit.pieces, here)


@lru_cache(KEPT)
def _marked(pieces: tuple[str | Slot, ...], wanted: tuple[tuple[int, Marks], ...]) -> tuple[str | Slot, ...]:
    shown = _shown(pieces)
    sure = {block: marks.words for block, marks in wanted if shown.get(block) == marks.solid}
    return tuple(_pieces(pieces, {block: _cuts(words) for block, words in sure.items()}))


def solid(block: BlockView) -> str:
    """Return what is read of a block, without white space."""
    return "".join(read(block.text, Kind(block.kind)).text.split())


def shown_words(unit: RenderedUnit) -> dict[int, str]:
    """Return what the page shows of each block of a unit, without white space."""
    return _shown(unit.pieces)


def tokens_of(unit: RenderedUnit) -> Iterator[tuple[int | None, str | Slot, bool]]:
    """Yield tags, entities, signs and slots of a unit, each with its block and whether the page added it."""
    return _tokens(unit.pieces, _TOKEN)


def _shown(pieces: Sequence[str | Slot]) -> dict[int, str]:
    """Return what the page shows of each block, without white space."""
    shown: dict[int, list[str]] = {}
    for block, token, skipped in _tokens(pieces, _RUN):
        if block is not None and not skipped and isinstance(token, str) and not token.startswith("<"):
            shown.setdefault(block, []).append(unescape(token))
    return {block: "".join("".join(signs).split()) for block, signs in shown.items()}


def _tokens(
    pieces: Iterable[str | Slot], tokens: re.Pattern[str]
) -> Iterator[tuple[int | None, str | Slot, bool]]:
    """Yield tags, entities, signs and slots of a unit, each with its block and whether the page added it."""
    block: int | None = None
    until = ""
    for piece in pieces:
        if isinstance(piece, Slot):
            # The words begin after the tools; before them stands what is left of the opening tag.
            block = piece.block if piece.place == "tools" else None
            yield block, piece, False
            continue
        for token in tokens.findall(piece):
            if not until:
                until = next((end for end, begins in _SKIPPED.items() if begins.match(token)), "")
            yield block, token, bool(until)
            if token == until:
                until = ""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A stretch of signs with the contributions that are about it, and those that end with it."""

    start: int
    end: int
    numbers: tuple[int, ...]
    changed: bool
    ending: tuple[int, ...]


def _cuts(words: Sequence[Words]) -> tuple[_Cut, ...]:
    edges = sorted({edge for one in words for edge in (one.start, one.end)})
    cuts = []
    for start, end in pairwise(edges):
        over = [one for one in words if one.start <= start and end <= one.end]
        if over:
            ending = tuple(one.number for one in over if one.end == end)
            changed = all(one.changed for one in over)
            cuts.append(_Cut(start, end, tuple(one.number for one in over), changed, ending))
    return tuple(cuts)


def _pieces(pieces: Iterable[str | Slot], cuts: Mapping[int, Sequence[_Cut]]) -> Iterator[str | Slot]:
    at: dict[int, int] = dict.fromkeys(cuts, 0)
    opened: _Cut | None = None
    parts: list[str] = []
    for block, token, skipped in _tokens(pieces, _RUN):
        if isinstance(token, Slot):
            if parts:
                yield "".join(parts)
                parts = []
            yield token
            continue
        if block not in cuts or block is None or skipped or token.startswith("<"):
            if opened is not None:
                parts.append("</mark>")
                opened = None
            parts.append(token)
            continue
        for stretch, signs, cut in _stretches(token, at[block], cuts[block]):
            if signs and opened is not None and cut is not opened:
                parts.append("</mark>")
                opened = None
            if signs and opened is None and cut is not None:
                parts.append(_opening(cut))
                opened = cut
            parts.append(stretch)
            at[block] += signs
            if signs and cut is not None and at[block] == cut.end:
                parts.append("</mark>")
                opened = None
                parts.append(_signs(cut.ending))
    if parts:
        yield "".join(parts)


def _stretches(token: str, at: int, cuts: Sequence[_Cut]) -> Iterator[tuple[str, int, _Cut | None]]:
    """Yield the words of a token cut where a cut begins or ends, each with its number of signs; white space has none.

    `at` counts the signs of the block before it. An entity is one sign.
    """
    if token.startswith("&"):
        starts, width = ([] if unescape(token).isspace() else [0]), len(token)
    else:
        starts, width = [place for place, sign in enumerate(token) if not sign.isspace()], 1
    begin = done = 0
    while done < len(starts):
        cut = _cut_at(cuts, at + done)
        left = (_edge_after(cuts, at + done) if cut is None else cut.end) - at - done
        if begin < starts[done]:
            yield token[begin : starts[done]], 0, None
        signs = min(left, len(starts) - done)
        # White space after the last sign of a cut is not marked.
        end = starts[done + signs - 1] + width if signs == left else len(token)
        yield token[starts[done] : end], signs, cut
        begin, done = end, done + signs
    if begin < len(token):
        yield token[begin:], 0, None


def _edge_after(cuts: Sequence[_Cut], place: int) -> int:
    """Return where the next cut begins; far away where there is none."""
    following = bisect_right(cuts, place, key=lambda cut: cut.start)
    return cuts[following].start if following < len(cuts) else place + (1 << 30)


def _cut_at(cuts: Sequence[_Cut], place: int) -> _Cut | None:
    before = bisect_right(cuts, place, key=lambda cut: cut.start)
    return cuts[before - 1] if before and place < cuts[before - 1].end else None


def _opening(cut: _Cut) -> str:
    depth = min(len(cut.numbers), 3)
    changed = " changed" if cut.changed else ""
    numbers = " ".join(map(str, cut.numbers[:20]))
    return f'<mark class="said-on over-{depth}{changed}" data-on="{numbers}">'


def _signs(numbers: Sequence[int]) -> str:
    """Return the signs after words: links to what was said about them."""
    if not numbers:
        return ""
    shown = numbers if len(numbers) <= MOST_SIGNS else numbers[: MOST_SIGNS - 1]
    links = [_sign(number, str(number), f"Contribution {number} is about these words") for number in shown]
    if len(shown) < len(numbers):
        more = len(numbers) - len(shown)
        links.append(
            _sign(numbers[len(shown)], f"+{more}", f"{more} more contributions are about these words")
        )
    return "".join(links)


def _sign(number: int, shown: str, told: str) -> str:
    return f'<a class="sign" href="#c-{number}" lang="en" aria-label="{told}">{shown}</a>'
