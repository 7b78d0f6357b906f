"""What the use cases return, as the JSON of the contract."""

from __future__ import annotations

from typing import Any

from wgec_living.domain.blocks import document_title
from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.summaries import ContributionSummary, DocumentSummary, RevisionSummary
from wgec_living.services.views import BlockView, DocumentView, Entry, Outcome, Receipt
from wgec_living.services.views_deciding import Preview

from ..current import site
from ..typeset import addressed
from ..words import machine_time
from .comparing import redline_shape


def document_row(row: DocumentSummary) -> dict[str, Any]:
    """Return a document as the list of documents has it."""
    return {
        "path": row.path,
        "title": row.title,
        "language": row.language,
        "revision": row.revision,
        "commit": row.commit,
        "updated_at": machine_time(row.updated_at),
    }


def document_shape(view: DocumentView) -> dict[str, Any]:
    """Return a revision of a document with its source, its HTML and its blocks: the same whenever it is asked for."""
    return {
        "path": view.summary.path,
        "title": document_title(view.source) or view.summary.path,
        "language": view.language,
        "revision": view.revision.number,
        "commit": view.revision.commit,
        "blob": view.revision.blob,
        "source": view.source,
        "html": addressed(view.rendered, view.blocks),
        "blocks": [block_shape(block) for block in view.blocks if block is not None],
    }


def block_shape(block: BlockView) -> dict[str, Any]:
    """Return one block of a revision."""
    return {
        "id": block.id,
        "number": block.number,
        "kind": block.kind,
        "first_line": block.first_line,
        "last_line": block.last_line,
        "text": block.text,
    }


def speaker_shape(speaker: Speaker) -> dict[str, Any]:
    """Return who spoke, with the affiliation they had at that time."""
    return {
        "handle": speaker.handle,
        "name": speaker.name,
        "delegation": speaker.delegation,
        "group": speaker.group,
    }


def revision_shape(row: RevisionSummary) -> dict[str, Any]:
    """Return a revision as the history has it."""
    return {
        "number": row.number,
        "commit": row.commit,
        "at": machine_time(row.at),
        "author": speaker_shape(row.author),
        "decided_by": speaker_shape(row.decided_by) if row.decided_by else None,
        "summary": row.summary,
        "contribution": row.contribution,
        "disposition": row.disposition,
        "changed": row.changed,
        "added": row.added,
        "removed": row.removed,
    }


def contribution_row(row: ContributionSummary) -> dict[str, Any]:
    """Return a contribution as the register has it."""
    return {
        "number": row.number,
        "kind": row.kind,
        "document": row.document,
        "title": row.title,
        "status": row.status.value,
        "author": speaker_shape(row.speaker),
        "created_at": machine_time(row.created_at),
        "updated_at": machine_time(row.updated_at),
        "base": row.base,
        "base_revision": row.base_revision,
        "blocks": list(row.blocks),
        "type": row.change_type,
        "position": row.stance,
        "tip": row.tip,
        "replies": row.replies,
        "takes_back": row.takes_back,
        "supersedes": row.supersedes,
        "url": page_address(row.number),
    }


def contribution_address(number: int) -> str:
    """Return where a contribution is read by this API."""
    return f"/api/v1/contributions/{number}"


def page_address(number: int) -> str:
    """Return the whole address of a contribution's page, to be passed on to people."""
    return f"{site().settings.base_url}/contributions/{number}"


def event_shape(entry: Entry) -> dict[str, Any]:
    """Return one event of a thread; what could not be read as an event has neither time nor author."""
    event = entry.item.event
    known = event if isinstance(event, Event) else None
    return {
        "commit": entry.item.commit,
        "kind": known.kind.value if known else "unreadable",
        "at": machine_time(known.at) if known else None,
        "author": speaker_shape(known.speaker) if known else None,
        "title": event.title,
        "body": event.body,
        "html": entry.html,
        "in_reply_to": known.in_reply_to if known else None,
        "position": known.stance.value if known and known.stance else None,
        "disposition": known.disposition.value if known and known.disposition else None,
        "contribution_tip": known.contribution_tip if known else None,
        "base_revision": entry.base_revision,
        "redline": redline_shape(entry.changes),
        "problems": list(entry.item.problems),
    }


def receipt_shape(receipt: Receipt) -> dict[str, Any]:
    """Return the answer to a contribution: it is on record."""
    return {
        "number": receipt.number,
        "commit": receipt.commit,
        "url": page_address(receipt.number),
        "status": receipt.status,
        "dry_run": receipt.dry_run,
    }


def preview_shape(preview: Preview) -> dict[str, Any]:
    """Return what accepting a contribution now would do."""
    return {
        "result": preview.result,
        "seen_main": preview.seen_main,
        "seen_tip": preview.seen_tip,
        "text": preview.text,
        "redline": redline_shape(preview.changes),
        "conflicts": [
            {"block": place.block, "base": place.base, "ours": place.ours, "theirs": place.theirs}
            for place in preview.conflicts
        ],
        "combined": [
            {
                "block": place.block,
                "base": place.combined.base,
                "text": place.combined.text,
                "words": [[run.op, run.by, run.text] for run in place.combined.runs],
            }
            for place in preview.joint
        ],
    }


def outcome_shape(outcome: Outcome) -> dict[str, Any]:
    """Return the answer to a decision: it is on record."""
    return {
        "number": outcome.number,
        "disposition": outcome.disposition,
        "commit": outcome.commit,
        "revision": outcome.revision,
    }
