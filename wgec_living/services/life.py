"""The life of a passage: every revision that changed one block, back to its first appearance, with what changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wgec_living.domain.blocks import Block, Cut, cut, cut_again
from wgec_living.domain.comparison import Changes, followed
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.replacing import trace_known
from wgec_living.domain.summaries import Page, RevisionSummary
from wgec_living.domain.text import title_from
from wgec_living.domain.tracing import Fate

from .answered import Answered, Background, backgrounds
from .passages import source_of
from .site import Site

STEPS = 20
"""On one page."""
BEGINNING = 48
"""Characters by which another passage is named."""


@dataclass(frozen=True)
class LifeStep:
    """What one revision did to a block."""

    revision: RevisionSummary
    fate: str
    """`first` (in the first revision), `new`, `edited`, `split`, `joined`, `gone` or `back`."""
    changes: Changes
    """The one change, which knows both texts; none of a block in the first revision."""
    others: tuple[tuple[BlockId, str], ...]
    """The other blocks that it was split from, joined with, or joined into, with how they begin."""
    behind: Background | None = None
    """What the record has about why the revision came."""
    answered: tuple[Answered, ...] = ()
    """The comments that the change answers."""


def life(site: Site, path: DocumentPath, block: BlockId, page: int) -> Page[LifeStep]:
    """Return one page of a block's life, newest first; raise `NotFound` past its end."""
    found = site.index.origins.changes(path, block, page, STEPS)
    wanted = {number for after in found.items for number in (after - 1, after) if number}
    revisions = site.index.texts.numbered(path, wanted)
    reader = _Reader(site)
    behind = backgrounds(site, path, [revisions[number] for number in found.items])
    steps = tuple(
        _with(_step(reader, revisions.get(n - 1), revisions[n], block), behind.get(n), block)
        for n in found.items
    )
    return Page(steps, found.total, found.number, found.per_page)


def _with(step: LifeStep, behind: Background | None, block: BlockId) -> LifeStep:
    comments = behind.comments if behind else ()
    return replace(step, behind=behind, answered=tuple(one for one in comments if one.concerns([block])))


class _Reader:
    """Reads revisions one after the other; neighbours have most of their text in common."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._cut: Cut | None = None

    def read(self, revision: RevisionSummary) -> tuple[tuple[Block, ...], tuple[BlockId, ...]]:
        """Return the blocks of a revision and their ids."""
        source = source_of(self._site, revision.blob)
        self._cut = cut(source) if self._cut is None else cut_again(self._cut, source)
        return self._cut.blocks, self._site.index.texts.ids_of(revision)


def _step(
    reader: _Reader, before: RevisionSummary | None, revision: RevisionSummary, block: BlockId
) -> LifeStep:
    if before is None:
        return LifeStep(revision, "first", Changes(), ())
    new, new_ids = reader.read(revision)
    old, old_ids = reader.read(before)
    here = new_ids.index(block) if block in new_ids else None
    there = old_ids.index(block) if block in old_ids else None
    links = [
        link
        for link in trace_known(old, old_ids, new, new_ids)
        if (here is not None and here in link.news) or (here is None and there in link.olds)
    ]
    link = links[0]
    others = {old_ids[place]: old[place] for place in link.olds}
    others |= {new_ids[place]: new[place] for place in link.news}
    others.pop(block, None)
    fate = {Fate.SAME: "edited", Fate.EDITED: "edited"}.get(link.fate, str(link.fate))
    if link.fate is Fate.NEW and not block.startswith(f"{revision.number}-"):
        fate = "back"
    named = tuple((name, title_from(other.text, BEGINNING)) for name, other in others.items())
    return LifeStep(revision, fate, followed(old, new, links), named)
