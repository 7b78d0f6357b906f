"""Several proposals accepted at once: one commit each, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wgec_living.domain.blocks import direction, document_language, split
from wgec_living.domain.comparison import Change, changed, compare
from wgec_living.domain.errors import Invalid, Stale
from wgec_living.domain.events import Disposition, Event, Kind
from wgec_living.domain.identifiers import CommitId, DocumentPath, branch_of
from wgec_living.domain.merging import Merged, Result, merge_texts
from wgec_living.domain.merging_sides import side_of
from wgec_living.domain.merging_texts import Text
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require_role
from wgec_living.domain.standing import UNDECIDED
from wgec_living.domain.summaries import ContributionSummary
from wgec_living.domain.text import clean_words
from wgec_living.store.record import MAIN, document_file

from .deciding import Decision, moved_since, title_of
from .dry_run import Written, side, text_of, written
from .passages import blocks_of, source_of
from .recording import Recorder, idempotency_of, recording, require_same
from .site import Site
from .views_deciding import Attributed, Together, TogetherText

MOST = 100
"""The most proposals taken at once."""


class OutdatedTogether(Stale):
    """Several were to be accepted, but something moved or one does not fit; `preview` shows it as it is now."""

    def __init__(self, sentence: str, preview: Together) -> None:
        super().__init__(sentence)
        self.preview = preview


@dataclass(frozen=True)
class Batch:
    """Several acceptances as they are sent."""

    seen_main: CommitId
    """The tip of `main` in the preview that the coordinator had read…"""
    seen_tips: Mapping[int, CommitId]
    """…and the tip of each proposal."""
    reason: str = ""
    key: str | None = None


@dataclass(frozen=True)
class _Step:
    proposal: ContributionSummary
    text: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class _Now:
    """A text with the proposals before in it."""

    source: str
    apart: Text


def preview_together(site: Site, actor: Person | None, numbers: Sequence[int]) -> Together:
    """Return what accepting these proposals, oldest first, would do now; nothing is written."""
    require_role(actor, Act.DISPOSE)
    return _look(site, numbers)[0]


def _look(site: Site, numbers: Sequence[int]) -> tuple[Together, Sequence[_Step]]:
    wanted = sorted(set(numbers))
    if not wanted or len(wanted) > MOST:
        raise Invalid(
            "Which proposals?" if not wanted else "That is too many at once.",
            {"number": f"Please tick at least one proposal on the desk, and at most {MOST}."},
        )
    main = site.index.texts.main()
    proposals = tuple(site.index.register.summary(number) for number in wanted)
    steps, misfit = _plan(site, proposals)
    unfit = proposals[len(steps)].number if misfit else None
    return Together(proposals, main, _texts(site, steps), misfit, unfit), steps


def accept_together(site: Site, actor: Person | None, batch: Batch) -> tuple[CommitId, ...]:
    """Accept these proposals with one commit each; `main` moves once, to the last of them.

    Raises `OutdatedTogether` with a fresh preview, and records nothing, when what the coordinator had seen moved
    or one of them does not merge cleanly after the others.
    """
    person = require_role(actor, Act.DISPOSE)
    reason = clean_words(batch.reason, "reason", required=False)
    numbers = sorted(batch.seen_tips)
    keys = {n: idempotency_of(person.handle, f"{batch.key}-{n}" if batch.key else None) for n in numbers}
    with recording(site, *map(branch_of, numbers)) as recorder:
        before = {number: recorder.sent_before(key) for number, key in keys.items()}
        if all(before.values()):
            return _sent_before(site, {number: found[0] for number, found in before.items() if found}, reason)
        preview, steps = _look(site, numbers)
        trouble = preview.misfit or _moved(site, recorder, preview.proposals, batch)
        if trouble:
            raise OutdatedTogether(f"{trouble} Nothing was recorded; please look again.", preview)
        commits = _prepare(site, recorder, person, steps, batch, reason, keys)
        try:
            recorder.move(MAIN, recorder.main, commits[-1])
        except Stale as moved:
            site.index.keeping.level()
            fresh = preview_together(site, actor, numbers)
            raise OutdatedTogether(f"{moved} Nothing was recorded; please look again.", fresh) from moved
    return commits


def _sent_before(site: Site, commits: Mapping[int, CommitId], reason: str) -> tuple[CommitId, ...]:
    for number, commit in commits.items():
        said = {"kind": Kind.DISPOSITION, "contribution": number, "disposition": Disposition.ACCEPTED}
        require_same(site, commit, said, reason)
    return tuple(commits.values())


def _prepare(
    site: Site,
    recorder: Recorder,
    person: Person,
    steps: Sequence[_Step],
    batch: Batch,
    reason: str,
    keys: Mapping[int, str | None],
) -> tuple[CommitId, ...]:
    """Write the chain of commits that no ref leads to yet."""
    commits: list[CommitId] = []
    tree, head = site.record.commit(recorder.main).tree, recorder.main
    for step in steps:
        proposal = step.proposal
        tip = batch.seen_tips[proposal.number]
        event = Event(
            kind=Kind.DISPOSITION,
            title=title_of(Disposition.ACCEPTED, proposal),
            body=reason,
            speaker=recorder.permit(person, Act.DISPOSE, proposal),
            at=site.clock(),
            contribution=proposal.number,
            document=proposal.document,
            disposition=Disposition.ACCEPTED,
            contribution_tip=tip,
            idempotency=keys[proposal.number],
        )
        tree = recorder.writer.tree_with(tree, {document_file(proposal.document): step.text.encode()})
        head = recorder.writer.prepare(event, tree, (head, tip)).id
        commits.append(head)
    return tuple(commits)


def _plan(site: Site, proposals: Sequence[ContributionSummary]) -> tuple[list[_Step], str]:
    """Put the proposals into their texts one after the other; stop at the first that does not fit."""
    now: dict[DocumentPath, _Now] = {}
    steps: list[_Step] = []
    for proposal in proposals:
        if proposal.kind != Kind.PROPOSAL or proposal.status not in UNDECIDED:
            state = "proposes no text" if proposal.kind != Kind.PROPOSAL else f"is {proposal.status.value}"
            return steps, f"Contribution {proposal.number} {state.replace('-', ' ')}."
        path = proposal.document
        if path not in now:
            blob = site.index.texts.document(path).blob
            now[path] = _Now(source_of(site, blob), text_of(site, blob))
        found = written(site, proposal, proposal.tip)
        if found is None:
            return steps, f"The text of contribution {proposal.number} cannot be found."
        merged = _put_in(site, found, now[path])
        after = " after the others" if steps else ""
        if merged.result is not Result.CLEAN:
            return steps, _unclean(proposal.number, merged.result, after)
        if merged.text == now[path].source:
            return steps, f"Contribution {proposal.number} would change nothing{after}."
        then = _Now(merged.text, Text(merged.text, now[path].apart))
        changes = changed(compare(now[path].apart.blocks, then.apart.blocks))
        now[path] = then
        steps.append(_Step(proposal, merged.text, changes))
    return steps, ""


def _unclean(number: int, result: Result, after: str) -> str:
    if result is Result.CLASHES:
        return f"Contribution {number} does not merge cleanly{after}; please decide on it by itself."
    when = (
        "accept the others first, then decide on it by itself: there" if after else "decide on it by itself:"
    )
    return (
        f"Contribution {number} combines with other changes beside it, and somebody has to look at what comes of it. "
        f"Please {when} both changes stand together, ready to be accepted."
    )


def _put_in(site: Site, found: Written, now: _Now) -> Merged:
    """Merge one proposal; what it was written on and what it proposes are mostly taken apart already."""
    base, theirs = source_of(site, found.before), source_of(site, found.after)
    if base == theirs or now.source in (base, theirs):
        return Merged(Result.CLEAN, now.source if base == theirs else theirs, ())
    before = text_of(site, found.before)
    sides = side_of(before.blocks, now.apart.blocks), side(site, found.before, found.after)
    return merge_texts(before, now.apart, text_of(site, found.after, found.before), sides)


def _texts(site: Site, steps: Sequence[_Step]) -> tuple[TogetherText, ...]:
    last = {step.proposal.document: step.text for step in steps}
    owners: dict[tuple[str, str], ContributionSummary] = {}
    for step in steps:
        owners.update((_mark(change), step.proposal) for change in step.changes)
    result = []
    for path, text in last.items():
        document = site.index.texts.document(path)
        language = document_language(text)
        changes = changed(compare(blocks_of(site, document.blob), split(text)))
        named = tuple(Attributed(change, owners.get(_mark(change))) for change in changes)
        result.append(TogetherText(document, language, direction(language), named))
    return tuple(result)


def _mark(change: Change) -> tuple[str, str]:
    """Return what tells a change apart: the words it leaves, or those it takes away."""
    if change.new_block is not None:
        return "left", change.new_block.text
    return "taken", change.old_block.text if change.old_block else ""


def _moved(site: Site, recorder: Recorder, proposals: Sequence[ContributionSummary], batch: Batch) -> str:
    for proposal in proposals:
        tip = batch.seen_tips[proposal.number]
        decision = Decision(Disposition.ACCEPTED, "", batch.seen_main, tip)
        trouble = moved_since(site, recorder.main, proposal, decision)
        if trouble:
            return f"Contribution {proposal.number}: {trouble[0].lower()}{trouble[1:]}"
    return ""
