"""What a writer meant to say and what was acknowledged: one line each, synchronised before going on."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One line of a journal: an attempt (`commit` empty), an acknowledgement, or a trouble."""

    act: str
    handle: str
    body: str
    """The digest of the body, unique to the attempt."""
    ref: str = ""
    commit: str = ""
    trouble: str = ""
    looks: int = 1


class Journal:
    """A file that is appended to and synchronised line by line; used by one thread."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, line: Line) -> None:
        """Put one line on disk."""
        os.write(self._handle, json.dumps(asdict(line)).encode() + b"\n")
        os.fsync(self._handle)

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)


def digest(body: str) -> str:
    """Return the SHA-256 of a body."""
    return hashlib.sha256(body.encode()).hexdigest()


@dataclass(frozen=True)
class Journals:
    """All that several writers wrote down."""

    lines: tuple[Line, ...]

    @property
    def acknowledged(self) -> list[Line]:
        """Return what the writers were told is on record."""
        return [line for line in self.lines if line.commit]

    @property
    def troubles(self) -> list[str]:
        """Return what went wrong otherwise than it may."""
        return [line.trouble for line in self.lines if line.trouble]

    def count(self, act: str) -> int:
        """Return how many acts of a kind were acknowledged."""
        return sum(line.act == act for line in self.acknowledged)


def read_journals(folder: Path) -> Journals:
    """Return every whole line of every journal in a folder; a killed writer may leave half a line."""
    return Journals(tuple(_lines(sorted(folder.glob("*.journal")))))


def _lines(paths: Iterable[Path]) -> Iterable[Line]:
    for path in paths:
        for text in path.read_text("utf-8").split("\n")[:-1]:
            yield Line(**json.loads(text))
