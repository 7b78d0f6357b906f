"""The lines of a record's history: `main` by first parents, and each contribution from its base to its tip."""

from __future__ import annotations

from dataclasses import dataclass

from wgec_living.domain.events import Event
from wgec_living.domain.identifiers import CommitId, number_of_branch
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import MAIN

from .verifying_commits import Commits


@dataclass(frozen=True)
class Contribution:
    """One contribution: its commits, oldest first, and the revision of `main` each text was written on."""

    number: int
    line: tuple[StoredCommit, ...]
    base: StoredCommit | None
    """What the first commit stands on; None where it stands on nothing."""
    text_bases: dict[CommitId, StoredCommit]
    """For each commit of the line, the newest commit of `main` among the parents up to there."""
    opening: Event | None


def main_line(commits: Commits) -> dict[CommitId, int]:
    """Return the commits on `main`'s first-parent line with their places, from 0."""
    line = []
    at = commits.refs.get(MAIN)
    while at is not None:
        line.append(at)
        parents = commits.by_id[at].parents
        at = parents[0] if parents else None
    commits.placed.update(line)
    return {name: place for place, name in enumerate(reversed(line))}


def contribution_lines(commits: Commits, main: dict[CommitId, int]) -> dict[int, Contribution]:
    """Return every contribution by its number."""
    found = {}
    for ref, tip in sorted(commits.refs.items()):
        number = number_of_branch(ref)
        if number is not None:
            found[number] = _contribution(commits, number, tip, main)
    return found


def _contribution(commits: Commits, number: int, tip: CommitId, main: dict[CommitId, int]) -> Contribution:
    line: list[StoredCommit] = []
    at: CommitId | None = tip
    while at is not None and at not in main:
        commit = commits.by_id[at]
        if at in commits.placed:
            commits.found(at, f"stands on the branch of contribution {number} too")
        line.append(commit)
        at = commit.parents[0] if commit.parents else None
    line.reverse()
    commits.placed.update(commit.id for commit in line)
    base = commits.by_id[at] if at is not None else None
    text_bases: dict[CommitId, StoredCommit] = {}
    newest = base
    for commit in line:
        for parent in commit.parents[1:]:
            if parent in main and (newest is None or main[parent] > main.get(newest.id, -1)):
                newest = commits.by_id[parent]
        if newest is not None:
            text_bases[commit.id] = newest
    opening = commits.events.get(line[0].id) if line else None
    return Contribution(number, tuple(line), base, text_bases, opening)
