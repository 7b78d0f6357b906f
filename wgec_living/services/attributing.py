"""Which revisions between two brought each change, and which comments it answers, looked up where that is cheap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.comparison import Change, Changes
from wgec_living.domain.identifiers import BlockId
from wgec_living.domain.summaries import RevisionSummary

from .answered import Answered, Background
from .passages import blocks_of
from .site import Site

MOST_CHARACTERS = 3_000_000
"""Of the texts looked through: a hundred revisions of 30 kB, ten of 300 kB."""

Key = tuple[tuple[int, ...], tuple[int, ...]]
_TOUCHED: BoundedCache[tuple[str, str, str], Mapping[BlockId, list[int]]] = BoundedCache(
    200_000, lambda touched: 1 + len(touched)
)


def brought(
    site: Site,
    older: RevisionSummary,
    newer: RevisionSummary,
    changes: Changes,
    between: Sequence[RevisionSummary],
) -> Mapping[Key, tuple[int, ...]] | None:
    """Return for each change, by its `olds` and `news`, the numbers of the revisions that touched its blocks.

    `between` are the revisions after the earlier one up to the later. None where not all of them are given, or
    their texts together are too long to look through.
    """
    any_change = [change for change in changes if change.kind != "same"]
    if len(between) == 1 == abs(newer.number - older.number):
        return {(change.olds, change.news): (between[0].number,) for change in any_change}
    length = sum(len(block.text) for block in changes.newer)
    if len(between) != abs(newer.number - older.number) or length * len(between) > MOST_CHARACTERS:
        return None
    first = min(older, newer, key=lambda revision: revision.number)
    touched = _touched(site, first, between)
    old_ids = site.index.texts.block_ids(older.document, older.number)
    new_ids = site.index.texts.block_ids(newer.document, newer.number)
    found: dict[Key, tuple[int, ...]] = {}
    for change in any_change:
        numbers = {n for name in _names(change, old_ids, new_ids) for n in touched.get(name, ())}
        found[change.olds, change.news] = tuple(sorted(numbers))
    return found


def heard(
    site: Site,
    older: RevisionSummary,
    newer: RevisionSummary,
    brought_by: Mapping[Key, tuple[int, ...]] | None,
    behind: Mapping[int, Background],
) -> Mapping[Key, tuple[Answered, ...]]:
    """Return for each change, by its `olds` and `news`, the comments that it answers, each once."""
    if not brought_by:
        return {}
    old_ids = site.index.texts.block_ids(older.document, older.number)
    new_ids = site.index.texts.block_ids(newer.document, newer.number)
    found: dict[Key, tuple[Answered, ...]] = {}
    for (olds, news), numbers in brought_by.items():
        names = {old_ids[place] for place in olds} | {new_ids[place] for place in news}
        told = {
            one.comment.number: one
            for number in numbers
            if number in behind
            for one in behind[number].comments
            if one.concerns(names)
        }
        if told:
            found[olds, news] = tuple(told[number] for number in sorted(told))
    return found


def _names(change: Change, old_ids: Sequence[BlockId], new_ids: Sequence[BlockId]) -> set[BlockId]:
    return {old_ids[place] for place in change.olds} | {new_ids[place] for place in change.news}


def _touched(
    site: Site, first: RevisionSummary, between: Sequence[RevisionSummary]
) -> Mapping[BlockId, list[int]]:
    """Return for each block the revisions that brought, changed, moved or took it."""
    if not between:
        return {}
    key = (str(first.document), str(first.commit), str(between[-1].commit))
    known = _TOUCHED.get(key)
    if known is not None:
        return known
    touched: defaultdict[BlockId, list[int]] = defaultdict(list)
    texts = _texts(site, first)
    for revision in between:
        following = _texts(site, revision)
        for name in texts.keys() | following.keys():
            if texts.get(name) != following.get(name):
                touched[name].append(revision.number)
        for name in _moved(list(texts), list(following)):
            if revision.number not in touched[name]:
                touched[name].append(revision.number)
        texts = following
    _TOUCHED.put(key, touched)
    return touched


def _texts(site: Site, revision: RevisionSummary) -> dict[BlockId, str]:
    ids = site.index.texts.block_ids(revision.document, revision.number)
    return {name: block.text for name, block in zip(ids, blocks_of(site, revision.blob), strict=True)}


def _moved(before: Sequence[BlockId], after: Sequence[BlockId]) -> set[BlockId]:
    """Return the blocks in both that stand behind another one than before, among those in both."""
    both = set(before) & set(after)
    left, right = [name for name in before if name in both], [name for name in after if name in both]
    if left == right:
        return set()
    behind = dict(zip(right, [None, *right], strict=False))
    return {name for name, previous in zip(left, [None, *left], strict=False) if behind[name] != previous}
