"""Blocks of a revision with their ids, numbers and words: what pages point at and forms fill in."""

from __future__ import annotations

from collections.abc import Sequence

from wgec_living.domain.blocks import Block, Kind, split
from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.errors import NotFound
from wgec_living.domain.identifiers import BlockId, ObjectId
from wgec_living.domain.summaries import RevisionSummary

from .site import Site
from .views import BlockView

MISSING = "This paragraph is not in that revision of the document."
_SPLITS: BoundedCache[str, tuple[Block, ...]] = BoundedCache(8 << 20, lambda blocks: 200 + 150 * len(blocks))


def source_of(site: Site, blob: ObjectId, *, keep: bool = True) -> str:
    """Return the source of a document's text by its blob; without `keep` it is not remembered."""
    return site.record.blob(blob, keep=keep).decode("utf-8", "replace")


def blocks_of(site: Site, blob: ObjectId) -> tuple[Block, ...]:
    """Return the blocks of a text by its blob; kept by content."""
    blocks = _SPLITS.get(blob)
    if blocks is None:
        blocks = split(source_of(site, blob))
        _SPLITS.put(blob, blocks)
    return blocks


def block_views(
    site: Site, revision: RevisionSummary, *, counted: bool = True
) -> tuple[BlockView | None, ...]:
    """Return the blocks of a revision as pages show them, None for the hidden ones."""
    blocks = blocks_of(site, revision.blob)
    ids = site.index.texts.ids_of(revision)
    counts = site.index.texts.counts(revision.document) if counted else {}
    views: list[BlockView | None] = []
    number = 0
    for place, (block, name) in enumerate(zip(blocks, ids, strict=True)):
        if block.kind is Kind.DEFINITION:
            views.append(None)
            continue
        numbered = block.kind is not Kind.HEADING and not is_table_head(blocks, place)
        number += numbered
        total, undecided = counts.get(name, (0, 0))
        views.append(
            BlockView(
                name,
                number if numbered else None,
                block.kind.value,
                block.first_line,
                block.last_line,
                block.text,
                block.level,
                total,
                undecided,
            )
        )
    return tuple(views)


def named_blocks(site: Site, revision: RevisionSummary, wanted: Sequence[BlockId]) -> tuple[Block, ...]:
    """Return the named blocks of a revision in reading order; raise `NotFound` when one is not in it.

    For whoever needs their lines and words alone: a page's numbers and counts are not put together.
    """
    if not wanted:
        return ()
    blocks, ids = blocks_of(site, revision.blob), site.index.texts.ids_of(revision)
    named = {
        name: block
        for name, block in zip(ids, blocks, strict=True)
        if name in wanted and block.kind is not Kind.DEFINITION
    }
    if len(named) < len(set(wanted)):
        raise NotFound(MISSING)
    return tuple(named.values())


def is_table_head(blocks: Sequence[Block], place: int) -> bool:
    """Say whether a block is the first row of its table, with its line of dashes."""
    block = blocks[place]
    return block.kind is Kind.ROW and (place == 0 or blocks[place - 1].unit != block.unit)


def pick(views: Sequence[BlockView | None], wanted: Sequence[BlockId]) -> tuple[BlockView, ...]:
    """Return the named blocks in reading order; raise `NotFound` when one is not in this revision."""
    by_id = {view.id: view for view in views if view is not None}
    if any(name not in by_id for name in wanted):
        raise NotFound(MISSING)
    return tuple(view for view in views if view is not None and view.id in wanted)


def excerpt_html(site: Site, revision: RevisionSummary, wanted: Sequence[BlockView]) -> str:
    """Return some blocks of a revision as safe HTML that stands by itself: a row comes with its table's head."""
    blocks = blocks_of(site, revision.blob)
    lines = {view.first_line for view in wanted}
    parts: list[str] = []
    kept: list[Block] = []
    for place, block in enumerate(blocks):
        chosen = block.first_line in lines
        if not chosen and not (is_table_head(blocks, place) and _row_wanted(blocks, place, lines)):
            continue
        if kept:
            close = kept[-1].unit == block.unit and block.kind in (Kind.ROW, Kind.ITEM)
            parts.append("\n" if close else "\n\n")
        parts.append(_standing_alone(block))
        kept.append(block)
    return site.renderer.text("".join(parts))


def _row_wanted(blocks: Sequence[Block], head: int, lines: set[int]) -> bool:
    unit = blocks[head].unit
    return any(block.unit == unit and block.first_line in lines for block in blocks[head + 1 :])


def _standing_alone(block: Block) -> str:
    # The text of a footnote is shown without its mark: alone it would refer to nothing.
    return block.text.partition("]:")[2].strip() if block.kind is Kind.FOOTNOTE else block.text
