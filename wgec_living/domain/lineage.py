"""Block ids carried from one revision of a document to the next.

What stays, changes or moves keeps its id. Of a split block, the first part keeps it, unless another holds most of the
old words; a joined block has the id of the part with most words, and the other ids say where their words went. What
comes back after it was gone gets its former id again. What came in the place of the one block that was to change keeps
its id, whatever it says. Any other block is new and gets `<revision>-<first line>`, which nothing else can get.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .block_words import words_of
from .blocks import Block
from .identifiers import BlockId
from .likeness import Vocabulary
from .replacing import as_edited, replacement
from .returning import FindFormer, Former, Returning, digest_of, nobody
from .tracing import Fate, Link, trace_middle

MOST_OF_IT = 2 / 3
"""The share of a split block's words at which a part that is not the first keeps the id."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The ids of a revision's blocks, and how much it differs from the revision before."""

    ids: tuple[BlockId, ...]
    added: int
    """New blocks; of one that was split, all parts but one."""
    removed: int
    """Blocks that are gone; of those that were joined, all but one."""
    changed: int = 0
    """Blocks whose words changed, that moved, were split or were put together; each is counted here alone."""
    lost: tuple[Former, ...] = ()
    """The blocks of the revision before whose ids this one has no longer, or has for wholly other words."""
    back: tuple[BlockId, ...] = ()
    """The ids that an earlier revision had, the one before had not, and this one has again."""
    links: tuple[Link, ...] = field(default=(), compare=False, repr=False)
    """What became of the blocks of the revision before, but for those that both texts begin and end with alike."""


def first_ids(blocks: Sequence[Block], revision: int) -> Carried:
    """Return the ids of blocks that appear for the first time, in revision number `revision`."""
    ids = tuple([BlockId(f"{revision}-{block.first_line}") for block in blocks])
    return Carried(ids, len(ids), 0)


def carry_ids(
    old: Sequence[Block],
    old_ids: Sequence[BlockId],
    new: Sequence[Block],
    revision: int,
    find_former: FindFormer = nobody,
    vocabulary: Vocabulary | None = None,
    target: BlockId | None = None,
) -> Carried:
    """Return the ids of the blocks of revision number `revision`, given the revision before it.

    `find_former` knows the blocks of still earlier revisions that the one before has no longer. `vocabulary` is that
    of the revision before, where the caller has it at hand; `target` the block of it that alone was to change.
    """
    middle = trace_middle(old, new, vocabulary)
    same = middle.first + middle.after
    ids: list[BlockId | None] = [
        *old_ids[: middle.first],
        *[None] * (len(new) - same),
        *old_ids[len(old) - middle.after :],
    ]
    into: dict[int, int] = {}
    splits: list[Link] = []
    changed = 0
    for link in middle.links:
        if link.fate is Fate.SPLIT:
            splits.append(link)
            changed += 1
        elif link.fate is Fate.JOINED:
            chosen = max(link.olds, key=lambda i: len(words_of(old[i].text).order))
            ids[link.news[0]] = old_ids[chosen]
            into.update({i: link.news[0] for i in link.olds if i != chosen})
            changed += 1
        elif link.olds and link.news:
            ids[link.news[0]] = old_ids[link.olds[0]]
            kept = link.fate is Fate.SAME and not link.moved
            same += kept
            changed += not kept
    returning = Returning(new, ids, find_former)
    for link in splits:
        whole = old_ids[link.olds[0]]
        chosen = _keeping(old[link.olds[0]], [(j, new[j]) for j in returning.unless_joined(link.news, whole)])
        ids[chosen] = whole
    returning.run()
    _put_in_place(old, old_ids, new, ids, middle.links, target)
    came, back = _in_id_alone(old_ids, ids, middle.links, returning.back)
    changed += len(came)
    complete = [
        BlockId(f"{revision}-{block.first_line}") if name is None else name
        for block, name in zip(new, ids, strict=True)
    ]
    return Carried(
        ids=tuple(complete),
        added=len(new) - same - changed,
        removed=len(old) - same - changed,
        changed=changed,
        lost=_lost(old, old_ids, complete, into, came, revision - 1),
        back=back,
        links=as_edited(middle.links, came.items()) if came else middle.links,
    )


def _put_in_place(
    old: Sequence[Block],
    old_ids: Sequence[BlockId],
    new: Sequence[Block],
    ids: list[BlockId | None],
    links: Sequence[Link],
    target: BlockId | None,
) -> None:
    """Give the target's id to what stands in its place, where nothing else is known of either."""
    if target in old_ids and target not in ids:
        place = replacement(old, new, links, old_ids.index(target))
        if place is not None and ids[place] is None:
            ids[place] = target


def _in_id_alone(
    old_ids: Sequence[BlockId], ids: list[BlockId | None], links: Sequence[Link], back: Sequence[BlockId]
) -> tuple[dict[int, int], tuple[BlockId, ...]]:
    """Return the newer of each block that is gone by its words and stays by its id, and what else came back.

    Such a one was put in its place, or its own former words came back for it. Where they came back while the block
    went on in another, the id is taken from them again: it would stand for two.
    """
    come = {ids[link.news[0]]: link.news[0] for link in links if link.fate is Fate.NEW}
    gone = [link.olds[0] for link in links if link.fate is Fate.GONE]
    came = {i: come[old_ids[i]] for i in gone if old_ids[i] in come}
    if not back:
        return came, ()
    stood = set(old_ids).intersection(back)
    for name in stood - {old_ids[i] for i in came}:
        ids[ids.index(name)] = None
    return came, tuple([name for name in back if name not in stood])


def _keeping(whole: Block, parts: Sequence[tuple[int, Block]]) -> int:
    """Return the part of a split block that keeps its id."""
    words = Counter(words_of(whole.text).order)
    for place, part in parts[1:]:
        if (words & Counter(words_of(part.text).order)).total() >= MOST_OF_IT * words.total():
            return place
    return parts[0][0]


def _lost(
    old: Sequence[Block],
    old_ids: Sequence[BlockId],
    ids: Sequence[BlockId],
    into: Mapping[int, int],
    came: Mapping[int, int],
    last: int,
) -> tuple[Former, ...]:
    if tuple(ids) == tuple(old_ids) and not came:
        return ()
    present = set(ids)
    around = [None, *old_ids, None]
    return tuple(
        Former(
            name,
            digest_of(old[i]),
            last,
            around[i],
            around[i + 2],
            ids[into[i]] if i in into else None,
            i in came,
        )
        for i, name in enumerate(old_ids)
        if name not in present or i in came
    )


def blocks_at(blocks: Sequence[Block], lines: tuple[int, int]) -> tuple[int, ...]:
    """Return the indexes of the blocks that share a line with the range `lines` (1-based, inclusive)."""
    start = bisect_left(blocks, lines[0], key=lambda block: block.last_line)
    end = bisect_right(blocks, lines[1], key=lambda block: block.first_line)
    return tuple(range(start, end))


def only_block(blocks: Sequence[Block], lines: tuple[int, int] | None) -> int | None:
    """Return the index of the one block that shares a line with `lines`; None for several, none, or no lines."""
    places = blocks_at(blocks, lines) if lines else ()
    return places[0] if len(places) == 1 else None
