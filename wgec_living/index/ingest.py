"""Commits of the record become rows: the same rows whether they come one by one or all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from wgec_living.domain.events import BRANCH_KINDS, MAIN_KINDS, OPENING_KINDS, Event, Kind, Speaker
from wgec_living.domain.identifiers import CommitId, Handle, ObjectId, number_of_branch
from wgec_living.domain.message import Unreadable
from wgec_living.domain.roster import read_person
from wgec_living.store.event_commits import read_commit
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import MAIN, Record

from . import schema
from .ahead import ahead
from .aims import Aim, Aims, aim_of
from .moments import Moments
from .moves import Move, line_of
from .rows import put
from .search_events import SearchedEvents
from .stating import Stating
from .summing_up import UNREADABLE, Opening, write_contributions
from .texts import Texts

Progress = Callable[[int, int], None]
# Built once: putting a statement together takes longer than running it, and one comment needs each of these.
_ON_MAIN = select(schema.events.c.id, schema.events.c.position).where(
    schema.events.c.line == MAIN, schema.events.c.id.in_(bindparam("commits", expanding=True))
)
_ADD_FINDINGS = insert(schema.findings).prefix_with("OR IGNORE")
AT_ONCE = 32
"""Commits of `main` whose texts are read at once: few enough to stay in memory, enough not to wait for each."""


class Ingest:
    """One pass over the commits that are new; use it once, within one writing transaction."""

    def __init__(self, connection: Connection, record: Record) -> None:
        self._connection = connection
        self._record = record
        self._texts = Texts(connection, record)
        self._stating = Stating(connection, self._texts, self._place_on_main)
        self._searched = SearchedEvents(connection, record, self._base_tree)
        self._moments = Moments(connection)
        self._events: list[dict[str, object]] = []
        self._findings: set[tuple[str, str]] = set()
        self._positions: dict[CommitId, int] = {}
        self._known: dict[CommitId, int] = {}
        self._speakers: dict[int, Speaker] = {}
        self._touched: set[int] = set()
        self._walked: Mapping[CommitId, StoredCommit] = {}

    def run(
        self, moved: list[Move], walked: Mapping[CommitId, StoredCommit], progress: Progress | None = None
    ) -> None:
        """Take in the commits in `walked` that the moves brought; raises `Rewound` when a ref went sideways."""
        self._walked = walked
        main = next((move for move in moved if move.ref == MAIN), None)
        chain = line_of(walked, main, set()) if main else []
        self._place(chain, main)
        aims = self._aimed(chain)
        self._texts.aim(Aims(aims), self._positions[chain[0].id] if chain else 0)
        trees = [commit.tree for commit in chain] if main is not None and main.old is None else []
        aimed = list(aims.items())
        with ahead(self._record.git_dir, "trees", trees, aims=aimed) as self._texts.ahead:
            self._take_branches(moved)
            with self._searched.reading_ahead():
                for done, commit in enumerate(chain):
                    if done % AT_ONCE == 0:
                        self._read_ahead(chain[done : done + AT_ONCE])
                    self._take_main(commit)
                    if progress and done % 20 == 0:
                        progress(done, len(chain))
                self._write(moved)

    def _place(self, chain: list[StoredCommit], main: Move | None) -> None:
        first = 0
        if main is not None and main.old is not None:
            self.known_on_main({main.old})
            first = 1 + self._known.get(main.old, 0)
        self._positions = {commit.id: first + i for i, commit in enumerate(chain)}
        self._stating.expect(self._positions)

    def _aimed(self, chain: list[StoredCommit]) -> dict[int, Aim]:
        """Return what the acceptances among these commits of `main` were to change, by their places."""
        found: dict[int, Aim] = {}
        for commit in chain:
            aim = aim_of(commit, self._commit, self._place_of, self._record.site)
            if aim is not None:
                found[self._positions[commit.id]] = aim
        return found

    def _place_of(self, commit: CommitId) -> int | None:
        place = self._positions.get(commit)
        return self._place_on_main(commit) if place is None and commit not in self._walked else place

    def _commit(self, commit: CommitId) -> StoredCommit:
        # Nearly always a commit of this very walk, which need not be read again.
        return self._walked.get(commit) or self._record.commit(commit)

    def known_on_main(self, commits: Set[CommitId]) -> set[CommitId]:
        """Return which of these commits stand on `main` as the index has it before this pass."""
        unasked = list(commits - self._known.keys())
        if unasked:
            rows = self._connection.execute(_ON_MAIN, {"commits": unasked})
            self._known.update((CommitId(row.id), row.position) for row in rows)
        return {commit for commit in commits if commit in self._known}

    def _place_on_main(self, commit: CommitId) -> int | None:
        self.known_on_main({commit})
        return self._known.get(commit)

    # Contributions

    def _take_branches(self, moved: list[Move]) -> None:
        walked = self._walked
        outside = {parent for commit in walked.values() for parent in commit.parents if parent not in walked}
        on_main = self._positions.keys() | self.known_on_main(outside)
        for move in moved:
            number = number_of_branch(move.ref)
            if number is not None:
                self._take_branch(number, move, line_of(walked, move, on_main), on_main)

    def _take_branch(self, number: int, move: Move, line: list[StoredCommit], on_main: Set[CommitId]) -> None:
        first = 0
        if move.old is not None:
            events = schema.events.c
            query = select(func.max(events.position)).where(events.line == move.ref)
            first = 1 + (self._connection.scalar(query) or 0)
        elif line and (not line[0].parents or line[0].parents[0] not in on_main):
            self._findings.add((line[0].id, "the contribution does not start at a revision of main"))
        self._touched.add(number)
        site = self._record.site
        for place, commit in enumerate(line, first):
            event, author = read_commit(commit, site)
            self._add_event(commit, event, author, move.ref, place, number)
            if isinstance(event, Event):
                self._check_branch(commit, event, number, place)
            self._moments.on_branch(commit, event, place, number, author)
            if place == 0:
                self._open(number, commit, event if isinstance(event, Event) else None, author.name)
            elif isinstance(event, Event) and event.kind is Kind.ANCHOR:
                problem = self._stating.restate(number, event)
                if problem is not None:
                    self._findings.add((commit.id, problem))
            if isinstance(event, Event):
                self._searched.said(commit, event, number, self._stating.document_of(number))

    def _base_tree(self, proposal: StoredCommit) -> ObjectId | None:
        """Return the tree of the revision that a proposal's text, or a revised one, was written on."""
        at = proposal
        while at.parents:
            if len(at.parents) > 1:
                return self._tree_of(at.parents[1])
            parent = at.parents[0]
            if parent in self._positions or self.known_on_main({parent}):
                return self._tree_of(parent)
            at = self._commit(parent)
        return None

    def _open(self, number: int, commit: StoredCommit, event: Event | None, name: str) -> None:
        if event is not None:
            self._speakers[number] = event.speaker
        self._stating.open(Opening(number, commit, event, name))

    def _check_branch(self, commit: StoredCommit, event: Event, number: int, place: int) -> None:
        if event.contribution != number:
            self._findings.add(
                (commit.id, f"names contribution {event.contribution} on the branch of {number}")
            )
        in_place = event.kind in (Kind.REMOVAL, Kind.POSITION) or (place == 0) == (
            event.kind in OPENING_KINDS
        )
        if event.kind not in BRANCH_KINDS or not in_place:
            self._findings.add((commit.id, f"a {event.kind} cannot stand at place {place} of a contribution"))

    # Main

    def _take_main(self, commit: StoredCommit) -> None:
        event, author = read_commit(commit, self._record.site)
        number = event.contribution if isinstance(event, Event) else None
        position = self._positions[commit.id]
        self._add_event(commit, event, author, MAIN, position, number)
        if isinstance(event, Event):
            author = event.speaker
            if event.kind not in MAIN_KINDS:
                self._findings.add((commit.id, f"a {event.kind} cannot stand on main"))
            if event.kind is Kind.DISPOSITION and number is not None:
                self._touched.add(number)
                self._searched.decided(commit, event, number)
                author = self._speaker_of(number) or author
        before = self._tree_of(commit.parents[0]) if commit.parents else None
        for gone in self._texts.take(commit, position, event, author, before):
            self._findings.add((commit.id, f"the document {gone} is gone from main"))
        self._moments.on_main(commit, event, position, author, self._texts.revised)
        self._take_roster(commit, before)
        self._stating.reached(commit.id)

    def _read_ahead(self, commits: list[StoredCommit]) -> None:
        """Have the record read at once what these commits of `main` will be asked for."""
        if len(commits) > 1:
            before = [parent for parent in commits[0].parents[:1] if parent in self._walked]
            trees = [self._walked[parent].tree for parent in before] + [commit.tree for commit in commits]
            self._record.read_ahead(trees, texts=self._texts.ahead is None)

    def _tree_of(self, commit: CommitId) -> ObjectId:
        return self._commit(commit).tree

    def _speaker_of(self, number: int) -> Speaker | None:
        if number not in self._speakers:
            contributions = schema.contributions
            query = select(contributions).where(contributions.c.number == number)
            row = self._connection.execute(query).mappings().first()
            if row is None:
                return None
            self._speakers[number] = Speaker(
                row["handle"], row["name"], row["delegation"], row["group"], row["role"]
            )
        return self._speakers[number]

    def _take_roster(self, commit: StoredCommit, before: ObjectId | None) -> None:
        old = self._record.entry_in(before, "people") if before else None
        new = self._record.entry_in(commit.tree, "people")
        if old == new:
            return
        known = self._record.tree(old.id) if old is not None else {}
        present = self._record.tree(new.id) if new is not None else {}
        for name in sorted(known.keys() - present.keys()):
            people = schema.people
            self._connection.execute(delete(people).where(people.c.handle == name.removesuffix(".yml")))
        for name, entry in sorted(present.items()):
            if known.get(name) == entry:
                continue
            try:
                person = read_person(Handle(name.removesuffix(".yml")), self._record.blob(entry.id))
            except ValueError as trouble:
                self._findings.add((commit.id, f"people/{name}: {trouble}"))
                continue
            row = {"name": person.name, "delegation": person.delegation, "group": person.group}
            row["role"] = person.role.value
            statement = upsert(schema.people).values(handle=person.handle, since=commit.committer.at, **row)
            self._connection.execute(statement.on_conflict_do_update(index_elements=["handle"], set_=row))

    # Rows

    def _add_event(
        self,
        commit: StoredCommit,
        event: Event | Unreadable,
        author: Speaker,
        line: str,
        position: int,
        number: int | None,
    ) -> None:
        row = {
            "id": commit.id,
            "line": line,
            "position": position,
            "parent": commit.parents[0] if commit.parents else None,
            "contribution": number,
            "kind": UNREADABLE,
            "at": commit.committer.at,
            "name": author.name,
            "handle": author.handle,
            "disposition": None,
            "idempotency": None,
            "message": commit.message,
        }
        if isinstance(event, Event):
            row["kind"], row["idempotency"] = str(event.kind), event.idempotency
            row["disposition"] = str(event.disposition) if event.disposition else None
            for name, _ in event.unknown:
                self._findings.add((commit.id, f"has the unknown trailer {name}"))
        else:
            self._findings.add((commit.id, event.problem))
        self._events.append(row)

    def _write(self, moved: list[Move]) -> None:
        put(self._connection, schema.events, self._events)
        self._texts.flush()
        self._searched.flush()
        self._stating.flush()
        anew = all(move.old is None for move in moved) and any(move.ref == MAIN for move in moved)
        openings = self._stating.openings
        self._moments.flush(openings)
        whole = self._events if anew else None
        decided = write_contributions(self._connection, openings.values(), self._touched, whole)
        self._moments.decided_before({number: openings[number] for number in decided})
        if self._findings:
            rows = [{"commit": commit, "problem": problem} for commit, problem in sorted(self._findings)]
            self._connection.execute(_ADD_FINDINGS, rows)
        put(self._connection, schema.refs, [{"name": move.ref, "tip": move.new} for move in moved], anew=True)
