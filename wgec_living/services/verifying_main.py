"""What `main` must be: a founding, then imports, people and decisions, each changing what it says and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wgec_living.domain.events import ACCEPTANCES, MAIN_KINDS, Disposition, Event, Kind
from wgec_living.domain.identifiers import CommitId, Handle
from wgec_living.domain.merging import Result, merge
from wgec_living.domain.people import SERVER, Role
from wgec_living.domain.resemblance import skeleton
from wgec_living.domain.roster import read_person
from wgec_living.store.objects import StoredCommit, object_id

from .verifying_commits import Commits
from .verifying_lines import Contribution


@dataclass
class _Main:
    commits: Commits
    branches: Mapping[int, Contribution]
    decided: set[int] = field(default_factory=set)
    """Contributions with a final decision so far."""
    names: dict[Handle, tuple[CommitId, str]] = field(default_factory=dict)
    """The name each person has, and the commit that gave it."""


def check_main(commits: Commits, main: dict[CommitId, int], branches: Mapping[int, Contribution]) -> None:
    """Report what is not as it should be on `main`."""
    line = _Main(commits, branches)
    before: StoredCommit | None = None
    for name, place in main.items():
        commit, event = commits.by_id[name], commits.events.get(name)
        changed = commits.changed(before, commit)
        if event is None:
            _refuse_change(commits, commit, changed, "cannot be read, so nothing says why")
        else:
            _check_event(line, place, before, commit, event, changed)
        _check_parents(commits, place, commit, event)
        for path in changed:
            if before is not None and commits.inspection.entry(commit.tree, path) is None:
                commits.found(name, f"takes {path} away from main")
        before = commit
    _check_names(line)


def _check_names(line: _Main) -> None:
    """No two people may have names that look alike, once all changes of the list of people are made."""
    seen = {skeleton(SERVER.name): SERVER.handle}
    for handle, (commit, name) in line.names.items():
        first = seen.setdefault(skeleton(name), handle)
        if first != handle:
            line.commits.found(commit, f"gives {handle} a name that looks like the name of {first}")


def _refuse_change(commits: Commits, commit: StoredCommit, changed: list[str], why: str) -> None:
    if changed:
        commits.found(commit.id, f"changes {', '.join(changed)}, but {why}")


def _check_parents(commits: Commits, place: int, commit: StoredCommit, event: Event | None) -> None:
    accepts = event is not None and event.disposition in ACCEPTANCES
    wanted = 0 if place == 0 else 2 if accepts else 1
    if len(commit.parents) != wanted and not (event is None and place):
        commits.found(commit.id, f"has {len(commit.parents)} parents and must have {wanted}")


def _check_event(
    line: _Main,
    place: int,
    before: StoredCommit | None,
    commit: StoredCommit,
    event: Event,
    changed: list[str],
) -> None:
    commits = line.commits
    if event.kind not in MAIN_KINDS or (event.kind is Kind.FOUNDING) != (place == 0):
        commits.found(commit.id, f"a {event.kind} cannot stand at place {place} of main")
    if event.kind is Kind.IMPORT:
        if changed != [f"documents/{event.document}.md"]:
            commits.found(
                commit.id,
                f"brings in {event.document}, but changes {', '.join(changed) or 'nothing'}",
            )
    elif event.kind is Kind.ROSTER:
        _check_roster(line, commit, event, changed)
    elif event.kind is Kind.DISPOSITION and before is not None:
        _check_decision(line, before, commit, event, changed)
    elif event.kind is not Kind.FOUNDING:
        _refuse_change(commits, commit, changed, f"a {event.kind} changes nothing")


def _check_roster(line: _Main, commit: StoredCommit, event: Event, changed: list[str]) -> None:
    commits = line.commits
    file = f"people/{event.handle}.yml"
    entry = commits.inspection.entry(commit.tree, file)
    if changed != [file] or entry is None:
        commits.found(commit.id, f"must change {file} alone, but changes {', '.join(changed) or 'nothing'}")
        return
    try:
        person = read_person(Handle(str(event.handle)), commits.inspection.blob(entry.id))
    except ValueError:
        return  # Reported with the tree.
    line.names.pop(person.handle, None)  # The later of two is the one to be named.
    line.names[person.handle] = (commit.id, person.name)
    said = event.speaker
    if (person.delegation, person.group, person.role.value) != (said.delegation, said.group, said.role):
        commits.found(commit.id, f"says another delegation, group or role than {file}")


def _check_decision(
    line: _Main, before: StoredCommit, commit: StoredCommit, event: Event, changed: list[str]
) -> None:
    commits = line.commits
    number = event.contribution or 0
    check_coordinator(commits, before, commit.id, event)
    if number in line.decided:
        commits.found(commit.id, f"decides on contribution {number}, which was decided before")
    if event.disposition is not Disposition.DEFERRED:
        line.decided.add(number)
    branch = line.branches.get(number)
    if branch is None:
        commits.found(commit.id, f"decides on contribution {number}, which is not there")
    elif event.contribution_tip not in {item.id for item in branch.line}:
        commits.found(
            commit.id, f"names a Contribution-Tip that is not on the branch of contribution {number}"
        )
        branch = None
    elif branch.opening is not None and branch.opening.document != event.document:
        commits.found(
            commit.id, f"names {event.document}; the contribution is about {branch.opening.document}"
        )
    if branch is not None and event.disposition is not Disposition.DEFERRED:
        _check_last_text(commits, branch, commit, event)
    if event.disposition not in ACCEPTANCES:
        _refuse_change(commits, commit, changed, f"“{event.disposition}” leaves the texts alone")
        return
    if commit.parents[1:] and commit.parents[1] != event.contribution_tip:
        commits.found(commit.id, "its second parent is not the Contribution-Tip it names")
    if changed != [f"documents/{event.document}.md"]:
        commits.found(
            commit.id,
            f"accepts a change of {event.document}, but changes {', '.join(changed) or 'nothing'}",
        )
    elif branch is not None and event.disposition is Disposition.ACCEPTED:
        _check_as_proposed(commits, branch, before, commit, event)


def check_coordinator(commits: Commits, before: StoredCommit, named: CommitId, event: Event) -> None:
    """Report `named` unless the list of people in `before` makes whoever spoke a coordinator."""
    handle = event.speaker.handle
    entry = commits.inspection.entry(before.tree, f"people/{handle}.yml")
    try:
        person = read_person(handle, commits.inspection.blob(entry.id)) if entry else None
    except ValueError:
        return  # Reported with the tree.
    if person is None or person.role is not Role.COORDINATOR:
        commits.found(named, f"{handle} was no coordinator in the list of people at that time")


def _check_last_text(commits: Commits, branch: Contribution, commit: StoredCommit, event: Event) -> None:
    """What is decided is the last text that was proposed: after a final decision none may follow."""
    line = [item.id for item in branch.line]
    later = line[line.index(event.contribution_tip or line[0]) + 1 :]
    if any((said := commits.events.get(name)) and said.kind is Kind.REVISED_TEXT for name in later):
        commits.found(
            commit.id, f"decides on contribution {branch.number}, but names a text that was revised after it"
        )


def _check_as_proposed(
    commits: Commits, branch: Contribution, before: StoredCommit, commit: StoredCommit, event: Event
) -> None:
    """“Accepted” means: the proposal put into the text in force by our own merge, with no word of anybody else."""
    tip = commits.by_id[event.contribution_tip or commit.id]
    if branch.opening is None or branch.opening.kind is not Kind.PROPOSAL:
        commits.found(commit.id, "accepts as proposed what proposes no text")
        return
    base = branch.text_bases.get(tip.id)
    places = [commits.document(c, event.document) if c else None for c in (base, before, tip, commit)]
    blobs = [entry.id if entry else None for entry in places]
    if None in (blobs[1], blobs[2]):
        commits.found(commit.id, "accepts a text that is not there")
        return
    if blobs[1] in (blobs[0], blobs[2]):
        same = blobs[3] == blobs[2]
    else:
        texts = [
            commits.inspection.blob(blob).decode("utf-8", "replace") if blob else "" for blob in blobs[:3]
        ]
        merged = merge(*texts)
        same = merged.result is Result.CLEAN and object_id("blob", merged.text.encode()) == blobs[3]
    if not same:
        commits.found(
            commit.id, "is called accepted, but its text is not the proposal put into the text in force"
        )
