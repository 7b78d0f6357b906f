"""Two revisions compared, with the ids of their blocks and the revisions that touched each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wgec_living.domain.blocks import Block, Kind
from wgec_living.domain.comparison import Change, Changes
from wgec_living.domain.comparison_told import Teller, plain
from wgec_living.domain.identifiers import BlockId
from wgec_living.domain.summaries import RevisionSummary
from wgec_living.services.answered import Answered
from wgec_living.services.site import Site
from wgec_living.services.views import ComparisonView

KINDS = {"split": "edited", "joined": "edited"}
"""What the contract calls them; their blocks tell the rest."""


def comparison_shape(site: Site, view: ComparisonView) -> dict[str, Any]:
    """Return the changed blocks of a comparison in reading order."""
    old_ids = _shown_ids(site, view.older, view.changes.older)
    new_ids = _shown_ids(site, view.newer, view.changes.newer)
    teller = Teller(view.changes)
    changes = []
    for change in view.changes:
        if change.kind == "same":
            continue
        revisions = () if view.brought is None else view.brought.get((change.olds, change.news), ())
        changes.append(
            {
                **change_shape(change),
                "block": _first(new_ids, change.news),
                "from_block": _first(old_ids, change.olds),
                "blocks": [name for name in map(new_ids.__getitem__, change.news) if name],
                "from_blocks": [name for name in map(old_ids.__getitem__, change.olds) if name],
                "summary": plain(teller.tell(change)),
                "revisions": list(revisions),
                "revisions_known": view.brought is not None,
                "answers": [answered_shape(one) for one in view.answered.get((change.olds, change.news), ())],
            }
        )
    return {"changes": changes}


def answered_shape(one: Answered) -> dict[str, Any]:
    """Return a comment that a change answers, with what the link rests on."""
    return {
        "contribution": one.comment.number,
        "basis": one.basis.value,
        "waited": one.waited,
        "status": one.comment.status.value,
    }


def change_shape(change: Change) -> dict[str, Any]:
    """Return what stands on any changed block, wherever it is shown."""
    return {
        "kind": KINDS.get(change.kind, change.kind),
        "fate": change.kind,
        "moved": change.moved,
        "formatting": change.formatting,
        "coarse": change.coarse,
        "words": [list(run) for run in change.words],
        "cells": [[list(run) for run in cell] for cell in change.cells],
    }


def redline_shape(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Return changed blocks with the words that stay, go and come."""
    teller = Teller(changes) if isinstance(changes, Changes) and (changes.older or changes.newer) else None
    return [
        {**change_shape(change), "summary": plain(teller.tell(change)) if teller else ""}
        for change in changes
    ]


def _shown_ids(site: Site, revision: RevisionSummary, blocks: Sequence[Block]) -> list[BlockId | None]:
    """Return the id of each block, None for those that no page shows."""
    ids = site.index.texts.block_ids(revision.document, revision.number)
    return [None if block.kind is Kind.DEFINITION else name for name, block in zip(ids, blocks, strict=True)]


def _first(ids: Sequence[BlockId | None], places: Sequence[int]) -> BlockId | None:
    return ids[places[0]] if places else None
