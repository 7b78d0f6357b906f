"""Where contributions are in the texts in force, as lists of them and ways out of a dead end name it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.errors import NotFound
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.summaries import ContributionSummary

from .anchoring import asks, present_places
from .passages import block_views
from .site import Site
from .views import BlockView


@dataclass(frozen=True)
class Whereabouts:
    """Where a contribution's passage is in the text in force, in short."""

    blocks: tuple[BlockView, ...]
    """The blocks it stands in; none where they are gone."""
    since: str = ""
    """What became of its words, where its author and the coordinators are asked if it is still valid."""
    heading: BlockView | None = None
    """The heading that the first of them stands under, or is."""


@dataclass(frozen=True)
class _Text:
    """The blocks of a text in force by their ids, in reading order, and the heading of each."""

    blocks: Mapping[BlockId, BlockView]
    headings: Mapping[BlockId, BlockView]


def standing(site: Site, summary: ContributionSummary) -> tuple[BlockView, ...]:
    """Return the blocks of the text in force that a contribution's passage stands in, in reading order."""
    found = whereabouts(site, [summary]).get(summary.number)
    return found.blocks if found else ()


def whereabouts(site: Site, summaries: Sequence[ContributionSummary]) -> dict[int, Whereabouts]:
    """Return by number where contributions' passages stand in the texts in force; whole documents are left out.

    A text is read once for all of them.
    """
    paths = {summary.document for summary in summaries}
    texts = {path: known for path in paths if (known := _in_force(site, path)) is not None}
    places = present_places(site, [summary for summary in summaries if summary.document in texts])
    found: dict[int, Whereabouts] = {}
    for summary in summaries:
        text, place = texts.get(summary.document), places.get(summary.number)
        blocks, whole = (place.blocks, place.whole) if place else (summary.blocks, not summary.blocks)
        if not whole:
            since = place.place.value if place and asks(summary, place) else ""
            standing = tuple(text.blocks[name] for name in blocks if name in text.blocks) if text else ()
            heading = text.headings.get(standing[0].id) if text and standing else None
            found[summary.number] = Whereabouts(standing, since, heading)
    return found


def block_in_force(site: Site, path: DocumentPath, name: BlockId) -> BlockView | None:
    """Return the block of this id in the text in force; None where there is no such text or block."""
    text = _in_force(site, path)
    return text.blocks.get(name) if text else None


_STANDING: BoundedCache[tuple[DocumentPath, CommitId], _Text] = BoundedCache(
    60_000, lambda text: 1 + len(text.blocks)
)


def _in_force(site: Site, path: DocumentPath) -> _Text | None:
    try:
        newest = site.index.texts.revision(path, site.index.texts.name(path).revision)
    except NotFound:  # taken away by hand: what was said on it stays in the register
        return None
    found = _STANDING.get((path, newest.commit))
    if found is None:
        blocks = {view.id: view for view in block_views(site, newest, counted=False) if view is not None}
        found = _Text(blocks, _headings(blocks))
        _STANDING.put((path, newest.commit), found)
    return found


def _headings(blocks: Mapping[BlockId, BlockView]) -> dict[BlockId, BlockView]:
    """Return for each block the heading it stands under, or is; the title of the text counts as one."""
    found: dict[BlockId, BlockView] = {}
    heading: BlockView | None = None
    for name, view in blocks.items():
        heading = view if view.level else heading
        if heading is not None:
            found[name] = heading
    return found
