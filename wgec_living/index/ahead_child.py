"""The child process that works on a whole history ahead of the index, which goes on with the rest of it meanwhile.

Given JSON on its standard input, with the trees of `main` to trace (and what its acceptances were to change) or the
proposals whose words to read; says on its standard output one line of JSON for each: what it is about, and what is
told of it. Started by `ahead.py`; ends when nobody reads it any longer.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wgec_living.domain.blocks import Cut, cut, cut_again
from wgec_living.domain.carrying import Carrying
from wgec_living.domain.gone import Gone
from wgec_living.domain.handing_over import tell
from wgec_living.domain.identifiers import BlockId, DocumentPath, ObjectId
from wgec_living.domain.lineage import first_ids
from wgec_living.store.object_store import ObjectStore

from .aims import Aim, Aims, Standing
from .offered import words_of

AT_ONCE = 32
"""Trees whose texts are read together: few enough to stay in memory, enough not to wait for each."""


Said = tuple[tuple[str, ...], Any]
"""What something is about, and what is told of it."""


class _Followed:
    """One document, as it is followed from revision to revision."""

    def __init__(self) -> None:
        self._gone = Gone()
        self._carrying = Carrying(self._gone.find)
        self._cut: Cut | None = None
        self._ids: tuple[BlockId, ...] = ()
        self._number = 0

    @property
    def standing(self) -> Standing:
        """The blocks of the newest revision and their ids."""
        return (self._cut.blocks if self._cut else ()), self._ids

    def go_on(self, source: str, target: BlockId | None) -> list[Any]:
        """Return what is told of the next revision, which was to change `target` alone, if that is known."""
        before, ids = self._cut, self._ids
        self._number += 1
        self._cut = now = cut_again(before, source) if before else cut(source)
        old = before.blocks if before else ()
        if before:
            carried = self._carrying.carry(old, ids, now.blocks, self._number, target)
        else:
            carried = first_ids(now.blocks, self._number)
        self._gone.note(carried)
        self._ids = carried.ids
        return tell(old, ids, now.blocks, carried)


def traced(objects: ObjectStore, trees: list[ObjectId | None], aims: Aims) -> Iterator[Said]:
    """Yield each revision that each tree but the first brings, by path and blob, and how it follows the one before.

    `aims` count the trees but the first from 0.
    """
    followed: defaultdict[DocumentPath, _Followed] = defaultdict(_Followed)
    for place in range(1, len(trees)):
        if place % AT_ONCE == 1:
            objects.read_ahead([tree for tree in trees[place - 1 : place + AT_ONCE] if tree is not None])
        new = trees[place]
        for path, blob in objects.changed_documents(trees[place - 1], new)[0] if new else ():
            source = objects.blob(blob).decode("utf-8", "replace")
            yield (path, blob), followed[path].go_on(source, aims.target(place - 1, path))
        aims.reached(place - 1, lambda path: followed[path].standing)


def _aims(told: list[Any]) -> Aims:
    return Aims({place: Aim(base, path, tuple(lines)) for place, (base, path, lines) in told})


def main() -> None:
    """Do what is asked for, and end."""
    # What is made here does not refer to itself in a circle.
    gc.disable()
    asked = json.load(sys.stdin)
    objects = ObjectStore(Path(asked["record"]))
    try:
        with contextlib.suppress(BrokenPipeError):
            said = (
                traced(objects, [None, *asked["trees"]], _aims(asked["aims"]))
                if "trees" in asked
                else words_of(objects, asked["proposals"])
            )
            for one in said:
                line = json.dumps(one, ensure_ascii=False, separators=(",", ":"), check_circular=False)
                sys.stdout.buffer.write(line.encode() + b"\n")
            sys.stdout.buffer.flush()
    finally:
        objects.close()
