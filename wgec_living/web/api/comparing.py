"""Two revisions compared, with the ids of their blocks and the revisions that touched each."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from wgec_living.domain.identifiers import BlockId
from wgec_living.domain.summaries import RevisionSummary
from wgec_living.services.passages import block_views
from wgec_living.services.site import Site
from wgec_living.services.views import ComparisonView

Texts = dict[BlockId, str]


def comparison_shape(site: Site, view: ComparisonView) -> dict[str, Any]:
    """Return the changed blocks of a comparison in reading order."""
    before = block_views(site, view.older, counted=False)
    after = block_views(site, view.newer, counted=False)
    touched = _touched(site, view)
    changes = []
    for change in view.changes:
        if change.kind == "same":
            continue
        old = None if change.old is None else before[change.old]
        new = None if change.new is None else after[change.new]
        names = {block.id for block in (old, new) if block is not None}
        changes.append(
            {
                "kind": change.kind,
                "block": new.id if new else None,
                "from_block": old.id if old else None,
                "words": [list(run) for run in change.words],
                "revisions": sorted({number for name in names for number in touched[name]}),
            }
        )
    return {"changes": changes}


def _touched(site: Site, view: ComparisonView) -> defaultdict[BlockId, list[int]]:
    """Return for each block the revisions between the two that brought, changed or took it."""
    touched: defaultdict[BlockId, list[int]] = defaultdict(list)
    first = min(view.older, view.newer, key=lambda revision: revision.number)
    all_between = len(view.between) == abs(view.newer.number - view.older.number)
    texts = _texts(site, first) if all_between else None
    for revision in view.between:
        following = _texts(site, revision)
        if texts is not None:
            for name in texts.keys() | following.keys():
                if texts.get(name) != following.get(name):
                    touched[name].append(revision.number)
        texts = following
    return touched


def _texts(site: Site, revision: RevisionSummary) -> Texts:
    views = block_views(site, revision, counted=False)
    return {block.id: block.text for block in views if block is not None}
