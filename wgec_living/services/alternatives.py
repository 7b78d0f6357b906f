"""The proposals that wait on one passage, side by side: what each makes of it, and who supports it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.comparison import Change, Changes, compare
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath, ObjectId
from wgec_living.domain.positions import Stood
from wgec_living.domain.summaries import ContributionSummary, RevisionSummary

from .dry_run import written
from .passages import blocks_of
from .positions import stood
from .site import Site

MOST = 12
"""So many proposals on one passage are shown with their words; the others are named."""
Key = tuple[DocumentPath, CommitId, ObjectId, ObjectId, frozenset[BlockId]]
"""What decides the words of a proposal on a passage: document, revision, both texts, and the blocks."""
_FOUND: BoundedCache[Key, tuple[Changes, int]] = BoundedCache(40_000, lambda found: 50 + len(found[0].newer))


@dataclass(frozen=True)
class Alternative:
    """A proposal that waits, with what it would make of one passage."""

    summary: ContributionSummary
    stood: tuple[Stood, ...]
    """Who takes which position on it."""
    changes: Sequence[Change] = ()
    """What it changes in the passage and beside it, in the text it was written on; none where that is not shown."""
    revision: int | None = None
    """The revision it was written on."""
    elsewhere: int = 0
    """How many changes it makes at other places."""
    key: Key | None = None
    """What decides `changes`, for whoever keeps what is made of them."""


def pending(site: Site, path: DocumentPath, blocks: Collection[BlockId]) -> tuple[Alternative, ...]:
    """Return the undecided proposals on any of some blocks, oldest first."""
    if not blocks:
        return ()
    waiting = site.index.register.undecided(path, blocks)
    return alternatives(site, path, [one for one in waiting if one.kind == Kind.PROPOSAL], blocks)


def alternatives(
    site: Site, path: DocumentPath, proposals: Sequence[ContributionSummary], blocks: Collection[BlockId]
) -> tuple[Alternative, ...]:
    """Return proposals on one document, the first few with what they make of `blocks`, all with their supporters.

    A few questions to the index, however many proposals there are.
    """
    standing = stood(site, proposals)
    texts = {one.number: written(site, one, one.tip) for one in proposals[:MOST]}
    bases = {text.base for text in texts.values() if text is not None}
    numbers = site.index.texts.numbers_at(path, bases)
    revisions = site.index.texts.some(path, set(numbers.values()))
    found = []
    for one in proposals:
        text, taken = texts.get(one.number), standing.get(one.number, ())
        number = numbers.get(text.base) if text is not None else None
        if text is None or number is None:
            found.append(Alternative(one, taken))
            continue
        key = path, text.base, text.before, text.after, frozenset(blocks)
        here, others = _here(site, key, revisions[number])
        found.append(Alternative(one, taken, here, number, others, key))
    return tuple(found)


def _here(site: Site, key: Key, revision: RevisionSummary) -> tuple[Changes, int]:
    """Return what a proposal changes in the blocks, and how much at other places; kept by content."""
    known = _FOUND.get(key)
    if known is None:
        _, _, before, after, blocks = key
        changes = compare(blocks_of(site, before), blocks_of(site, after))
        here = _at(changes, site.index.texts.ids_of(revision), blocks)
        known = here, sum(change.kind != "same" for change in changes) - len(here)
        _FOUND.put(key, known)
    return known


def _at(changes: Changes, ids: Sequence[BlockId], blocks: Collection[BlockId]) -> Changes:
    """Return the changes of some blocks, and what is put in next to them."""
    wanted = {place for place, name in enumerate(ids) if name in blocks}
    own = [any(place in wanted for place in change.olds) for change in changes]
    taken = [
        change
        for at, change in enumerate(changes)
        if change.kind != "same"
        and (own[at] or (not change.olds and (_beside(changes, own, at, -1) or _beside(changes, own, at, 1))))
    ]
    return changes.only(taken)


def _beside(changes: Changes, own: Sequence[bool], at: int, step: int) -> bool:
    """Say whether the nearest block on one side that was there before is one of the passage's."""
    at += step
    while 0 <= at < len(changes) and not changes[at].olds:
        at += step
    return 0 <= at < len(changes) and own[at]
