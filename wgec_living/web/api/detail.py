"""One contribution with everything: where its passage stands now, its events, its decision."""

from __future__ import annotations

from typing import Any

from wgec_living.domain.events import Event
from wgec_living.services import anchoring, reading
from wgec_living.services.passages import block_views
from wgec_living.services.site import Site
from wgec_living.services.views import BlockView, ContributionView

from ..words import machine_time
from .shapes import contribution_row, event_shape, speaker_shape


def contribution_shape(site: Site, view: ContributionView) -> dict[str, Any]:
    """Return a contribution as the API tells it."""
    return {
        **contribution_row(view.thread.summary),
        "target": _target(site, view),
        "events": [event_shape(entry) for entry in view.entries],
        "commits": [entry.item.commit for entry in view.entries],
        "disposition": _decision(view),
        "superseded_by": list(view.thread.superseded_by),
        "taken_back_by": list(view.thread.taken_back_by),
    }


def _target(site: Site, view: ContributionView) -> dict[str, Any]:
    newest = reading.revision_at(site, view.document.path)
    place = anchoring.place_in(site, view.thread.summary, newest)
    standing = {
        block.id: block
        for block in (block_views(site, newest, counted=False) if place.pieces else ())
        if block
    }
    words = view.thread.anchor
    return {
        "place": place.place.value,
        "changed_in": place.changed_in,
        "changed_by": place.changed_by,
        "stated_in": place.stated_in,
        "revision": view.base.number,
        "present_revision": newest.number,
        "blocks": [_block(block) for block in view.target],
        "present": [
            {**_block(standing[piece.block]), "start": piece.start, "end": piece.end}
            for piece in place.pieces
            if piece.block in standing
        ],
        "quotation": words.quotation if words else None,
        "prefix": words.prefix if words else None,
        "suffix": words.suffix if words else None,
        "start": words.start if words else None,
        "end": words.end if words else None,
    }


def _block(block: BlockView) -> dict[str, Any]:
    return {
        "id": block.id,
        "first_line": block.first_line,
        "last_line": block.last_line,
        "text": block.text,
    }


def _decision(view: ContributionView) -> dict[str, Any] | None:
    if view.decision is None or not isinstance(view.decision.event, Event):
        return None
    event = view.decision.event
    return {
        "disposition": event.disposition.value if event.disposition else "",
        "reason": event.body,
        "commit": view.decision.commit,
        "at": machine_time(event.at),
        "decided_by": speaker_shape(event.speaker),
        "revision": view.result.number if view.result else None,
    }
