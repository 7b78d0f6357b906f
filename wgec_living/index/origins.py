"""Who brought each run of a block's words, kept as differences: a row only where a revision left older words in it.

A block without a row has all its words from the revision its id names. One that comes back word for word has its last
row still, and with it the origins it had when it left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, func, select

from wgec_living.domain.blocks import Block
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.lineage import Carried
from wgec_living.domain.provenance import Origin, Run, Runs, step, told_apart, whole

from .rows import put
from .schema import origins

_LAST = (
    select(origins.c.runs)
    .where(origins.c.document == bindparam("path"), origins.c.block == bindparam("name"))
    .order_by(origins.c.number.desc())
    .limit(1)
)
# Asked block by block: joined with the list of blocks, SQLite would look through that list for every row.
_EARLIER = origins.alias()
_LAST_OF = (
    select(func.max(_EARLIER.c.number))
    .where(_EARLIER.c.document == bindparam("path"), _EARLIER.c.block == origins.c.block)
    .where(_EARLIER.c.number <= bindparam("number"))
    .scalar_subquery()
)
_AT = select(origins.c.block, origins.c.number, origins.c.runs).where(
    origins.c.document == bindparam("path"),
    origins.c.block.in_(select(func.json_each(bindparam("ids")).table_valued("value").c.value)),
    origins.c.number == _LAST_OF,
)
Proposal = Callable[[], Sequence[Block]]


class Origins:
    """Carries the origins of words within one pass over new commits; `flush` writes what was gathered."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noted: dict[tuple[DocumentPath, BlockId], Runs] = {}
        self._rows: list[dict[str, object]] = []
        self._any: bool | None = None

    def take(
        self,
        path: DocumentPath,
        number: int,
        old: tuple[Sequence[Block], Sequence[BlockId]],
        new: Sequence[Block],
        carried: Carried,
        proposal: Proposal | None = None,
    ) -> None:
        """Note the origins in a revision, given the blocks and ids of the one before; nothing before the first.

        `proposal` gives the proposal's text where whoever decided may have written a part of the new words.
        """
        blocks, ids = old

        def runs_of(place: int) -> Runs:
            return self._newest(path, ids[place], blocks[place].text)

        stood = {one.id for one in carried.lost if one.stands}
        anew = {place for place, name in enumerate(ids) if name in stood} if stood else ()
        changed = step(blocks, new, carried.links, runs_of, number, anew)
        if proposal is not None:
            born = f"{number}-"
            fresh = {
                place: whole(new[place].text, Origin(number))
                for place, name in enumerate(carried.ids)
                if place not in changed and name.startswith(born)
            }
            apart = told_apart(changed | fresh, new, proposal(), number)
            changed |= {place: runs for place, runs in apart.items() if runs != fresh.get(place)}
        back = set(carried.back)
        for place, runs in sorted(changed.items()):
            name = carried.ids[place]
            if name not in back:
                self._noted[path, name] = runs
                self._rows.append({"document": path, "block": name, "number": number, "runs": written(runs)})

    def _newest(self, path: DocumentPath, name: BlockId, text: str) -> Runs:
        noted = self._noted.get((path, name))
        if noted is not None:
            return noted
        known = self._connection.scalar(_LAST, {"path": path, "name": name}) if self._has_any() else None
        return born(name, text) if known is None else read(known)

    def _has_any(self) -> bool:
        """Say whether anything was kept before this pass; asked once."""
        if self._any is None:
            self._any = self._connection.scalar(select(origins.c.number).limit(1)) is not None
        return self._any

    def flush(self) -> None:
        """Write what was noted since the last time."""
        put(self._connection, origins, self._rows)
        self._noted, self._rows, self._any = {}, [], None


def at_revision(
    connection: Connection, path: DocumentPath, number: int, texts: Mapping[BlockId, str]
) -> dict[BlockId, tuple[int, Runs]]:
    """Return for each block of a revision the revision that changed it last, and the runs of its text."""
    rows = connection.execute(_AT, {"path": path, "number": number, "ids": json.dumps(list(texts))})
    found = {BlockId(block): (last, read(runs)) for block, last, runs in rows}
    return {
        name: found[name] if name in found else (birth(name), born(name, text))
        for name, text in texts.items()
    }


def birth(name: BlockId) -> int:
    """Return the revision in which a block appeared first, which its id names."""
    return int(name.partition("-")[0])


def born(name: BlockId, text: str) -> Runs:
    """Return the runs of a block none of whose words are older or newer than itself."""
    return whole(text, Origin(birth(name)))


def written(runs: Runs) -> str:
    """Return runs as they are kept: where each ends and its revision, below zero for the words of who decided."""
    numbers = ((run.end, -run.origin.revision if run.origin.decider else run.origin.revision) for run in runs)
    return json.dumps([number for pair in numbers for number in pair], separators=(",", ":"))


def read(text: str) -> Runs:
    """Return runs as they were before `written`."""
    numbers = json.loads(text)
    starts = (0, *numbers[::2])
    return tuple(
        Run(start, end, Origin(abs(revision), revision < 0))
        for start, end, revision in zip(starts, numbers[::2], numbers[1::2], strict=False)
    )
