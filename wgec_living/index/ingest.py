"""Commits of the record become rows: the same rows whether they come one by one or all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from wgec_living.domain.events import BRANCH_KINDS, MAIN_KINDS, OPENING_KINDS, Event, Kind, Speaker
from wgec_living.domain.identifiers import CommitId, DocumentPath, Handle, ObjectId, number_of_branch
from wgec_living.domain.message import Unreadable
from wgec_living.domain.roster import read_person
from wgec_living.store.event_commits import event_of
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import MAIN, Record

from . import schema
from .moves import Move, line_of
from .summing_up import UNREADABLE, Opening, write_contributions
from .texts import Texts, TextState

Progress = Callable[[int, int], None]


class Ingest:
    """One pass over the commits that are new; use it once, within one writing transaction."""

    def __init__(self, connection: Connection, record: Record) -> None:
        self._connection = connection
        self._record = record
        self._texts = Texts(connection, record)
        self._events: list[dict[str, object]] = []
        self._findings: set[tuple[str, str]] = set()
        self._positions: dict[CommitId, int] = {}
        self._speakers: dict[int, Speaker] = {}
        self._openings: dict[CommitId, list[Opening]] = {}
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
        on_main = set(self._positions) | self._known_on_main(walked)
        for move in moved:
            number = number_of_branch(move.ref)
            if number is not None:
                self._take_branch(number, move, line_of(walked, move, on_main), on_main)
        for done, commit in enumerate(chain):
            self._take_main(commit)
            if progress and done % 20 == 0:
                progress(done, len(chain))
        self._write(moved)

    def _place(self, chain: list[StoredCommit], main: Move | None) -> None:
        first = 0
        if main is not None and main.old is not None:
            first = 1 + (self._position_on_main(main.old) or 0)
        self._positions = {commit.id: first + i for i, commit in enumerate(chain)}

    def _position_on_main(self, commit: CommitId) -> int | None:
        events = schema.events.c
        return self._connection.scalar(
            select(events.position).where(events.id == commit, events.line == MAIN)
        )

    def _known_on_main(self, walked: Mapping[CommitId, StoredCommit]) -> set[CommitId]:
        """Return the parents outside the walk that stand on `main`: bases of new branches."""
        outside = {parent for commit in walked.values() for parent in commit.parents if parent not in walked}
        events = schema.events.c
        query = select(events.id).where(events.line == MAIN, events.id.in_(outside))
        return {CommitId(commit) for commit in self._connection.scalars(query)} if outside else set()

    # Contributions

    def _take_branch(self, number: int, move: Move, line: list[StoredCommit], on_main: set[CommitId]) -> None:
        first = 0
        if move.old is not None:
            events = schema.events.c
            query = select(func.max(events.position)).where(events.line == move.ref)
            first = 1 + (self._connection.scalar(query) or 0)
        elif line and (not line[0].parents or line[0].parents[0] not in on_main):
            self._findings.add((line[0].id, "the contribution does not start at a revision of main"))
        self._touched.add(number)
        for place, commit in enumerate(line, first):
            event = event_of(commit)
            self._add_event(commit, event, move.ref, place, number)
            if isinstance(event, Event):
                self._check_branch(commit, event, number, place)
            if place == 0:
                self._open(number, commit, event if isinstance(event, Event) else None)

    def _open(self, number: int, commit: StoredCommit, event: Event | None) -> None:
        opening = Opening(number, commit, event)
        self._openings.setdefault(opening.base, []).append(opening)
        if event is not None:
            self._speakers[number] = event.speaker
            if opening.base not in self._positions and event.document is not None:
                opening.resolve(self._text_at(opening.base, event.document))

    def _text_at(self, base: CommitId, document: DocumentPath) -> TextState | None:
        """Return a document as it stood at a commit of `main` that the index already knows."""
        position = self._position_on_main(base)
        if position is None:
            return None
        revisions = schema.revisions.c
        query = (
            select(revisions.number, revisions.blob, revisions.commit)
            .order_by(revisions.number.desc())
            .limit(1)
        )
        query = query.where(revisions.document == document, revisions.position <= position)
        row = self._connection.execute(query).first()
        return None if row is None else self._texts.at(document, *row)

    def _check_branch(self, commit: StoredCommit, event: Event, number: int, place: int) -> None:
        if event.contribution != number:
            self._findings.add(
                (commit.id, f"names contribution {event.contribution} on the branch of {number}")
            )
        in_place = event.kind is Kind.REMOVAL or (place == 0) == (event.kind in OPENING_KINDS)
        if event.kind not in BRANCH_KINDS or not in_place:
            self._findings.add((commit.id, f"a {event.kind} cannot stand at place {place} of a contribution"))

    # Main

    def _take_main(self, commit: StoredCommit) -> None:
        event = event_of(commit)
        number = event.contribution if isinstance(event, Event) else None
        position = self._positions[commit.id]
        self._add_event(commit, event, MAIN, position, number)
        author = Speaker(_handle(commit), commit.author.name)
        if isinstance(event, Event):
            author = event.speaker
            if event.kind not in MAIN_KINDS:
                self._findings.add((commit.id, f"a {event.kind} cannot stand on main"))
            if event.kind is Kind.DISPOSITION and number is not None:
                self._touched.add(number)
                author = self._speaker_of(number) or author
        before = self._tree_of(commit.parents[0]) if commit.parents else None
        for gone in self._texts.take(commit, position, event, author, before):
            self._findings.add((commit.id, f"the document {gone} is gone from main"))
        self._take_roster(commit, before)
        for opening in self._openings.get(commit.id, ()):
            if opening.document is not None:
                opening.resolve(self._texts.state(opening.document))

    def _tree_of(self, commit: CommitId) -> ObjectId:
        # Nearly always a commit of this very walk, which need not be read again.
        return (self._walked.get(commit) or self._record.commit(commit)).tree

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
        self, commit: StoredCommit, event: Event | Unreadable, line: str, position: int, number: int | None
    ) -> None:
        row = {
            "id": commit.id,
            "line": line,
            "position": position,
            "parent": commit.parents[0] if commit.parents else None,
            "contribution": number,
            "kind": UNREADABLE,
            "at": commit.committer.at,
            "name": commit.author.name,
            "handle": _handle(commit),
            "disposition": None,
            "idempotency": None,
            "message": commit.message,
        }
        if isinstance(event, Event):
            row["kind"], row["idempotency"] = event.kind.value, event.idempotency
            row["disposition"] = event.disposition.value if event.disposition else None
            for name, _ in event.unknown:
                self._findings.add((commit.id, f"has the unknown trailer {name}"))
        else:
            self._findings.add((commit.id, event.problem))
        self._events.append(row)

    def _write(self, moved: list[Move]) -> None:
        if self._events:
            self._connection.execute(insert(schema.events), self._events)
        self._texts.flush()
        openings = [opening for group in self._openings.values() for opening in group]
        write_contributions(self._connection, openings, self._touched)
        if self._findings:
            rows = [{"commit": commit, "problem": problem} for commit, problem in sorted(self._findings)]
            self._connection.execute(insert(schema.findings).prefix_with("OR IGNORE"), rows)
        refs = upsert(schema.refs)
        self._connection.execute(
            refs.on_conflict_do_update(index_elements=["name"], set_={"tip": refs.excluded.tip}),
            [{"name": move.ref, "tip": move.new} for move in moved],
        )


def _handle(commit: StoredCommit) -> Handle:
    return Handle(commit.author.address.partition("@")[0])
