"""What a coordinator decides: a preview of what acceptance would do, then the decision with its public reason."""

from __future__ import annotations

from dataclasses import dataclass

from wgec_living.domain.errors import Invalid, Stale
from wgec_living.domain.events import ACCEPTANCES, Disposition, Event, Kind
from wgec_living.domain.identifiers import CommitId, ObjectId, branch_of
from wgec_living.domain.merging import Merged, Result
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require_role
from wgec_living.domain.soundness import require_sound
from wgec_living.domain.standing import UNDECIDED
from wgec_living.domain.storage_form import storage_form
from wgec_living.domain.summaries import ContributionSummary
from wgec_living.domain.text import clean_body, clean_words
from wgec_living.store.record import MAIN, document_file

from .crediting import credited
from .dry_run import merged_with, texts_of, written
from .passages import source_of
from .previewing import preview as preview
from .recording import Recorder, idempotency_of, recording, require_same
from .site import Site
from .views import Outcome
from .views_deciding import Preview

VERBS = {
    Disposition.ACCEPTED: "Accept",
    Disposition.ACCEPTED_WITH_CHANGES: "Accept with changes",
    Disposition.NOTED: "Note",
    Disposition.DECLINED: "Decline",
    Disposition.DEFERRED: "Defer",
}
TEXT_EVENTS = frozenset({Kind.REVISED_TEXT, Kind.WITHDRAWAL, Kind.REMOVAL})


class Outdated(Stale):
    """A decision on something that moved meanwhile; `preview` shows it as it is now."""

    def __init__(self, sentence: str, preview: Preview) -> None:
        super().__init__(sentence)
        self.preview = preview


@dataclass(frozen=True)
class Decision:
    """A decision as it is sent."""

    disposition: Disposition
    reason: str
    seen_main: CommitId
    """The tip of `main` in the preview that the coordinator had read…"""
    seen_tip: CommitId
    """…and the tip of the contribution."""
    text: str | None = None
    """For *accepted with changes*: the whole text that should come into force."""
    key: str | None = None


def dispose(site: Site, actor: Person | None, number: int, decision: Decision) -> Outcome:
    """Put a decision on record; an acceptance becomes a revision of the document.

    Raises `Outdated` with a fresh preview when, since what the coordinator had seen, the document's text changed
    or a revised text, a withdrawal or a decision came.
    """
    person = require_role(actor, Act.DISPOSE)
    reason = clean_words(decision.reason, "reason", required=decision.disposition is not Disposition.ACCEPTED)
    key = idempotency_of(person.handle, decision.key)
    with recording(site, branch_of(number)) as recorder:
        sent_before = recorder.sent_before(key)
        if sent_before is not None:
            _require_same(site, number, sent_before[0], decision, reason)
            return _outcome(site, number, sent_before[0], decision.disposition)
        summary = site.index.register.summary(number)
        _check_seen(site, recorder, summary, decision)
        speaker = recorder.permit(person, Act.DISPOSE, summary)
        event = Event(
            kind=Kind.DISPOSITION,
            title=title_of(decision.disposition, summary),
            body=reason,
            speaker=speaker,
            at=site.clock(),
            contribution=number,
            document=summary.document,
            disposition=decision.disposition,
            contribution_tip=decision.seen_tip,
            idempotency=key,
        )
        # Counted here, where the index is level: it may fall behind with this very commit.
        changes = decision.disposition in ACCEPTANCES
        revision = site.index.texts.name(summary.document).revision + 1 if changes else None
        commit = _put(site, recorder, summary, event, decision)
    return Outcome(number, commit, decision.disposition.value, revision)


def _require_same(site: Site, number: int, commit: CommitId, decision: Decision, reason: str) -> None:
    said = {"kind": Kind.DISPOSITION, "contribution": number, "disposition": decision.disposition}
    text = None if decision.text is None else storage_form(clean_body(decision.text, "text"))
    require_same(site, commit, said, reason, text)


def title_of(disposition: Disposition, summary: ContributionSummary) -> str:
    """Return the title under which a decision stands on record."""
    return f"{VERBS[disposition]} contribution {summary.number}: {summary.title}"[:200].rstrip()


def _put(
    site: Site, recorder: Recorder, summary: ContributionSummary, event: Event, decision: Decision
) -> CommitId:
    tree = site.record.commit(recorder.main).tree
    if decision.disposition not in ACCEPTANCES:
        return recorder.put(MAIN, recorder.main, event, tree, (recorder.main,)).id
    texts = texts_of(site, summary, decision.seen_tip) if summary.kind == Kind.PROPOSAL else None
    merged = merged_with(site, texts) if texts else None
    text = _accepted_text(site, summary, decision, merged)
    if decision.disposition is Disposition.ACCEPTED_WITH_CHANGES:
        found = written(site, summary, decision.seen_tip) if merged else None
        document = site.index.texts.document(summary.document)
        people = credited(site, summary, document, merged, found.base if found else None, text)
        # Who decides is the author already; the contributor is named even where they are the same.
        deciding = {event.speaker.handle} - {summary.speaker.handle}
        event = event._replace(co_authors=tuple(one for one in people if one.handle not in deciding))
    tree = recorder.writer.tree_with(tree, {document_file(summary.document): text.encode()})
    return recorder.put(MAIN, recorder.main, event, tree, (recorder.main, decision.seen_tip)).id


def _accepted_text(
    site: Site, summary: ContributionSummary, decision: Decision, merged: Merged | None
) -> str:
    now = source_of(site, site.index.texts.document(summary.document).blob)
    if decision.disposition is Disposition.ACCEPTED:
        return _as_proposed(decision, merged, now)
    if decision.text is None or not decision.text.strip():
        raise Invalid("There is no text.", {"text": "Please write the text as it should come into force."})
    text = _differing(storage_form(clean_body(decision.text, "text")), now, "text")
    require_sound(now, text, "text")
    if merged is not None and merged.result is Result.CLEAN and text == merged.text:
        raise Invalid(
            "This is the text as proposed.",
            {"disposition": "Please accept it as it is, so that its author keeps the credit."},
        )
    return text


def _as_proposed(decision: Decision, merged: Merged | None, now: str) -> str:
    if decision.text is not None:
        raise Invalid(
            "Accepting takes the proposal as it is.", {"text": "To change the text, accept with changes."}
        )
    if merged is None:
        raise Invalid(
            "This contribution proposes no text.",
            {"disposition": "Note it, or accept it with changes and write the text it leads to."},
        )
    if merged.result is not Result.CLEAN:
        raise Invalid(
            "The proposal and the text in force touch each other.",
            {"disposition": "Please look at both, then accept with changes."},
        )
    return _differing(merged.text, now, "disposition")


def _differing(text: str, now: str, field: str) -> str:
    if text == now:
        raise Invalid(
            "Nothing would change.",
            {field: "The text in force already reads so. Note the contribution instead, and say why."},
        )
    return text


def _check_seen(site: Site, recorder: Recorder, summary: ContributionSummary, decision: Decision) -> None:
    trouble = moved_since(site, recorder.main, summary, decision)
    if trouble:
        raise Outdated(f"{trouble} Nothing was recorded; please look again.", preview(site, summary.number))


def moved_since(site: Site, main: CommitId, summary: ContributionSummary, decision: Decision) -> str:
    """Return what moved since the coordinator looked, as a sentence; empty when nothing that matters did."""
    texts = site.index.texts
    seen = texts.position(decision.seen_main)
    if seen is None:
        return "The revision you looked at is not known here."
    events = site.index.register.thread(summary.number).events
    commits = [item.commit for item in events]
    if decision.seen_tip not in commits or texts.stands_on_main(decision.seen_tip):
        return "The contribution is not as you saw it."
    decided = [item.commit for item in events if texts.position(item.commit) is not None]
    if summary.status not in UNDECIDED or any((texts.position(c) or 0) > seen for c in decided):
        return f"This contribution was {summary.status.value.replace('-', ' ')} meanwhile."
    later = events[commits.index(decision.seen_tip) + 1 :]
    if any(isinstance(item.event, Event) and item.event.kind in TEXT_EVENTS for item in later):
        return "The contributor sent a revised text meanwhile."
    before = _blob(site, decision.seen_main, summary)
    if before != _blob(site, main, summary):
        return "The text in force changed meanwhile."
    return ""


def _blob(site: Site, commit: CommitId, summary: ContributionSummary) -> ObjectId | None:
    entry = site.record.entry(commit, document_file(summary.document))
    return entry.id if entry else None


def _outcome(site: Site, number: int, commit: CommitId, disposition: Disposition) -> Outcome:
    revision = site.index.texts.revision_by_contribution(number) if disposition in ACCEPTANCES else None
    return Outcome(number, commit, disposition.value, revision.number if revision else None)
