"""All contributions on a document as annotations of its text in force: what each says, and on which words."""

from __future__ import annotations

from dataclasses import dataclass

from wgec_living.domain.blocks_model import Kind as BlockKind
from wgec_living.domain.events import Event
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.passages import Piece
from wgec_living.domain.reading import read
from wgec_living.domain.summaries import PlacedContribution, RevisionSummary

from .anchoring import on_revision
from .passages import blocks_of
from .present_places import PresentPlace
from .site import Site

CONTEXT = 32


@dataclass(frozen=True)
class Spot:
    """A part of an annotated passage in one block, in characters as they are read."""

    block: BlockId
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True)
class Annotation:
    """One contribution as an annotation."""

    placed: PlacedContribution[PresentPlace]
    opening: Event
    spots: tuple[Spot, ...]
    """None: the whole document, or words that are gone."""


@dataclass(frozen=True)
class Annotations:
    """All annotations of a revision."""

    title: str
    revision: RevisionSummary
    items: tuple[Annotation, ...]


def annotated(site: Site, path: DocumentPath) -> Annotations:
    """Return every contribution on a document with its words in the text in force; a few questions, however many."""
    document = site.index.texts.document(path)
    revision = site.index.texts.revision(path, document.revision)
    ids = site.index.texts.block_ids(path, document.revision)
    blocks = dict(zip(ids, blocks_of(site, revision.blob), strict=True))
    placed = on_revision(site, path, document.revision)
    said = site.index.anchors.openings([one.number for one in placed])
    items = []
    for one in placed:
        opening = said.get(one.number)
        if not isinstance(opening, Event):
            continue
        spots = []
        for piece in one.at.pieces:
            if piece.start is None or piece.start != piece.end:
                block = blocks[piece.block]
                spots.append(_spot(piece, block.text, BlockKind(block.kind)))
        items.append(Annotation(one, opening, tuple(spots)))
    return Annotations(document.title, revision, tuple(items))


def _spot(piece: Piece, source: str, kind: BlockKind) -> Spot:
    reading = read(source, kind)
    end = len(source) if piece.end is None else piece.end
    first, last = reading.as_read(piece.start or 0, end)
    text = reading.text
    before, after = text[max(0, first - CONTEXT) : first], text[last : last + CONTEXT]
    return Spot(piece.block, first, last, text[first:last], before, after)
