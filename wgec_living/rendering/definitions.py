"""What a whole text defines for its units - link targets, abbreviations, footnotes - and which unit can use what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

_LABEL = re.compile(r"\[\^([^\]]*)\]")
_SIMPLE = re.compile(r"\w+")
_SEARCHED_ONE_BY_ONE = 200
"""With more definitions than this, looking for each in each unit costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number on the page and its text."""

    number: int
    label: str
    source: str
    block: int | None
    """The index of its block; None for one defined inside a list or a quote."""


@dataclass
class Definitions:
    """Everything that is defined anywhere in one text."""

    references: dict[str, list[str]] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)

    def usable_by(self, source: str) -> dict[str, Any]:
        """Return no less than what the unit with this source can refer to, in a fixed order."""
        if not (self.references or self.abbreviations or self.notes):
            return {}
        usable: dict[str, Any] = {}
        if self.references and "[" in source:
            folded = source.lower()
            usable["references"] = self._chosen(self.references, folded, label_breaks=True)
        if self.abbreviations:
            usable["abbreviations"] = self._chosen(self.abbreviations, source, label_breaks=False)
        if self.notes and "[^" in source:
            usable["footnotes"] = sorted({label for label in _LABEL.findall(source) if label in self.notes})
        return {name: value for name, value in usable.items() if value}

    @staticmethod
    def _chosen(known: dict[str, Any], source: str, *, label_breaks: bool) -> dict[str, Any]:
        if len(known) > _SEARCHED_ONE_BY_ONE:
            return known
        # A name with more than one word may be broken over lines, between which a quote or list puts its marks.
        return {
            name: value
            for name, value in known.items()
            if name in source or (label_breaks and not _SIMPLE.fullmatch(name) and "\n" in source)
        }


def gather(
    answers: Iterable[tuple[Sequence[int], dict[str, Any]]], note_blocks: dict[int, str]
) -> Definitions:
    """Return the definitions of a text from those of its pieces, in order; of two for one name the later counts.

    `note_blocks` maps the indices of footnote blocks to their labels.
    """
    definitions = Definitions()
    places = {label: index for index, label in note_blocks.items()}
    for _, answer in answers:
        definitions.references.update(answer["references"])
        definitions.abbreviations.update(answer["abbreviations"])
        for label, source in answer["footnotes"]:
            earlier = definitions.notes.get(label)
            number = earlier.number if earlier else len(definitions.notes) + 1
            definitions.notes[label] = Note(number, label, source, places.get(label))
    return definitions


def fingerprint(usable: dict[str, Any]) -> bytes:
    """Return bytes that are equal for equal definitions."""
    return json.dumps(usable).encode() if usable else b""
