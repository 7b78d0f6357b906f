"""A sample text as lines that can be edited: headings, paragraphs, lists and tables, in the form texts are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from .generating_words import paragraph, sentence


@dataclass(frozen=True)
class SampleText:
    """A text at one moment."""

    language: str
    lines: tuple[str, ...]
    editable: tuple[int, ...]
    """Indexes of the lines that are a paragraph each."""

    def source(self) -> bytes:
        """Return the text as it is kept."""
        return ("\n".join(self.lines) + "\n").encode()

    def with_line(self, at: int, words: str) -> SampleText:
        """Return the text with other words in one line."""
        return replace(self, lines=(*self.lines[:at], words, *self.lines[at + 1 :]))

    def with_more(self, at: int, words: str) -> SampleText:
        """Return the text with a paragraph put in after line `at`."""
        lines = (*self.lines[: at + 1], "", words, *self.lines[at + 1 :])
        editable = [i if i <= at else i + 2 for i in self.editable]
        return replace(self, lines=lines, editable=tuple(sorted([*editable, at + 2])))

    def without(self, at: int) -> SampleText:
        """Return the text without the paragraph in line `at` and the blank line after it."""
        lines = (*self.lines[:at], *self.lines[at + 2 :])
        return replace(
            self, lines=lines, editable=tuple(i if i < at else i - 2 for i in self.editable if i != at)
        )


def sample_text(random: Random, language: str, size: int) -> SampleText:
    """Return a text of at least `size` bytes and at most a section more."""
    lines = ["---", f"title: Sample text ({language})", f"language: {language}", "---", ""]
    lines += [f"# Sample text ({language})", ""]
    editable: list[int] = []
    written, section = sum(len(line.encode()) + 1 for line in lines), 0
    while written < size:
        before = len(lines)
        section += 1
        lines += [f"## {section}. {sentence(random, language)}", ""]
        for _ in range(5):
            editable.append(len(lines))
            lines += [paragraph(random, language, random.randrange(1, 6)), ""]
        if section % 3 == 0:
            lines += [f"- {sentence(random, language)}" for _ in range(4)] + [""]
        if section % 4 == 0:
            lines += ["| issue | status |", "|---|---|"]
            lines += [f"| {sentence(random, language)} | |" for _ in range(5)] + [""]
        written += sum(len(line.encode()) + 1 for line in lines[before:])
    editable.append(len(lines))
    lines.append(paragraph(random, language, 2))
    return SampleText(language, tuple(lines), tuple(editable))
