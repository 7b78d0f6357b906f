"""Lay out texts as safe HTML, unit by unit, in a killable child process and within a budget."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from wgec_living.domain.blocks import Block, Kind, split

from .assembly import Assembly, excerpt, from_worker, plain
from .cache import Cache
from .definitions import Definitions, Note, fingerprint, gather
from .model import Piece, RenderedDocument, RenderedUnit, Slot
from .sources import Unit, defining_sources, visible_units
from .workers import Pool, WorkerLostError

PIPELINE = b"1"
"""Change it whenever the same source would be laid out differently, so that nothing old is served from a cache."""
_NOTE_LABEL = re.compile(r" {0,3}\[\^([^\]]*)\]:")
_NOTHING_DEFINED: dict[str, Any] = {"references": {}, "abbreviations": {}, "footnotes": [], "empty": True}
_MOST_LOSSES = 4
"""Children lost over one text before the rest of it is shown as it was written."""
_Laid = tuple[tuple[Piece, ...], bool]


class Renderer:
    """Lays out documents and comments; one for the whole server, used by any number of threads.

    Budgets are seconds of the child's processor time: for a unit, for a text, and more for each 100,000 characters
    of a text. `patience` is the real time after which a silent child is killed. `cache_bytes` bounds the memory for
    what was laid out before. The children start with the first text; `close` ends them.
    """

    def __init__(
        self,
        *,
        unit_seconds: float = 0.5,
        text_seconds: float = 0.6,
        seconds_per_100_000: float = 0.65,
        patience: float = 10.0,
        workers: int = 2,
        cache_bytes: int = 24 * 1024 * 1024,
    ) -> None:
        self._unit_seconds = unit_seconds
        self._text_seconds = text_seconds
        self._more_seconds = seconds_per_100_000 / 100_000
        self._pool = Pool(workers, patience)
        self._laid: Cache[_Laid] = Cache(cache_bytes * 3 // 4)
        self._defined: Cache[dict[str, Any]] = Cache(cache_bytes // 4)

    def document(self, source: str, blocks: tuple[Block, ...], *, prefix: str = "") -> RenderedDocument:
        """Return `source`, whose blocks are given, laid out; `prefix` starts every id of its footnotes."""
        units = visible_units(source, blocks)
        budget = self._text_seconds + self._more_seconds * len(source)
        definitions, shown = self._definitions(blocks, units, budget / 4)
        if shown:
            units = sorted([*units, *shown], key=lambda unit: unit.blocks[0])
        notes = sorted(definitions.notes.values(), key=lambda note: note.number)
        bodies = [Unit((), (), note.source) for note in notes]
        laid = self._lay_out([*units, *bodies], definitions, budget)
        assembly = Assembly(definitions.notes, prefix)
        done = [
            assembly.unit(pieces, unit.blocks, complex_)
            for unit, (pieces, complex_) in zip(units, laid, strict=False)
        ]
        if notes:
            done.append(self._footnotes(assembly, notes, laid[len(units) :]))
        return RenderedDocument(tuple(done))

    def excerpts(
        self, source: str, blocks: tuple[Block, ...], wanted: AbstractSet[int]
    ) -> tuple[RenderedUnit, ...]:
        """Return the units of a text that hold the wanted blocks, laid out as on its page.

        A reference to a footnote stands as its label, for its number depends on what is left out. Blocks that no
        page shows have no unit.
        """
        units = visible_units(source, blocks)
        chosen = [unit for unit in units if not wanted.isdisjoint(unit.blocks)]
        budget = self._text_seconds + self._more_seconds * len(source)
        definitions, _ = self._definitions(blocks, units, budget / 4)
        notes = [note for note in definitions.notes.values() if note.block in wanted]
        bodies = [Unit((), (), note.source) for note in notes]
        laid = self._lay_out([*chosen, *bodies], definitions, budget)
        done = [excerpt(laid_out, unit.blocks) for unit, laid_out in zip(chosen, laid, strict=False)]
        for note, (pieces, complex_) in zip(notes, laid[len(chosen) :], strict=True):
            own = (note.block or 0,)
            framed = ("<div", Slot(0, "attributes"), ">", *pieces, "</div>")
            done.append(excerpt((framed, complex_), own))
        return tuple(done)

    @staticmethod
    def _footnotes(assembly: Assembly, notes: Sequence[Note], laid: Sequence[_Laid]) -> RenderedUnit:
        return assembly.footnotes(
            [(note, pieces, complex_) for note, (pieces, complex_) in zip(notes, laid, strict=True)]
        )

    def text(self, markdown: str, prefix: str = "") -> str:
        """Return the safe HTML of a comment or reply; `prefix` keeps its footnotes' ids apart from others'."""
        return self.document(markdown, split(markdown, front_matter=False), prefix=prefix).html

    @property
    def cached_bytes(self) -> int:
        """The memory taken by what was laid out before, for the operator's figures."""
        return self._laid.size + self._defined.size

    def close(self) -> None:
        """End the child processes."""
        self._pool.close()

    def worker_pids(self) -> list[int]:
        """Return the process ids of the children that are running, for the operator's figures."""
        return self._pool.pids()

    def _definitions(
        self, blocks: Sequence[Block], units: Sequence[Unit], budget: float
    ) -> tuple[Definitions, list[Unit]]:
        """Return what the text defines, and the blocks taken for definitions that are none and must be shown."""
        sources = defining_sources(blocks, units)
        if not sources:
            return Definitions(), []
        answers = self._define([(source.source, source.kind) for source in sources], budget)
        doubtful = [
            i
            for s, a in zip(sources, answers, strict=True)
            if not s.kind and not a["empty"]
            for i in s.blocks
        ]
        shown: list[Unit] = []
        if doubtful:
            singly = self._define([(blocks[i].text, "") for i in doubtful], budget)
            for index, answer in zip(doubtful, singly, strict=True):
                if not answer["empty"]:
                    shown.append(Unit((index,), ("paragraph",), blocks[index].text))
        labels = {
            index: match.group(1)
            for index, block in enumerate(blocks)
            if block.kind is Kind.FOOTNOTE and (match := _NOTE_LABEL.match(block.text))
        }
        pairs = [(source.blocks, answer) for source, answer in zip(sources, answers, strict=True)]
        definitions = gather(pairs, labels)
        # A footnote may go on, without indentation, into what defines something itself.
        inner = [(note.source, "footnote") for note in definitions.notes.values() if "]:" in note.source]
        for answer in self._define(inner, budget) if inner else ():
            definitions.references.update(answer["references"])
            definitions.abbreviations.update(answer["abbreviations"])
        return definitions, shown

    def _define(self, sources: Sequence[tuple[str, str]], budget: float) -> list[dict[str, Any]]:
        """Return what each source, given with its kind (none: definitions only), defines."""
        keys = [_digest(b"define" + kind.encode(), source) for source, kind in sources]
        known = self._defined.find(keys)
        wanted: dict[bytes, dict[str, Any]] = {
            key: {"source": source, "kind": kind}
            for key, (source, kind) in zip(keys, sources, strict=True)
            if key not in known
        }
        for key, answer in self._ask("define", wanted, budget).items():
            if answer == "late":
                continue
            known[key] = {**_NOTHING_DEFINED, "empty": False} if answer == "complex" else answer
            self._defined.keep(key, known[key], 400 + 4 * len(wanted[key]["source"]))
        return [known.get(key, _NOTHING_DEFINED) for key in keys]

    def _lay_out(self, units: Sequence[Unit], definitions: Definitions, budget: float) -> list[_Laid]:
        """Return the pieces of each unit, from memory or from a child; the flag says that it is shown as plain text."""
        keys: list[bytes] = []
        usable = [definitions.usable_by(unit.source) for unit in units]
        for unit, uses in zip(units, usable, strict=True):
            keys.append(_digest(",".join(unit.kinds).encode() + b"\0" + fingerprint(uses), unit.source))
        known = self._laid.find(keys)
        wanted = {
            key: {"source": unit.source, "kinds": unit.kinds, **uses}
            for key, unit, uses in zip(keys, units, usable, strict=True)
            if key not in known
        }
        answers = self._ask("render", wanted, budget)
        laid: list[_Laid] = []
        for key, unit in zip(keys, units, strict=True):
            if key not in known:
                answer = answers[key]
                if isinstance(answer, str):
                    # A body of a footnote has no block of its own here, but it needs its links back.
                    pieces = plain(unit.source, len(unit.blocks)) if unit.kinds else _plain_note(unit.source)
                    known[key] = (pieces, True)
                else:
                    known[key] = (from_worker(answer["pieces"]), False)
                if answer != "late":
                    self._laid.keep(key, known[key], _size(known[key][0]))
            laid.append(known[key])
        return laid

    def _ask(self, op: str, wanted: dict[bytes, Any], budget: float) -> dict[bytes, Any]:
        """Return the child's answers; the unit at which one falls silent, or two die, is not laid out."""
        answers: dict[bytes, Any] = {}
        request = {"op": op, "unit_budget": self._unit_seconds, "budget": budget}
        keys = list(wanted)
        died_at = -1
        losses = 0
        while len(answers) < len(keys) and losses < _MOST_LOSSES:
            rest = keys[len(answers) :]
            try:
                with self._pool.worker() as worker:
                    for answer in worker.ask({**request, "units": [wanted[key] for key in rest]}):
                        answers[keys[len(answers)]] = answer
            except WorkerLostError as lost:
                losses += 1
                place = len(answers)
                if place < len(keys) and (lost.silent or died_at == place):
                    answers[keys[place]] = "late" if lost.silent else "complex"
                died_at = place
        return {key: answers.get(key, "late") for key in keys}


def _plain_note(source: str) -> tuple[Piece, ...]:
    return (*[piece for piece in plain(source, 1) if isinstance(piece, str)],)


def _digest(kind: bytes, source: str) -> bytes:
    start = PIPELINE + b"\0" + kind + b"\0"
    return hashlib.sha256(start + source.encode("utf-8", "surrogatepass")).digest()


def _size(pieces: tuple[Piece, ...]) -> int:
    return 300 + sum([sys.getsizeof(piece) + 8 for piece in pieces])
