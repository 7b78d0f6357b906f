"""Each change of a comparison told in a plain sentence: “Paragraph 12: ‘shall’ became ‘should’.”"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from .blocks import Block, Kind
from .comparison import Change, Changes
from .comparison_front import front_changed, is_front
from .comparison_marks import said
from .comparison_words import Runs, tokens
from .rows import pieces

MOST_TOLD = 3
"""With more places than this, the words that came and went are counted instead."""
MOST_QUOTED = 60
"""Characters of a quotation; of a longer one the beginning and the end are given, in whole words."""
_MARKS = re.compile(r"(?<!\\)(?:\*+|`+|\|)")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Part(NamedTuple):
    """A piece of a sentence: our words, or a quotation of the text."""

    text: str
    quoted: bool = False


Sentence = tuple[Part, ...]


def plain(sentence: Sentence) -> str:
    """Return a sentence as one string, quotations between quotation marks."""
    return "".join([f"“{part.text}”" if part.quoted else part.text for part in sentence])


def numbered(blocks: Sequence[Block]) -> tuple[int | None, ...]:
    """Return the number that pages show beside each block; headings, heads of tables and hidden ones have none."""
    numbers: list[int | None] = []
    count = 0
    for place, block in enumerate(blocks):
        head = block.kind is Kind.ROW and (place == 0 or blocks[place - 1].unit != block.unit)
        counts = not head and block.kind not in (Kind.HEADING, Kind.DEFINITION)
        count += counts
        numbers.append(count if counts else None)
    return tuple(numbers)


def unit_starts(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Return for each block the index of the first one of its table, list or the like: of a row, its table's head."""
    starts: list[int] = []
    for place, block in enumerate(blocks):
        begins = place == 0 or blocks[place - 1].unit != block.unit
        starts.append(place if begins else starts[-1])
    return tuple(starts)


class Teller:
    """Tells the changes of one comparison; numbers are those of the newer text, of what went or moved the older's."""

    def __init__(self, changes: Changes) -> None:
        self._older, self._newer = changes.older, changes.newer
        self._old_numbers, self._new_numbers = numbered(changes.older), numbered(changes.newer)
        self._stayed = changes.stayed
        self._starts = unit_starts(changes.newer)

    def tell(self, change: Change) -> Sentence:
        """Return the sentence for a change; the changes need not hold the unchanged steps."""
        if is_front(change.new_block or change.old_block):
            return _front_told(change)
        told = {"added": self._added, "removed": self._removed, "moved": self._moved}.get(change.kind)
        if change.kind in ("split", "joined"):
            told = self._cut
        sentence = (told or self._edited)(change)
        if change.coarse:
            sentence += (Part(" It is too long to be compared word by word."),)
        return sentence

    def name_old(self, place: int) -> Sentence:
        """Return what a block of the older text is called."""
        return _name(self._older[place], self._old_numbers[place])

    def name_new(self, place: int) -> Sentence:
        """Return what a block of the newer text is called."""
        return _name(self._newer[place], self._new_numbers[place])

    def _added(self, change: Change) -> Sentence:
        return (*self.name_new(change.news[0]), Part(" was added."))

    def _removed(self, change: Change) -> Sentence:
        return (*self.name_old(change.olds[0]), Part(" was removed."))

    def _edited(self, change: Change) -> Sentence:
        return (*self.name_new(change.news[0]), Part(": "), *self._words(change), Part("."))

    def _moved(self, change: Change) -> Sentence:
        where = self._where(change.news[0])
        sentence = (*self.name_old(change.olds[0]), *where)
        if change.reworded or change.formatting:
            sentence += (Part(", and there "), *self._words(change))
        return (*sentence, Part("."))

    def _where(self, place: int) -> Sentence:
        at = bisect_left(self._stayed, (place,)) - 1
        if at < 0:
            return (Part(" moved to the beginning"),)
        name = self.name_old(self._stayed[at][1])
        return (Part(" moved after "), *_lowered(name))

    def _cut(self, change: Change) -> Sentence:
        number = len(change.news) if change.kind == "split" else len(change.olds)
        word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
        if change.kind == "split":
            sentence = (*self.name_old(change.olds[0]), Part(f" was split in {word}"))
        else:
            names = [self.name_old(place) for place in change.olds]
            sentence = (*_listed(names), Part(" were joined into one"))
        if change.moved:
            sentence += (Part(" and moved"),)
        if change.reworded:
            sentence += (Part("; "), *_runs_told(change.words))
        return (*sentence, Part("."))

    def _words(self, change: Change) -> Sentence:
        if change.formatting:
            return (Part("only the formatting changed"),)
        if not change.reworded:
            return (Part("only spaces changed"),)
        if change.coarse:
            return (Part("the words changed"),)
        if change.cells and change.new is not None:
            told = self._cells(change)
            if told:
                return told
        return _runs_told(change.words)

    def _cells(self, change: Change) -> Sentence:
        """Return what became of the cells, each with its column's name, where there are few."""
        heads = self._columns(change.news[0])
        edited = [i for i, cell in enumerate(change.cells) if any(op != "same" for op, _ in cell)]
        if not edited or len(edited) > MOST_TOLD or len(heads) != len(change.cells):
            return ()
        sentence: Sentence = ()
        for count, place in enumerate(edited):
            sentence += (Part("; in " if count else "in "), Part(_short(heads[place]), True), Part(", "))
            sentence += _runs_told(change.cells[place])
        return sentence

    def _columns(self, place: int) -> list[str]:
        head = said(self._newer[self._starts[place]])
        return [cell.strip() for cell in pieces(head)[0]]


def _front_told(change: Change) -> Sentence:
    sentence: Sentence = ()
    for words, quoted in front_changed(change):
        start = " " + words if sentence else words
        sentence += (Part(start), Part(_short(quoted), True), Part(".")) if quoted else (Part(start),)
    return sentence


def _name(block: Block, number: int | None) -> Sentence:
    if block.kind is Kind.DEFINITION:
        return (Part("The head of the file" if is_front(block) else "A definition"),)
    if number is None:
        word = "Heading " if block.kind is Kind.HEADING else "Table head "
        return (Part(word), Part(_short(said(block).replace(" | ", ", ")), True))
    word = {Kind.ROW: "Row", Kind.FOOTNOTE: "Footnote"}.get(block.kind, "Paragraph")
    return (Part(f"{word} {number}"),)


def _lowered(name: Sentence) -> Sentence:
    first, *rest = name
    return (Part(first.text[:1].lower() + first.text[1:], first.quoted), *rest)


def _listed(names: Sequence[Sentence]) -> Sentence:
    sentence = names[0]
    for place, name in enumerate(names[1:], 2):
        sentence += (Part(" and " if place == len(names) else ", "), *_lowered(name))
    return sentence


def _runs_told(runs: Runs) -> Sentence:
    """Return what became of the words: “a” became “b”; “c” was added; or counts where there are many places."""
    places = replaced(runs)
    if not places:
        return (Part("only signs and spaces changed"),)
    if len(places) > MOST_TOLD:
        gone = sum(_counted(before) for before, _ in places)
        come = sum(_counted(after) for _, after in places)
        words = f"{gone:,} {'word was' if gone == 1 else 'words were'} removed and {come:,} added"
        return (Part(f"{words}, in {len(places):,} places"),)
    sentence: Sentence = ()
    for count, (before, after) in enumerate(places):
        if count:
            sentence += (Part("; "),)
        if not before:
            sentence += (Part(_short(after), True), Part(" was added"))
        elif not after:
            sentence += (Part(_short(before), True), Part(" was removed"))
        else:
            sentence += (Part(_short(before), True), Part(" became "), Part(_short(after), True))
    return sentence


def replaced(runs: Runs) -> list[tuple[str, str]]:
    """Return the words that went and came at each place where any did."""
    found: list[tuple[str, str]] = []
    gone = ""
    for op, text in (*runs, ("same", "")):
        if op == "removed":
            gone = text
        else:
            pair = (without_marks(gone), without_marks(text if op == "added" else ""))
            if any(pair):
                found.append(pair)
            gone = ""
    return found


def without_marks(text: str) -> str:
    """Return words without the signs of formatting between them, each space one."""
    return " ".join(_MARKS.sub("", text).split())


def _counted(text: str) -> int:
    return sum(any(letter.isalnum() for letter in token) for token in tokens(text))


def _short(text: str) -> str:
    if len(text) <= MOST_QUOTED:
        return text
    half = MOST_QUOTED // 2
    start, end = text[:half], text[-half + 3 :]
    if " " in start and not text[half].isspace():
        start = start.rsplit(" ", 1)[0]
    if " " in end and not text[-half + 2].isspace():
        end = end.split(" ", 1)[1]
    return f"{start.rstrip()} … {end.lstrip()}"
