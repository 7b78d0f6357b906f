"""Invented texts of words that keep their identity: the truth about which words of a revision are which."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from random import Random

from .histories_words import JOINING, VOCABULARY


@dataclass(frozen=True, slots=True)
class Token:
    """One word; two of the same name are the same word in two revisions."""

    name: int
    text: str


Paragraph = tuple[Token, ...]


@dataclass(frozen=True)
class Text:
    """One revision."""

    paragraphs: tuple[Paragraph, ...]
    joining: str

    def joined(self, tokens: Paragraph) -> str:
        """Return some words as they are written."""
        return self.joining.join(token.text for token in tokens)

    def paragraph_sources(self) -> list[str]:
        """Return the paragraphs as they are written."""
        return [self.joined(paragraph) for paragraph in self.paragraphs]

    @property
    def source(self) -> str:
        """The Markdown of the whole."""
        return "\n\n".join(self.paragraph_sources()) + "\n"

    def span(self, paragraph: int, first: int, last: int) -> tuple[int, int]:
        """Return where the words from `first` to before `last` stand in their paragraph."""
        tokens = self.paragraphs[paragraph]
        start = len(self.joined(tokens[:first])) + (len(self.joining) if first else 0)
        return start, start + len(self.joined(tokens[first:last]))

    def words_in(self, paragraph: int, start: int, end: int) -> frozenset[int]:
        """Return the words of which more than half stands in a range of their paragraph."""
        found, at = set(), 0
        for token in self.paragraphs[paragraph]:
            inside = min(end, at + len(token.text)) - max(start, at)
            if 2 * inside > len(token.text):
                found.add(token.name)
            at += len(token.text) + len(self.joining)
        return frozenset(found)


class TokenWriter:
    """Writes a text with look-alikes and changes it, all from one seed."""

    def __init__(self, seed: int, language: str) -> None:
        self._random = Random(f"tokens {seed} {language}")
        self._words = VOCABULARY[language]
        self._ranks = [1 / (rank + 3) for rank in range(len(self._words))]
        self._joining = JOINING[language]
        self._names = count()
        self._gone: list[Paragraph] = []

    def _some(self, number: int) -> Paragraph:
        words = self._random.choices(self._words, self._ranks, k=number)
        return tuple(Token(next(self._names), word) for word in words)

    def _copy(self, paragraph: Paragraph) -> Paragraph:
        """Return a look-alike: the same words, none of them the same, and two others."""
        tokens = [Token(next(self._names), token.text) for token in paragraph]
        for place in self._random.sample(range(len(tokens)), 2):
            tokens[place] = self._some(1)[0]
        return tuple(tokens)

    def text(self, paragraphs: int) -> Text:
        """Return a first text, a fifth of it look-alikes of other paragraphs."""
        found: list[Paragraph] = []
        while len(found) < paragraphs:
            alike = found and self._random.random() < 0.2
            found.append(
                self._copy(self._random.choice(found)) if alike else self._some(self._random.randint(12, 60))
            )
        return Text(tuple(found), self._joining)

    def anchors(self, text: Text, number: int) -> list[tuple[int, int, int]]:
        """Return places of two to eight words: paragraph, first word and the one after the last."""
        found = []
        for _ in range(number):
            paragraph = self._random.randrange(len(text.paragraphs))
            length = self._random.randint(2, 8)
            first = self._random.randrange(len(text.paragraphs[paragraph]) - length + 1)
            found.append((paragraph, first, first + length))
        return found

    def revise(self, text: Text, rate: float) -> Text:
        """Return the next revision: edits, and a few moves, splits, joins, removals, additions and returns."""
        paragraphs = [self._edited(one) if self._random.random() < rate else one for one in text.paragraphs]
        draw = self._random
        for _ in range(2):
            moved = paragraphs.pop(draw.randrange(len(paragraphs)))
            paragraphs.insert(draw.randrange(len(paragraphs) + 1), moved)
        at = draw.randrange(len(paragraphs))
        if len(paragraphs[at]) > 20:
            cut = draw.randint(8, len(paragraphs[at]) - 8)
            paragraphs[at : at + 1] = [paragraphs[at][:cut], paragraphs[at][cut:]]
        at = draw.randrange(len(paragraphs) - 1)
        paragraphs[at : at + 2] = [paragraphs[at] + paragraphs[at + 1]]
        self._gone.append(paragraphs.pop(draw.randrange(len(paragraphs))))
        paragraphs.insert(draw.randrange(len(paragraphs)), self._some(draw.randint(12, 60)))
        paragraphs.insert(draw.randrange(len(paragraphs)), self._copy(draw.choice(paragraphs)))
        if draw.random() < 0.3:
            paragraphs.insert(
                draw.randrange(len(paragraphs)), self._gone.pop(draw.randrange(len(self._gone)))
            )
        return Text(tuple(paragraphs), self._joining)

    def _edited(self, paragraph: Paragraph) -> Paragraph:
        """Return a paragraph with one to three stretches of it put otherwise, taken out or added to."""
        tokens = list(paragraph)
        for _ in range(self._random.randint(1, 3)):
            at = self._random.randrange(len(tokens))
            gone = self._random.randint(0, min(5, max(0, len(tokens) - 10)))
            come = self._random.randint(0 if gone else 1, 5)
            tokens[at : at + gone] = self._some(come)
        return tuple(tokens)
