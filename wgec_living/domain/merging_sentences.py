"""A clash read sentence by sentence, so that a person can choose for each: the words in force, proposed, or others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .alignment import align
from .blocks_model import Kind
from .merging_model import Clash
from .merging_words import combine, rule_below, text_of
from .rows import one_cell, pieces

_CLOSERS = "\"'”’»›)\\]}」』）】》*_"
_STOPS = ".!?…؟۔।"
# A full stop of a script without spaces ends a sentence at once; others only before a space. Blank lines end one too.
_END = re.compile(
    f"[。！？｡．][{_CLOSERS}]*\\s*|(?<![{_STOPS}])[{_STOPS}]++[{_CLOSERS}]*+\\s++|\\n[ \\t]*\\n\\s*",
)
_LAST_WORD = re.compile(r"[\w.’'°-]*\Z")
_SHORT = frozenset(
    re.findall(
        r"\w+",
        "al alin art arts cap cf ch cit co corr dept doc dr ed eds etc ex fig gen hon ibid inc jr ltd min mr mrs ms no "
        "nos núm op para paras par pp prof pt rec ref rep res rev sec sect ser sr sra st supp suppl trans univ v viz "
        "vol vols vs подп пп ст стр см г гг др т",
    )
)
"""Words that are written with a full stop within a sentence."""
_FULLWIDTH = "。！？｡．、，"


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence (or cell) as it was, as it is in force and as it is proposed; an empty one does not stand there."""

    base: str
    ours: str
    theirs: str

    @property
    def default(self) -> str:
        """Which side's words stand unless somebody chooses: the one that changed; empty where both did."""
        base, ours, theirs = self.base.strip(), self.ours.strip(), self.theirs.strip()
        if ours in (base, theirs):
            return "theirs"
        return "ours" if theirs == base else ""

    @property
    def same(self) -> bool:
        """Whether there is nothing to choose; the space after a sentence is no difference."""
        return self.ours.strip() == self.theirs.strip()

    def together(self) -> str | None:
        """Return both changes of the sentence in one, where they leave each other alone."""
        if self.default or not (self.base and self.ours and self.theirs):
            return None
        runs = combine(Kind.PARAGRAPH, self.base, self.ours, self.theirs)
        return None if runs is None else text_of(runs)


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, each with the white space after it; joined they are the text.

    Careful rather than keen: a full stop after an abbreviation, an initial or a number that begins the text, or before
    a small letter, ends nothing.
    """
    result: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if match.end() < len(text) and _ends(text, start, match):
            result.append(text[start : match.end()])
            start = match.end()
    return (*result, text[start:]) if start < len(text) else tuple(result)


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    sign = match.group()[0]
    if sign in "。！？｡．\n":
        return True
    after = text[match.end()]
    if after.islower():
        return False
    if sign != ".":
        return True
    found = _LAST_WORD.search(text, max(start, match.start() - 30), match.start())
    word = found.group().lower() if found else ""
    numbered = word.isdecimal() and not text[start : match.start() - len(word)].strip(" \t*_-+")
    return not (numbered or "." in word or word in _SHORT or (len(word) == 1 and word.isalpha()))


def readings(clash: Clash) -> tuple[Reading, ...]:
    """Return a clash in parts that can be chosen one by one; joined, each side's parts are its words.

    Of a table row the parts are its cells, without their bars. A side that removed the whole has one empty part.
    """
    if not (clash.base and clash.ours and clash.theirs) or clash.kind is Kind.CODE:
        return (Reading(clash.base, clash.ours, clash.theirs),)
    if clash.kind is Kind.ROW:
        return _cells(clash)
    base, ours, theirs = (sentences(text) for text in (clash.base, clash.ours, clash.theirs))
    return _firm(_rows(base, ours, theirs))


def compose(clash: Clash, chosen: Sequence[str]) -> str:
    """Return a passage of chosen parts, one for each reading; one that is left empty does not stand in it."""
    if is_by_cell(clash):
        return row_of(chosen) + (rule_below(clash.base, clash.ours, clash.theirs) or "")
    text = ""
    for part in (part for part in chosen if part.strip()):
        apart = text and not text[-1].isspace() and text[-1] not in _FULLWIDTH and not part[0].isspace()
        text += (" " if apart else "") + part
    return text.strip("\n").rstrip()


def cells_in(row: str) -> list[str]:
    """Return the cells of a row without the space around them."""
    cells = [cell.strip() for cell in pieces(row)[0]]
    return cells[not cells[0] : len(cells) - (len(cells) > 1 and not cells[-1])]


def row_of(cells: Sequence[str]) -> str:
    """Return a table row of these cells; no word leaves its cell."""
    return "|" + "|".join(f" {words} " if (words := one_cell(cell)) else " " for cell in cells) + "|"


def is_by_cell(clash: Clash) -> bool:
    """Say whether the parts of a clash are the cells of a table row."""
    texts = (clash.base, clash.ours, clash.theirs)
    if clash.kind is not Kind.ROW or not all(texts) or any("`" in text for text in texts):
        return False
    widths = {len(cells_in(text)) for text in texts}
    return len(widths) == 1 and rule_below(*texts) is not None


def _cells(clash: Clash) -> tuple[Reading, ...]:
    if not is_by_cell(clash):
        return (Reading(clash.base, clash.ours, clash.theirs),)
    texts = (clash.base, clash.ours, clash.theirs)
    return tuple(Reading(*cells) for cells in zip(*map(cells_in, texts), strict=True))


def _rows(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[Reading]:
    """Put the sentences of three texts side by side; what one side put in has a row of its own."""
    mine, yours = _beside(base, ours), _beside(base, theirs)
    rows: list[Reading] = []
    for at in range(len(base) + 1):
        put_in = ["".join(side[1].get(at, ())) for side in (mine, yours)]
        if any(put_in):
            rows.append(Reading("", *put_in))
        if at < len(base):
            rows.append(Reading(base[at], mine[0].get(at, ""), yours[0].get(at, "")))
    return rows


def _beside(base: Sequence[str], side: Sequence[str]) -> tuple[dict[int, str], dict[int, list[str]]]:
    kept: dict[int, str] = {}
    put_in: dict[int, list[str]] = {}
    at = 0
    for before, after in align(base, side):
        if before is not None:
            at = before + 1
        if before is not None and after is not None:
            kept[before] = side[after]
        elif after is not None:
            put_in.setdefault(at, []).append(side[after])
    return kept, put_in


def _firm(rows: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the rows with neighbours joined that lack a side: what replaced what is one choice, not two."""
    result: list[Reading] = []
    loose = False
    for row in rows:
        lacks = not (row.base and row.ours and row.theirs)
        if lacks and loose:
            last = result.pop()
            result.append(Reading(last.base + row.base, last.ours + row.ours, last.theirs + row.theirs))
        else:
            result.append(row)
        loose = lacks
    return tuple(result)
