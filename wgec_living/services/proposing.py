"""The whole text that a proposal asks for: words in place of a passage, beside it, without it, or with it elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wgec_living.domain.errors import Invalid
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.placing import Passage, Side, inserted, moved, places
from wgec_living.domain.text import clean_body

from .passages import block_views, blocks_of, pick
from .site import Site
from .targets import base_revision, kept_form, new_text, span
from .views import BlockView


@dataclass(frozen=True)
class Wanted:
    """What a proposal would make of its target; one of text, replacement, remove and beside says what."""

    blocks: tuple[BlockId, ...] = ()
    """The target; none: the whole document."""
    text: str | None = None
    """The whole new source…"""
    replacement: str | None = None
    """…or what should stand in place of the target…"""
    remove: bool = False
    """…or that the target should go…"""
    beside: BlockId | None = None
    """…or the block beside which the target should stand."""
    side: Side | None = None
    """On which side of `beside`; without it, on which side of the target the replacement is put in."""


def proposed(wanted: Wanted, old: str, views: Sequence[BlockView | None]) -> str:
    """Return the whole new text in storage form; raise `Invalid` for an empty, identical or impossible one.

    `views` are the blocks of `old`, as many as the splitter finds.
    """
    blocks = pick(views, wanted.blocks) if wanted.blocks else ()
    if wanted.text is not None and not wanted.remove:
        return new_text(old, None, wanted.text, field="text")
    if wanted.remove:
        return new_text(old, span(blocks) if blocks else None, "", field="replacement", remove=True)
    if wanted.beside is not None:
        return _moved(wanted, old, views, blocks)
    if wanted.replacement is None:
        raise Invalid("There is no text.", {"replacement": "Please write the text as it should read."})
    if wanted.side is not None and blocks:
        words = clean_body(wanted.replacement, "replacement")
        return kept_form(inserted(old, _passage(views, blocks), words, wanted.side), old, "replacement")
    return new_text(old, span(blocks) if blocks else None, wanted.replacement, field="replacement")


def _moved(wanted: Wanted, old: str, views: Sequence[BlockView | None], blocks: Sequence[BlockView]) -> str:
    goals = [place for place, view in enumerate(views) if view is not None and view.id == wanted.beside]
    if not goals or not blocks:
        raise Invalid("Where to?", {"beside": "Choose the paragraph beside which it should stand."})
    text = moved(old, _passage(views, blocks), goals[0], wanted.side or Side.AFTER)
    return kept_form(text, old, "beside")


def _passage(views: Sequence[BlockView | None], blocks: Sequence[BlockView]) -> Passage:
    lines = span(blocks)
    within = [
        place
        for place, view in enumerate(views)
        if view is not None and lines[0] <= view.first_line and view.last_line <= lines[1]
    ]
    return Passage(within[0], within[-1])


@dataclass(frozen=True)
class Goal:
    """A place to which a passage can be moved."""

    block: BlockView
    side: Side


def goals(site: Site, path: DocumentPath, base: CommitId, wanted: Sequence[BlockId]) -> tuple[Goal, ...]:
    """Return where the blocks `wanted` of the revision at `base` can be moved to, in reading order."""
    revision = base_revision(site, path, base)
    views = block_views(site, revision, counted=False)
    blocks = pick(views, wanted)
    found = []
    for place, side in places(blocks_of(site, revision.blob), _passage(views, blocks)):
        view = views[place]
        if view is not None:
            found.append(Goal(view, side))
    return tuple(found)
