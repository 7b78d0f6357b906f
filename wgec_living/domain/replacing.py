"""One block that was put in another's place, which no likeness tells: known where the record says what was to change.

`tracing` calls a block whose words are wholly other gone and new. A proposal to change that one block says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .blocks import Block
from .identifiers import BlockId
from .tracing import Fate, Link, trace


def replacement(old: Sequence[Block], new: Sequence[Block], links: Sequence[Link], target: int) -> int | None:
    """Return the newer block that stands in the place of the older block `target`; None where that is not sure.

    It is where `target` is gone and one new block of its kind stands between what its neighbours became, alone.
    `links` are what `trace` says of the two, or `trace_middle`.
    """
    of_old = {i: link for link in links for i in link.olds}
    if target not in of_old or of_old[target].news:
        return None
    of_new = {j: link for link in links for j in link.news}
    # A neighbour without a link is among what both texts begin or end with alike, or there is none.
    found = [
        j
        for j, link in of_new.items()
        if link.fate is Fate.NEW
        and new[j].kind is old[target].kind
        and of_new.get(j - 1) is of_old.get(target - 1)
        and of_new.get(j + 1) is of_old.get(target + 1)
    ]
    return found[0] if len(found) == 1 else None


def as_edited(links: Iterable[Link], pairs: Iterable[tuple[int, int]]) -> tuple[Link, ...]:
    """Return the links with each pair of a gone block and a new one as one block that was edited.

    Pairs of others are passed over. One that does not stand where the gone one stood counts as moved.
    """
    found = list(links)
    gone = {link.olds[0]: link for link in found if link.fate is Fate.GONE}
    come = {link.news[0]: link for link in found if link.fate is Fate.NEW}
    for i, j in pairs:
        if i in gone and j in come:
            at = found.index(come[j])
            away = found[at - 1] is not gone[i] if at else True
            found[at] = Link(Fate.EDITED, (i,), (j,), away)
            found.remove(gone[i])
    return tuple(found)


def trace_known(
    old: Sequence[Block], old_ids: Sequence[BlockId], new: Sequence[Block], new_ids: Sequence[BlockId]
) -> tuple[Link, ...]:
    """Return what `trace` says of two revisions; a gone block whose id a new one has was edited."""
    links = trace(old, new)
    come = {new_ids[link.news[0]]: link.news[0] for link in links if link.fate is Fate.NEW}
    gone = [link.olds[0] for link in links if link.fate is Fate.GONE]
    return as_edited(links, [(i, come[old_ids[i]]) for i in gone if old_ids[i] in come])
