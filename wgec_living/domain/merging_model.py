"""What a merge gives: the result, the text, the places that combine and those that clash."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .blocks_model import Kind


class Result(StrEnum):
    """How a proposal meets the text in force."""

    CLEAN = "clean"
    COMBINES = "combines"
    """Both changed one place, and both changes can stand: a person confirms the words."""
    CLASHES = "clashes"
    """Both changed the same words: a person chooses or writes."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a combined passage with their fate and who brought it about.

    The runs without the added ones are the words before both changes; without the removed ones, the result.
    """

    op: str
    """`same`, `added` or `removed`."""
    by: str
    """`base` for the same words; `ours`, `theirs` or `both` for a change."""
    text: str


@dataclass(frozen=True, slots=True)
class Combined:
    """One passage in which both changes stand together."""

    key: int
    """Counts the places where a person has a choice, in reading order."""
    place: int | None
    """Index of its block in the text in force."""
    kind: Kind
    base: str
    """The words before both changes; empty where both put something in."""
    text: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """One passage that both changed in the same words; an empty side means: removed there."""

    key: int
    """Counts the places where a person has a choice, in reading order."""
    place: int | None
    """Index of the block in the text in force, None when it is gone there."""
    kind: Kind
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a merge."""

    result: Result
    text: str
    """The whole text; where it clashes, it has the words in force."""
    clashes: tuple[Clash, ...]
    combined: tuple[Combined, ...] = ()
