"""Which one block each acceptance was to change, as the record says: by the lines of the text that was accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from wgec_living.domain.blocks import Block
from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.lineage import only_block
from wgec_living.store.event_commits import event_of
from wgec_living.store.objects import StoredCommit

Standing = tuple[Sequence[Block], Sequence[BlockId]]
"""The blocks of a text and their ids."""
_TEXTS = (Kind.PROPOSAL, Kind.REVISED_TEXT)


class Aim(NamedTuple):
    """The lines that an accepted text was to change."""

    base: int
    """The place on `main` of the text they are lines of."""
    document: DocumentPath
    lines: tuple[int, int]


def aim_of(
    merge: StoredCommit,
    commit_of: Callable[[CommitId], StoredCommit],
    place_of: Callable[[CommitId], int | None],
    site: str,
) -> Aim | None:
    """Return the lines that a commit of `main` was to change; None where it takes in no proposal that names some.

    They are those of the last text on the proposal's branch, counted in its newest base.
    """
    said: Event | None = None
    base: CommitId | None = None
    at = merge.parents[1] if len(merge.parents) == 2 else None
    while at is not None and (place := place_of(at)) is None:
        commit = commit_of(at)
        event = event_of(commit, site)
        if said is None and isinstance(event, Event) and event.kind in _TEXTS:
            said = event
        base = base or (commit.parents[1] if len(commit.parents) > 1 else None)
        at = commit.parents[0] if commit.parents else None
    if at is None or said is None or said.lines is None or said.document is None:
        return None
    place = place if base is None else place_of(base)
    return None if place is None else Aim(place, said.document, said.lines)


class Aims:
    """Finds the blocks while `main` is followed commit by commit; what it is told by `reached` alone it knows."""

    def __init__(self, aims: Mapping[int, Aim]) -> None:
        """Expect what was aimed at, by the places on `main` of the acceptances."""
        self._found: dict[int, tuple[DocumentPath, BlockId]] = {}
        self._waiting: defaultdict[int, list[tuple[int, Aim]]] = defaultdict(list)
        for place, aim in aims.items():
            self._waiting[aim.base].append((place, aim))

    def earlier(self, place: int) -> Iterable[int]:
        """Return the places before this one that must be told of."""
        return sorted(base for base in self._waiting if base < place)

    def reached(self, place: int, standing: Callable[[DocumentPath], Standing | None]) -> None:
        """Learn how the texts stand at a place on `main`."""
        for at, aim in self._waiting.pop(place, ()):
            text = standing(aim.document)
            block = only_block(text[0], aim.lines) if text else None
            if text and block is not None:
                self._found[at] = aim.document, text[1][block]

    def target(self, place: int, document: DocumentPath) -> BlockId | None:
        """Return the one block of a document that the commit at a place was to change, if there is one."""
        found = self._found.get(place)
        return found[1] if found and found[0] == document else None
