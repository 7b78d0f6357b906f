"""Invented texts that change, with the truth: which block of a revision came from which of the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from .histories_words import BOILERPLATE, FORMULAS, JOINING, VOCABULARY


@dataclass(frozen=True)
class Piece:
    """A block as it is generated."""

    kind: str
    """`heading`, `paragraph`, `item`, `head` (the first row of a table) or `row`."""
    words: tuple[str, ...]
    """The words; of a row, its cells."""
    came_from: frozenset[int] = frozenset()
    """The places in the revision before of the blocks whose words it holds; empty for a new one."""

    def source(self, language: str) -> str:
        """Return its Markdown."""
        if self.kind in ("head", "row"):
            row = "| " + " | ".join(self.words) + " |"
            return row + "\n|" + "---|" * len(self.words) if self.kind == "head" else row
        return {"heading": "## ", "item": "- "}.get(self.kind, "") + JOINING[language].join(self.words)


@dataclass(frozen=True)
class Changes:
    """How much one revision changes."""

    edited: float
    """The share of blocks whose words change."""
    moves: int = 10
    splits: int = 3
    joins: int = 3
    inserted: float = 0.02
    deleted: float = 0.02


def source_of(pieces: list[Piece], language: str) -> str:
    """Return the Markdown of a text."""
    parts: list[str] = []
    for place, piece in enumerate(pieces):
        if place:
            close = piece.kind in ("row", "item") and pieces[place - 1].kind in (piece.kind, "head")
            parts.append("\n" if close else "\n\n")
        parts.append(piece.source(language))
    return "".join(parts) + "\n"


class Writer:
    """Writes a text of look-alikes and changes it, all from one seed."""

    def __init__(self, seed: int, language: str) -> None:
        self._random = Random(f"{seed} {language}")
        self._language = language
        self._words = VOCABULARY[language]
        self._ranks = [1 / (rank + 3) for rank in range(len(self._words))]

    def text(self, blocks: int) -> list[Piece]:
        """Return a first text of at least so many blocks."""
        pieces: list[Piece] = []
        while len(pieces) < blocks:
            pieces.append(Piece("heading", self._some(2, 6)))
            for _ in range(self._random.randint(3, 7)):
                pieces.append(self._paragraph())
            if self._random.random() < 0.5:
                pieces += [self._item() for _ in range(self._random.randint(3, 7))]
            if self._random.random() < 0.4:
                pieces.append(Piece("head", self._some(4, 4)))
                pieces += [self._row() for _ in range(self._random.randint(4, 14))]
        return pieces

    def _some(self, least: int, most: int) -> tuple[str, ...]:
        return tuple(self._random.choices(self._words, self._ranks, k=self._random.randint(least, most)))

    def _paragraph(self) -> Piece:
        chance = self._random.random()
        if chance < 0.15:
            return Piece("paragraph", self._random.choice(BOILERPLATE[self._language]))
        if chance < 0.65:
            formula = self._random.choice(FORMULAS[self._language])
            words = [part for word in formula for part in (self._some(1, 3) if word == "…" else (word,))]
            return Piece("paragraph", tuple(words))
        return Piece("paragraph", self._some(15, 90))

    def _item(self) -> Piece:
        formula = self._random.choice(FORMULAS[self._language])
        if self._random.random() < 0.5:
            return Piece("item", self._some(3, 12))
        return Piece(
            "item",
            tuple(part for word in formula[-6:] for part in (self._some(1, 2) if word == "…" else (word,))),
        )

    def _row(self) -> Piece:
        join, some = JOINING[self._language], self._random
        cells = (join.join(self._some(1, 2)), str(some.randint(1, 40)), some.choice(self._words[:3]), "–")
        return Piece("row", cells)

    def revise(self, pieces: list[Piece], changes: Changes) -> list[Piece]:
        """Return the next revision; each of its pieces says where it came from."""
        new = [replace(piece, came_from=frozenset((place,))) for place, piece in enumerate(pieces)]
        size = len(pieces)
        for at in self._random.sample(range(size), round(changes.edited * size)):
            new[at] = self._edited(new[at])
        for _ in range(round(changes.deleted * size)):
            del new[self._random.randrange(len(new))]
        for _ in range(changes.splits):
            self._split(new)
        for _ in range(changes.joins):
            self._join(new)
        for _ in range(changes.moves):
            self._move(new)
        for _ in range(round(changes.inserted * size)):
            self._insert(new)
        return _well_formed(new)

    def _edited(self, piece: Piece) -> Piece:
        """Change from one word to more than half of them: other words, fewer, more."""
        random = self._random
        if piece.kind in ("row", "head"):
            cells = list(piece.words)
            at = random.randrange(min(len(cells), 3))
            cells[at] = random.choice((random.choice(self._words), str(random.randint(1, 40))))
            return replace(piece, words=tuple(cells))
        words = list(piece.words)
        how = random.random()
        share = 0.0 if how < 0.5 else random.uniform(0.05, 0.25) if how < 0.85 else random.uniform(0.25, 0.6)
        for _ in range(max(1, round(share * len(words)))):
            at = random.randrange(len(words))
            act = random.random()
            if act < 0.55 or (act >= 0.8 and len(words) < 3):
                words[at] = random.choices(self._words, self._ranks)[0]
            elif act < 0.8:
                words[at:at] = self._some(1, 4)
            else:
                del words[at : at + random.randint(1, 3)]
        return replace(piece, words=tuple(words) or piece.words)

    def _split(self, new: list[Piece]) -> None:
        long = [at for at, piece in enumerate(new) if piece.kind == "paragraph" and len(piece.words) >= 20]
        if long:
            at = self._random.choice(long)
            words = new[at].words
            cut = self._random.randint(len(words) // 4, 3 * len(words) // 4)
            new[at : at + 1] = [replace(new[at], words=words[:cut]), replace(new[at], words=words[cut:])]

    def _join(self, new: list[Piece]) -> None:
        pairs = [
            at
            for at in range(len(new) - 1)
            if all(p.kind == "paragraph" and len(p.words) >= 8 for p in new[at : at + 2])
        ]
        if pairs:
            at = self._random.choice(pairs)
            one, two = new[at : at + 2]
            new[at : at + 2] = [Piece("paragraph", one.words + two.words, one.came_from | two.came_from)]

    def _move(self, new: list[Piece]) -> None:
        """Move one paragraph or item, or one to four neighbours, to another place of the same sort."""
        at = self._random.randrange(len(new))
        if new[at].kind in ("head", "row"):
            rows = [i for i, piece in enumerate(new) if piece.kind in ("head", "row") and i != at]
            if new[at].kind == "head" or not rows:
                return
            piece = new.pop(at)
            place = self._random.choice(rows)
            new.insert(place + (place < at), piece)
            return
        count = self._random.choice((1, 1, 1, 2, 4))
        stop = at
        while stop < len(new) and stop - at < count and new[stop].kind not in ("head", "row"):
            stop += 1
        taken = new[at:stop]
        del new[at:stop]
        place = self._random.choice([i for i, piece in enumerate(new) if piece.kind not in ("head", "row")])
        new[place:place] = taken

    def _insert(self, new: list[Piece]) -> None:
        at = self._random.randrange(1, len(new))
        if new[at].kind == "row":
            new.insert(at, self._row())
        else:
            new.insert(at, self._item() if new[at].kind == "item" else self._paragraph())


def _well_formed(pieces: list[Piece]) -> list[Piece]:
    """Leave out table heads without rows, and rows that lost their head."""
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        after = pieces[place + 1].kind if place + 1 < len(pieces) else ""
        if piece.kind == "head" and after != "row":
            continue
        if piece.kind == "row" and (not found or found[-1].kind not in ("head", "row")):
            continue
        found.append(piece)
    return found
