"""What a contribution's branch must be: an opening on a revision of `main`, then what may follow, in order."""

from __future__ import annotations

from wgec_living.domain.events import BRANCH_KINDS, OPENING_KINDS, Event, Kind
from wgec_living.domain.identifiers import CommitId
from wgec_living.domain.people import Role
from wgec_living.store.objects import StoredCommit

from .verifying_commits import Commits
from .verifying_lines import Contribution

WITH_TEXT = frozenset({Kind.PROPOSAL, Kind.REVISED_TEXT})
FIRST = OPENING_KINDS | {Kind.REMOVAL}


def check_contribution(commits: Commits, contribution: Contribution, main: dict[CommitId, int]) -> None:
    """Report what is not as it should be on one contribution's branch."""
    if not contribution.line:
        commits.found("", f"contribution {contribution.number} has no commit of its own")
        return
    first = contribution.line[0]
    if contribution.base is None:
        commits.found(first.id, "the contribution does not start at a revision of main")
    for place, commit in enumerate(contribution.line):
        event = commits.events.get(commit.id)
        if event is not None:
            _check_event(commits, contribution, place, commit, event)
            if place > 0:
                _check_following(commits, contribution, commit, event, main)
            _check_parents(commits, commit, event, main)
            _check_tree(commits, contribution, place, commit, event)


def _check_event(
    commits: Commits, contribution: Contribution, place: int, commit: StoredCommit, event: Event
) -> None:
    if event.contribution != contribution.number:
        commits.found(
            commit.id, f"names contribution {event.contribution} on the branch of {contribution.number}"
        )
    if event.kind not in BRANCH_KINDS or (
        event.kind not in FIRST if place == 0 else event.kind in OPENING_KINDS - {Kind.POSITION}
    ):
        commits.found(
            commit.id, f"{_with_article(event.kind)} cannot stand at place {place} of a contribution"
        )
    opening = contribution.opening
    if event.kind is Kind.REVISED_TEXT and opening is not None:
        if opening.kind is not Kind.PROPOSAL:
            commits.found(commit.id, f"revises the text of a {opening.kind}, which has none")
        if event.document != opening.document:
            commits.found(commit.id, f"revises {event.document}; the proposal is about {opening.document}")
    author = opening.speaker.handle if opening is not None else event.speaker.handle
    if event.kind is Kind.WITHDRAWAL and event.speaker.handle != author:
        commits.found(commit.id, "withdraws what another person contributed")
    if event.in_reply_to is not None and not _in_thread(commits, contribution, event.in_reply_to):
        commits.found(commit.id, "answers a commit that is not of this contribution")


def _check_following(
    commits: Commits,
    contribution: Contribution,
    commit: StoredCommit,
    event: Event,
    main: dict[CommitId, int],
) -> None:
    """Report an anchor or a position on a branch that does not belong there."""
    opening = contribution.opening
    if event.kind not in (Kind.ANCHOR, Kind.POSITION) or opening is None:
        return
    if event.document != opening.document:
        commits.found(commit.id, f"speaks of {event.document}; the contribution is about {opening.document}")
    if event.kind is Kind.POSITION:
        if event.lines is not None or event.supersedes is not None:
            commits.found(commit.id, "a position on a contribution has no target of its own")
        return
    if event.speaker.handle != opening.speaker.handle and event.speaker.role != Role.COORDINATOR:
        commits.found(commit.id, "states the target of what another person contributed")
    base = None if event.base is None else commits.by_id.get(event.base)
    if base is None or base.id not in main:
        commits.found(commit.id, "states a target in what is no revision of main")
    elif main[base.id] < main.get(contribution.base.id if contribution.base else base.id, 0):
        commits.found(commit.id, "states a target in a text older than the contribution")
    elif commits.document(base, event.document) is None:
        commits.found(commit.id, "states a target in a revision that does not have the document")


def _in_thread(commits: Commits, contribution: Contribution, answered: CommitId) -> bool:
    event = commits.events.get(answered)
    return event is not None and event.contribution == contribution.number


def _check_parents(commits: Commits, commit: StoredCommit, event: Event, main: dict[CommitId, int]) -> None:
    if len(commit.parents) > (2 if event.kind is Kind.REVISED_TEXT else 1):
        commits.found(commit.id, f"has {len(commit.parents)} parents; {_with_article(event.kind)} cannot")
    for parent in commit.parents[1:]:
        if parent not in main:
            commits.found(commit.id, "brings in a commit that is no revision of main")


def _check_tree(
    commits: Commits, contribution: Contribution, place: int, commit: StoredCommit, event: Event
) -> None:
    before = commits.by_id[commit.parents[0]] if commit.parents else None
    if event.kind in WITH_TEXT:
        before = contribution.text_bases.get(commit.id, before)
        changed = commits.changed(before, commit)
        if changed != [f"documents/{event.document}.md"]:
            commits.found(
                commit.id,
                f"a {event.kind} changes the text of {event.document} and nothing else; this one changes "
                + (", ".join(changed) or "nothing"),
            )
        elif commits.document(commit, event.document) is None:
            commits.found(commit.id, f"takes the document {event.document} away")
    elif before is not None and before.tree != commit.tree:
        commits.found(commit.id, f"{_with_article(event.kind)} changes files")
    if (
        place == 0
        and event.kind in OPENING_KINDS - WITH_TEXT
        and commits.document(commit, event.document) is None
    ):
        commits.found(commit.id, f"is about {event.document}, which its revision does not have")


def _with_article(kind: Kind) -> str:
    return f"an {kind}" if kind is Kind.ANCHOR else f"a {kind}"
