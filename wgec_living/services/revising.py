"""Revising the text of a proposal: brought to the text in force, changed, put on record."""

from __future__ import annotations

from wgec_living.domain.errors import Invalid
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import CommitId, branch_of
from wgec_living.domain.merging import Result, merge
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require
from wgec_living.domain.summaries import ContributionSummary
from wgec_living.domain.text import clean_words
from wgec_living.store.record import document_file

from .contributing import follow_up
from .passages import block_views, named_blocks, source_of
from .recording import recording, require_same
from .site import Site
from .targets import base_revision, new_text, replaced, span
from .threads import proposed_text, text_base
from .views import Revision


def revision_form(site: Site, number: int) -> Revision:
    """Return what the form for a revised text is filled with: the proposal brought to the text in force.

    Where the paragraph it is about still stands, the words proposed for it are offered; else the whole text.
    """
    summary = site.index.register.summary(number)
    document = site.index.texts.document(summary.document)
    base = text_base(site, summary.tip, summary.base)
    mine = proposed_text(site, summary.tip, summary.document)
    then = source_of(site, site.index.texts.revision_of_commit(summary.document, base).blob)
    views = block_views(site, site.index.texts.revision(summary.document, document.revision), counted=False)
    present = tuple(view for view in views if view is not None and view.id in summary.blocks)
    old_lines = _lines_of_target(site, summary, base)
    words = _proposed_words(then, mine, old_lines)
    if words is not None and len(present) == len(summary.blocks) and present:
        return Revision(summary, document, document.commit, present, words, whole=False)
    merged = merge(then, source_of(site, document.blob), mine)
    text = merged.text if merged.result is not Result.CLASHES else mine
    return Revision(summary, document, document.commit, (), text, whole=True)


def _lines_of_target(site: Site, summary: ContributionSummary, base: CommitId) -> tuple[int, int] | None:
    revision = site.index.texts.revision_of_commit(summary.document, base)
    views = block_views(site, revision, counted=False)
    chosen = [view for view in views if view is not None and view.id in summary.blocks]
    return span(chosen) if chosen and len(chosen) == len(summary.blocks) else None


def _proposed_words(then: str, mine: str, lines: tuple[int, int] | None) -> str | None:
    """Return what a proposal puts in place of `lines`, or None where it changed more than those."""
    if lines is None:
        return None
    old, new = then.split("\n"), mine.split("\n")
    tail = len(old) - lines[1]
    words = "\n".join(new[lines[0] - 1 : len(new) - tail])
    return words if replaced(then, lines, words) == mine else None


def revised(
    site: Site, number: int, *, base: CommitId, text: str | None, replacement: str | None, remove: bool
) -> tuple[tuple[int, int] | None, str, str]:
    """Return the lines that a revised text is about, the whole new text, and the field it came in.

    Raises `Invalid` where there is no text or nothing would change; nothing is written.
    """
    summary = site.index.register.summary(number)
    revision = base_revision(site, summary.document, base)
    lines = None
    if text is None and summary.blocks:
        lines = span(named_blocks(site, revision, summary.blocks))
    if text is None and replacement is None and not remove:
        raise Invalid("There is no text.", {"text": "Please write the text as it should read."})
    words = text if text is not None else replacement or ""
    name = "text" if text is not None else "replacement"
    old = source_of(site, revision.blob)
    return lines, new_text(old, lines, words, field=name, remove=remove and text is None), name


def revise(
    site: Site,
    actor: Person | None,
    number: int,
    *,
    base: CommitId,
    body: str,
    text: str | None = None,
    replacement: str | None = None,
    remove: bool = False,
    key: str | None = None,
) -> CommitId:
    """Put a revised text of a proposal on record, written on the revision at `base`; return its commit."""
    event = follow_up(actor, Kind.REVISED_TEXT, clean_words(body, "body"), key)
    person = require(actor, Act.PROPOSE)
    lines, new, name = revised(site, number, base=base, text=text, replacement=replacement, remove=remove)
    with recording(site, branch_of(number)) as recorder:
        sent_before = recorder.sent_before(event.idempotency)
        if sent_before is not None:
            said = {"kind": event.kind, "contribution": number, "lines": lines}
            require_same(site, sent_before[0], said, event.body, new)
            return sent_before[0]
        summary = site.index.register.summary(number)
        speaker = recorder.permit(person, Act.REVISE, summary)
        if summary.kind != Kind.PROPOSAL:
            raise Invalid("Only the text of a proposal can be revised.", {"": "This is no proposal."})
        if new == proposed_text(site, summary.tip, summary.document):
            raise Invalid("Nothing was changed.", {name: "This is the text already proposed."})
        event = event._replace(
            contribution=number,
            document=summary.document,
            lines=lines,
            speaker=speaker,
            at=site.clock(),
        )
        tree = recorder.writer.tree_with(
            site.record.commit(base).tree, {document_file(summary.document): new.encode()}
        )
        newer = base != text_base(site, summary.tip, summary.base)
        parents = (summary.tip, base) if newer else (summary.tip,)
        return recorder.put(branch_of(number), summary.tip, event, tree, parents).id
