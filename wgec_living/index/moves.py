"""What moved in the record since the index last looked: which commits are new, and on which line they stand."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from wgec_living.domain.identifiers import CommitId
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import MAIN


class Rewound(Exception):
    """A ref went sideways, backwards or away: what grew on it must be made anew."""


@dataclass(frozen=True, slots=True)
class Move:
    """A ref that points elsewhere than the index knows; `old` is None for a new one."""

    ref: str
    old: CommitId | None
    new: CommitId


def moves(known: Mapping[str, CommitId], found: Mapping[str, CommitId]) -> list[Move]:
    """Return the refs that moved, `main` first; raise `Rewound` when one is gone."""
    if known.keys() - found.keys():
        raise Rewound("a ref of the record is gone")
    moved = [Move(ref, known.get(ref), tip) for ref, tip in found.items() if known.get(ref) != tip]
    return sorted(moved, key=lambda move: (move.ref != MAIN, move.ref))


def line_of(walked: Mapping[CommitId, StoredCommit], move: Move, stops: Set[CommitId]) -> list[StoredCommit]:
    """Return the new commits of a line, oldest first: back by first parents to what the ref pointed to before.

    A branch that is new goes back to its base, a commit in `stops`. Raises `Rewound` when the old tip is not met.
    """
    line = []
    at: CommitId | None = move.new
    while at is not None and at != move.old and at in walked and (move.old is not None or at not in stops):
        line.append(walked[at])
        at = walked[at].parents[0] if walked[at].parents else None
    if move.old is not None and at != move.old:
        raise Rewound(f"{move.ref} no longer contains what it pointed to")
    return line[::-1]
