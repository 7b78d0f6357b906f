"""How passages are written in the index and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from wgec_living.domain.identifiers import BlockId
from wgec_living.domain.passages import Memory, Passage, Piece, Placed
from wgec_living.domain.places import Place

from .schema import anchors

Listed = list[Any]


def _json(pieces: Sequence[Piece]) -> str:
    """Return pieces as JSON; put together by hand, as a block's id is digits and a hyphen and there are many."""
    parts = [
        f'["{piece.block}"]' if piece.start is None else f'["{piece.block}", {piece.start}, {piece.end}]'
        for piece in pieces
    ]
    return f"[{', '.join(parts)}]"


def _memory(memory: Memory) -> str:
    texts = '", "'.join(memory.texts)
    changed = "null" if memory.changed_in is None else memory.changed_in
    return f'["{memory.place.value}", {_json(memory.pieces)}, {f"""["{texts}"]""" if texts else "[]"}, {changed}]'


def _pieces(listed: Listed) -> tuple[Piece, ...]:
    return tuple(Piece(BlockId(block), *span) for block, *span in listed)


@lru_cache(1_000)
def _blocks(pieces: str) -> tuple[BlockId, ...]:
    """Return the blocks of pieces, each once; many contributions are about the same ones."""
    return tuple(dict.fromkeys(BlockId(block) for block, *_ in json.loads(pieces)))


def row(
    number: int,
    since: int,
    document: str,
    passage: Passage,
    stated_in: int,
    lines: tuple[int, int] | None,
) -> dict[str, object]:
    """Return the row of a contribution's passage from revision `since` on."""
    return {
        "contribution": number,
        "since": since,
        "document": document,
        "place": passage.place.value,
        "pieces": _json(passage.pieces),
        "stands": int(passage.stands),
        "changed_in": passage.changed_in,
        "stated_in": stated_in,
        "first_line": lines[0] if lines else None,
        "last_line": lines[1] if lines else None,
        "words": passage.words,
        "memories": f"[{', '.join(map(_memory, passage.memories))}]",
    }


def passage(found: RowMapping) -> Passage:
    """Return the passage that `row` wrote."""
    memories = tuple(
        Memory(Place(place), _pieces(pieces), tuple(texts), changed_in)
        for place, pieces, texts, changed_in in json.loads(found["memories"])
    )
    return Passage(
        Place(found["place"]),
        _pieces(json.loads(found["pieces"])),
        found["words"],
        bool(found["stands"]),
        found["changed_in"],
        memories,
    )


def placed(found: RowMapping) -> Placed:
    """Return what a row says to people."""
    return Placed(
        found["contribution"],
        found["since"],
        Place(found["place"]),
        _pieces(json.loads(found["pieces"])),
        bool(found["stands"]),
        found["changed_in"],
        found["stated_in"],
        None if found["first_line"] is None else (found["first_line"], found["last_line"]),
    )


def ever_on(found: Passage) -> tuple[BlockId, ...]:
    """Return the blocks a passage stands in and those whose coming back would bring it back."""
    remembered = [piece.block for memory in found.memories for piece in memory.pieces]
    return tuple(dict.fromkeys([*found.blocks, *remembered]))


def newest(connection: Connection, numbers: Sequence[int]) -> Sequence[RowMapping]:
    """Return the last row of each of these contributions."""
    last = select(anchors.c.contribution, func.max(anchors.c.since).label("since"))
    last_rows = last.where(anchors.c.contribution.in_(numbers)).group_by(anchors.c.contribution).subquery()
    same = (anchors.c.contribution == last_rows.c.contribution) & (anchors.c.since == last_rows.c.since)
    query = select(anchors).join(last_rows, same)
    return connection.execute(query).mappings().all()


def histories(connection: Connection, numbers: Sequence[int]) -> list[tuple[int, list[dict[str, object]]]]:
    """Return what the index keeps of each of these contributions' passages, oldest first."""
    query = select(anchors).where(anchors.c.contribution.in_(numbers))
    query = query.order_by(anchors.c.contribution, anchors.c.since)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return [(number, list(group)) for number, group in groupby(rows, key=itemgetter("contribution"))]


def aims(number: int, history: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Return which blocks a contribution is and was on, from its whole history."""
    blocks = [_blocks(str(row["pieces"])) for row in history]
    first = {block: place for place, block in enumerate(blocks[0])}
    now = 1 if history[-1]["stands"] else 2
    return [
        {
            "contribution": number,
            "block": block,
            "document": history[0]["document"],
            "place": first.get(block),
            "now": now if block in blocks[-1] else 0,
        }
        for block in dict.fromkeys(block for listed in blocks for block in listed)
    ]
