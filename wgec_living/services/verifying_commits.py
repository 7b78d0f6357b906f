"""What every commit of a record must be, wherever it stands: readable, exactly as written, with known names only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from wgec_living.domain.editions import number_of_edition
from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.events import Event
from wgec_living.domain.identifiers import CommitId, Handle, ObjectId, is_document_path, number_of_branch
from wgec_living.domain.message import address_of
from wgec_living.domain.people import SERVER
from wgec_living.domain.roster import read_person
from wgec_living.domain.summaries import Finding
from wgec_living.domain.trailers import Malformed
from wgec_living.index.ingest import Progress
from wgec_living.store.event_commits import commit_content, event_of
from wgec_living.store.inspection import Inspected, Inspection
from wgec_living.store.objects import FILE, FOLDER, LAST_SECOND, StoredCommit, TreeEntry, object_id
from wgec_living.store.record import MAIN

_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]*")
_PERSON = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yml", re.ASCII)
_WHEN = re.compile(r"(?:author|committer) .*> (-?[0-9]+) ([+-][0-9]+)")
_TOP = {"documents": FOLDER, "people": FOLDER, "record.json": FILE, "README.md": FILE}


class Commits:
    """Every commit of a record with the event it carries, and what was found wrong so far."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection
        self.refs: dict[str, CommitId] = {}
        self.by_id: dict[CommitId, StoredCommit] = {}
        self.events: dict[CommitId, Event] = {}
        """The events of the commits that can be read as one."""
        self.placed: set[CommitId] = set()
        """Commits that stand on `main` or on a contribution's branch."""
        self._found: dict[tuple[CommitId, str], None] = {}
        self._known_trees: set[tuple[ObjectId, str]] = set()
        self._order: dict[CommitId, int] = {}
        self.site = ""
        """The name in everybody's address; empty where it cannot be read."""

    def read(self, progress: Progress | None) -> None:
        """Read every commit and judge each by itself; raise `CorruptRecord` when one is missing."""
        self.refs = self.inspection.refs()
        self._check_refs()
        order = self.inspection.history(self.refs.values())
        self._order = {commit: place for place, commit in enumerate(order)}
        self.site = self._site_name()
        for done, inspected in enumerate(self.inspection.commits(order)):
            self._take(inspected)
            if progress is not None and done % 100 == 0:
                progress(done, len(order))

    def found(self, commit: CommitId | str, problem: str) -> None:
        """Keep a finding; the same one is kept once."""
        self._found[CommitId(commit), problem] = None

    def findings(self) -> list[Finding]:
        """Return what was found: what concerns no commit first, then by age of the commit."""
        ordered = sorted(self._found, key=lambda pair: (self._order.get(pair[0], -1), pair[1]))
        return [Finding(commit, problem) for commit, problem in ordered]

    def document(self, commit: StoredCommit, document: str | None) -> TreeEntry | None:
        """Return the file of a document in a commit, or None."""
        if document is None:
            return None
        return self.inspection.entry(commit.tree, f"documents/{document}.md")

    def changed(self, before: StoredCommit | None, after: StoredCommit) -> list[str]:
        """Return the paths of the files that differ between two commits."""
        return list(self.inspection.changes(before.tree if before else None, after.tree))

    def check_all_on_a_line(self) -> None:
        """Report commits that stand neither on `main` nor on a contribution's branch."""
        for name in self.by_id.keys() - self.placed:
            self.found(name, "stands neither on main nor on a contribution's branch")

    def _check_refs(self) -> None:
        if MAIN not in self.refs:
            self.found("", "there is no main")
        numbers = {number for ref in self.refs if (number := number_of_branch(ref)) is not None}
        for missing in sorted(set(range(1, max(numbers, default=0) + 1)) - numbers):
            self.found("", f"the numbers are broken: there is no contribution {missing}")
        for ref in sorted(self.refs):
            if ref != MAIN and number_of_branch(ref) is None and number_of_edition(ref) is None:
                self.found(self.refs[ref], f"the name {ref} has no meaning in a record")

    def _site_name(self) -> str:
        """Return the name in everybody's address: from the founding, else as `main` has it."""
        first = next(iter(self._order), None)
        for name in (first, self.refs.get(MAIN)):
            entry = name and self.inspection.entry(self.inspection.commit(name).commit.tree, "record.json")
            if entry:
                try:
                    description = json.loads(self.inspection.blob(entry.id))
                    return str(description["site"])
                except (ValueError, KeyError, TypeError):
                    continue
        self.found(first or "", "there is no readable record.json")
        return ""

    def _take(self, inspected: Inspected) -> None:
        commit = inspected.commit
        name = commit.id
        self.by_id[name] = commit
        self._check_tree(commit)
        for line in inspected.header.split("\n"):
            for address in _ADDRESS.findall(line):
                if not address.endswith(f"@{self.site}.invalid"):
                    self.found(
                        name, "its header holds an address that is not of the form handle@site.invalid"
                    )
            if when := _WHEN.fullmatch(line):
                self._check_time(name, *when.groups())
        event = event_of(commit, self.site)
        if not isinstance(event, Event):
            self.found(name, event.problem)
            return
        self.events[name] = event
        for trailer, _ in event.unknown:
            self.found(name, f"has the unknown trailer {trailer}")
        self._check_exact(commit, event)

    def _check_time(self, name: CommitId, second: str, zone: str) -> None:
        # A number of thousands of digits is no number to Python.
        if not (second.isdecimal() and int(second[:20]) <= LAST_SECOND):
            self.found(
                name, "claims a time before 1970 or after 9999, and counts as of the beginning of 1970"
            )
        if zone.strip("+-0"):
            self.found(name, "claims a time in another zone than UTC")

    def _check_exact(self, commit: StoredCommit, event: Event) -> None:
        """Write the event again: anything in the commit that the format does not say shows as a difference."""
        server = (SERVER.name, address_of(SERVER.handle, self.site))
        if (commit.committer.name, commit.committer.address) != server:
            self.found(commit.id, "was not recorded by the server: another committer")
        try:
            content = commit_content(event, self.site, commit.tree, commit.parents)
            exact = str(object_id("commit", content)) == commit.id
        except (Malformed, ValueError):
            exact = False
        if not exact:
            self.found(commit.id, "is not written exactly as the format says")

    # Trees

    def _check_tree(self, commit: StoredCommit) -> None:
        for problem in self._problems(commit.tree, ""):
            self.found(commit.id, problem)

    def _problems(self, tree: ObjectId, at: str) -> Iterable[str]:
        """Yield what is wrong in a folder, once for all commits that have it: the oldest is blamed."""
        if (tree, at) in self._known_trees:
            return
        self._known_trees.add((tree, at))
        try:
            entries = self.inspection.folder(tree)
        except CorruptRecord as trouble:
            yield str(trouble)
            return
        for name, entry in entries.items():
            path = f"{at}{name}"
            if entry.mode not in (FILE, FOLDER):
                yield f"{path} is neither a plain file nor a folder (mode {entry.mode})"
            elif not _named_well(path, entry.mode):
                yield f"{path} has no place in a record"
            elif entry.mode == FOLDER:
                yield from self._problems(entry.id, f"{path}/")
            elif at == "people/":
                yield from self._person_problems(path, entry.id)

    def _person_problems(self, path: str, blob: ObjectId) -> Iterable[str]:
        handle = Handle(path.removeprefix("people/").removesuffix(".yml"))
        try:
            read_person(handle, self.inspection.blob(blob))
        except ValueError as trouble:
            yield f"{path}: {trouble}"


def _named_well(path: str, mode: str) -> bool:
    """Say whether a record may have a file or folder of this name."""
    top, slash, below = path.partition("/")
    if not slash:
        return _TOP.get(top) == mode
    if top == "people":
        return mode == FILE and _PERSON.fullmatch(below) is not None
    if mode == FILE and not below.endswith(".md"):
        return False
    return is_document_path(below.removesuffix(".md") if mode == FILE else below)
