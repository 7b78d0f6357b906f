"""The passages where a coordinator has a choice: what the form offers for each, and what was chosen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from wgec_living.domain.blocks import Block, Kind
from wgec_living.domain.comparison import words
from wgec_living.domain.merging import Combined
from wgec_living.domain.merging import Run as Joined
from wgec_living.domain.merging_sentences import Reading, cells_in, compose, is_by_cell, row_of
from wgec_living.domain.rows import pieces
from wgec_living.services.views_deciding import Conflict, Joint, Preview

from .redline import Run
from .words import block_name

OURS, THEIRS, BOTH, OTHER = "ours", "theirs", "both", "other"
Sent = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """One sentence (or cell) of a clash with what can be chosen for it."""

    name: str
    """Of its fields: `reading-…` for the choice, `words-…` for words of the coordinator's own."""
    reading: Reading
    together: str | None
    """Both changes in one sentence, where that can be."""
    choice: str
    words: str

    @property
    def ours(self) -> tuple[Run, ...]:
        """The words in force, with what they changed marked."""
        return _marked(self.reading.base, self.reading.ours)

    @property
    def theirs(self) -> tuple[Run, ...]:
        """The words proposed, with what they change marked."""
        return _marked(self.reading.base, self.reading.theirs)

    @property
    def nothing(self) -> str:
        """What to say where a side has no words."""
        return "(taken out)" if self.reading.base else "(nothing)"

    @property
    def result(self) -> str | None:
        """The words chosen; None while nothing is."""
        if self.reading.same:
            return self.reading.theirs
        answers = {
            OURS: self.reading.ours,
            THEIRS: self.reading.theirs,
            BOTH: self.together,
            OTHER: self.words,
        }
        return answers.get(self.choice)


@dataclass(frozen=True)
class Cell:
    """One cell of a row in which both changes stand together."""

    name: str
    runs: tuple[Joined, ...]
    text: str


@dataclass(frozen=True)
class Passage:
    """One place of the text where a coordinator has a choice."""

    key: int
    name: str
    heading: str
    joint: Joint | None
    text: str
    """For a joint one: the words that shall stand."""
    cells: tuple[Cell, ...] = ()
    """Of a joint row; its `text` is made of them."""
    conflict: Conflict | None = None
    parts: tuple[Part, ...] = ()
    by_cell: bool = False
    reworded: bool = False
    """Whether nobody else's words meet here, and the coordinator may word it otherwise."""

    @property
    def result(self) -> str | None:
        """The words that shall stand here; None while something is not chosen yet."""
        if self.conflict is None:
            return self.text
        chosen = [part.result for part in self.parts]
        known = [words for words in chosen if words is not None]
        return compose(self.conflict.clash, known) if len(known) == len(chosen) else None


def passages(preview: Preview, sent: Sent) -> tuple[Passage, ...]:
    """Return every place of a preview where there is a choice, in reading order, filled with what was `sent`.

    The fields are named after the words themselves: where these moved on, an old choice counts for nothing.
    """
    found = [_joint(place, sent) for place in preview.joint]
    found += [_clash(place, sent) for place in preview.conflicts]
    found += [_own(at, block, sent) for at, block in enumerate(preview.passages)]
    return tuple(sorted(found, key=lambda passage: passage.key))


def chosen(places: Sequence[Passage]) -> dict[int, str]:
    """Return the words chosen for each place by its key, leaving out what is not chosen yet."""
    return {place.key: place.result for place in places if place.result is not None}


def missing(places: Sequence[Passage]) -> dict[str, str]:
    """Return for each choice not made yet the name of its field and a sentence."""
    return {
        f"reading-{part.name}": f"{place.heading}: please choose which words shall stand."
        for place in places
        for part in place.parts
        if part.result is None
    }


def mark_of_choices(places: Sequence[Passage]) -> str:
    """Return a mark that changes with any choice."""
    held = "\0".join(f"{place.name}\1{place.result}" for place in places)
    return hashlib.sha256(held.encode("utf-8", "surrogatepass")).hexdigest()[:32] if places else ""


def _joint(place: Joint, sent: Sent) -> Passage:
    combined = place.combined
    name = _mark("joint", combined.base, combined.text)
    heading = _heading(place.number, combined)
    if combined.kind is Kind.ROW and combined.base and "`" not in combined.text:
        row, rule, below = combined.text.partition("\n")
        cells = _joint_cells(name, combined.runs, cells_in(row), sent)
        text = row_of([cell.text for cell in cells]) + rule + below
        return Passage(combined.key, name, heading, place, text, cells)
    return Passage(combined.key, name, heading, place, _plain(sent.get(f"passage-{name}", combined.text)))


def _own(at: int, block: Block, sent: Sent) -> Passage:
    name = _mark("own", str(at), block.text)
    return Passage(at, name, "", None, _plain(sent.get(f"passage-{name}", block.text)), reworded=True)


def _joint_cells(name: str, runs: Sequence[Joined], texts: Sequence[str], sent: Sent) -> tuple[Cell, ...]:
    parts: list[list[Joined]] = [[]]
    for run in runs:
        first, *rest = pieces(run.text)[0]
        parts[-1].append(Joined(run.op, run.by, first))
        parts += [[Joined(run.op, run.by, text)] for text in rest]
        if "\n" in run.text:
            break
    said = [tuple(run for run in part if run.text) for part in parts]
    inner = said[1 : len(texts) + 1] if not "".join(run.text for run in said[0]).strip() else said
    return tuple(
        Cell(f"{name}-{at}", runs, _plain(sent.get(f"passage-{name}-{at}", text)))
        for at, (runs, text) in enumerate(zip(inner, texts, strict=False), 1)
    )


def _clash(place: Conflict, sent: Sent) -> Passage:
    clash = place.clash
    name = _mark("clash", clash.base, clash.ours, clash.theirs)
    parts = []
    for number, reading in enumerate(place.readings, 1):
        own = f"{name}-{number}"
        choice = sent.get(f"reading-{own}", reading.default)
        known = _plain(sent.get(f"words-{own}", (reading.theirs or reading.ours).strip()))
        parts.append(Part(own, reading, reading.together(), choice, known))
    heading = (
        "A passage that was taken out"
        if clash.place is None
        else block_name(place.number, clash.kind, clash.ours)
    )
    return Passage(clash.key, name, heading, None, "", (), place, tuple(parts), is_by_cell(clash))


def _heading(number: int | None, combined: Combined) -> str:
    if combined.base:
        return block_name(number, combined.kind, combined.base)
    return "Two insertions at one place"


def _marked(base: str, side: str) -> tuple[Run, ...]:
    base, side = base.strip(), side.strip()  # The space after a sentence is nobody's change.
    if not base or not side:
        return (Run("same", escape(side)),) if side else ()
    return tuple(Run(op, escape(text)) for op, text in words(base, side))


def _mark(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
