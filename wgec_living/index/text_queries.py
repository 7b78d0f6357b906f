"""Questions about documents, their revisions and their blocks."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, case, func, select, tuple_

from wgec_living.domain.errors import NotFound
from wgec_living.domain.events import Speaker
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath, ObjectId
from wgec_living.domain.standing import UNDECIDED
from wgec_living.domain.summaries import DocumentName, DocumentSummary, Page, RevisionSummary

from . import lineages
from .database import Database
from .schema import block_changes, contributions, documents, events, gone_blocks, refs, revisions, targets
from .texts import remembered_ids
from .waiting import WAITS

_OPEN = [status.value for status in UNDECIDED]
# Built once: putting a statement together takes longer than running it, and whoever writes waits for these.
_POSITION = select(events.c.position).where(
    events.c.id == bindparam("commit"), events.c.line == "refs/heads/main"
)
_IN_FORCE = (
    select(revisions)
    .where(revisions.c.document == bindparam("path"), revisions.c.position <= _POSITION.scalar_subquery())
    .order_by(revisions.c.position.desc())
    .limit(1)
)


class TextQueries:
    """Reads documents and revisions from the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Return every document, by title."""
        with self._database.reading() as connection:
            rows = connection.execute(_documents().order_by(documents.c.title, documents.c.path)).mappings()
            return tuple(_document(row) for row in rows)

    def document(self, path: DocumentPath) -> DocumentSummary:
        """Return one document; raise `NotFound` for an unknown one."""
        with self._database.reading() as connection:
            row = connection.execute(_documents().where(documents.c.path == path)).mappings().first()
        if row is None:
            raise NotFound("There is no such document.")
        return _document(row)

    def name(self, path: DocumentPath) -> DocumentName:
        """Return what a document is called, without counting anything; raise `NotFound` for an unknown one."""
        query = select(documents.c.path, documents.c.title, documents.c.language, documents.c.revision)
        with self._database.reading() as connection:
            row = connection.execute(query.where(documents.c.path == path)).first()
        if row is None:
            raise NotFound("There is no such document.")
        return DocumentName(row.path, row.title, row.language, row.revision)

    def revisions(self, path: DocumentPath, page: int, per_page: int) -> Page[RevisionSummary]:
        """Return one page of a document's revisions, newest first; raise `NotFound` past the end."""
        newest = self.name(path).revision
        highest = newest - (page - 1) * per_page
        if page < 1 or highest < 1:
            raise NotFound("There is no such page of this history.")
        found = self.between(path, max(highest - per_page, 0), highest)
        return Page(found[::-1], newest, page, per_page)

    def between(self, path: DocumentPath, after: int, upto: int) -> tuple[RevisionSummary, ...]:
        """Return the revisions numbered above `after` and up to `upto`, oldest first."""
        query = select(revisions).where(revisions.c.document == path, revisions.c.number > after)
        query = query.where(revisions.c.number <= upto).order_by(revisions.c.number)
        with self._database.reading() as connection:
            return tuple(_revision(row) for row in connection.execute(query).mappings())

    def some(self, path: DocumentPath, numbers: Collection[int]) -> dict[int, RevisionSummary]:
        """Return those of some revisions that there are, by number; few questions, however many are asked for."""
        found: dict[int, RevisionSummary] = {}
        ordered = sorted(numbers)
        with self._database.reading() as connection:
            for start in range(0, len(ordered), 500):
                query = select(revisions).where(
                    revisions.c.document == path, revisions.c.number.in_(ordered[start : start + 500])
                )
                for row in connection.execute(query).mappings():
                    found[row["number"]] = _revision(row)
        return found

    def revision(self, path: DocumentPath, number: int) -> RevisionSummary:
        """Return one revision; raise `NotFound` for an unknown one."""
        return self._one(revisions.c.document == path, revisions.c.number == number)

    def revision_of_commit(self, path: DocumentPath, commit: CommitId) -> RevisionSummary:
        """Return the revision in force after a commit of `main`; raise `NotFound` when it is none."""
        with self._database.reading() as connection:
            return _found(connection.execute(_IN_FORCE, {"path": path, "commit": commit}).mappings().first())

    def numbers_at(self, path: DocumentPath, commits: Collection[CommitId]) -> dict[CommitId, int]:
        """Return by commit of `main` the number of the revision in force after it; others are left out."""
        query = (
            select(events.c.id, func.max(revisions.c.number))
            .join(revisions, revisions.c.position <= events.c.position)
            .where(events.c.line == "refs/heads/main", events.c.id.in_(commits))
            .where(revisions.c.document == path)
            .group_by(events.c.id)
        )
        with self._database.reading() as connection:
            return {CommitId(commit): int(number) for commit, number in connection.execute(query)}

    def blobs(self, wanted: Collection[tuple[DocumentPath, int]]) -> dict[tuple[DocumentPath, int], ObjectId]:
        """Return the blobs of many revisions, each given by document and number; unknown ones are left out."""
        asked = tuple_(revisions.c.document, revisions.c.number).in_(wanted)
        query = select(revisions.c.document, revisions.c.number, revisions.c.blob).where(asked)
        with self._database.reading() as connection:
            return {
                (DocumentPath(row.document), row.number): ObjectId(row.blob)
                for row in connection.execute(query)
            }

    def main(self) -> CommitId:
        """Return the tip of `main` that the texts here are level with; the record may be ahead of it."""
        query = select(refs.c.tip).where(refs.c.name == "refs/heads/main")
        with self._database.reading() as connection:
            tip = connection.scalar(query)
        if tip is None:
            raise NotFound("The record has no text yet.")
        return CommitId(tip)

    def stands_on_main(self, commit: CommitId) -> bool:
        """Say whether a commit is one of `main`'s own, not brought in by a merge."""
        return self.position(commit) is not None

    def position(self, commit: CommitId) -> int | None:
        """Return where a commit stands on `main`, counted from 0; None for one that does not."""
        with self._database.reading() as connection:
            return connection.scalar(_POSITION, {"commit": commit})

    def revision_as_of(self, path: DocumentPath, moment: int) -> RevisionSummary:
        """Return the revision in force at a moment (seconds since 1970); raise `NotFound` before the first."""
        return self._one(revisions.c.document == path, revisions.c.at <= moment)

    def revision_by_contribution(self, number: int) -> RevisionSummary | None:
        """Return the revision that the acceptance of a contribution made, if any."""
        try:
            return self._one(revisions.c.contribution == number)
        except NotFound:
            return None

    def numbered(self, path: DocumentPath, numbers: Collection[int]) -> dict[int, RevisionSummary]:
        """Return some revisions of a document by their numbers; unknown ones are left out."""
        wanted = select(func.json_each(json.dumps(sorted(numbers))).table_valued("value").c.value)
        query = select(revisions).where(revisions.c.document == path, revisions.c.number.in_(wanted))
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings()
            return {row["number"]: _revision(row) for row in rows}

    def _one(self, *conditions: Any) -> RevisionSummary:
        query = select(revisions).where(*conditions).order_by(revisions.c.position.desc()).limit(1)
        with self._database.reading() as connection:
            return _found(connection.execute(query).mappings().first())

    def block_ids(self, path: DocumentPath, number: int) -> tuple[BlockId, ...]:
        """Return the ids of the blocks of a revision, in order."""
        with self._database.reading() as connection:
            return lineages.read(connection, path, number)

    def ids_of(self, revision: RevisionSummary) -> tuple[BlockId, ...]:
        """Return the ids of the blocks of a revision in hand, in order; nothing is asked where they are remembered."""
        known = remembered_ids(revision.document, revision.commit)
        return self.block_ids(revision.document, revision.number) if known is None else known

    def last_revision_with(self, path: DocumentPath, block: BlockId) -> int | None:
        """Return the newest revision of a block that is gone; None for one present or unknown."""
        here = (gone_blocks.c.document == path, gone_blocks.c.block == block, gone_blocks.c.stands == 0)
        query = select(gone_blocks.c.last).where(*here)
        with self._database.reading() as connection:
            return connection.scalar(query)

    def last_change(self, path: DocumentPath, block: BlockId) -> int | None:
        """Return the newest revision in which a block was changed or came back; None for one as it was at first."""
        query = select(func.max(block_changes.c.number)).where(block_changes.c.document == path)
        with self._database.reading() as connection:
            number: int | None = connection.scalar(query.where(block_changes.c.block == block))
        return number

    def joined_into(self, path: DocumentPath, block: BlockId) -> BlockId | None:
        """Return the block that a gone one was joined into, as far as that went on; None for one joined into none."""
        found: BlockId | None = None
        with self._database.reading() as connection:
            at: BlockId | None = block
            while at is not None:
                query = select(gone_blocks.c.into).where(gone_blocks.c.document == path)
                at = connection.scalar(query.where(gone_blocks.c.block == at))
                found = at or found
        return found

    def counts(self, path: DocumentPath) -> dict[BlockId, tuple[int, int]]:
        """Return for each block that was ever a target: all contributions ever on it, and the undecided ones.

        An undecided one counts where it is now, or was last; not where it was before that.
        """
        here = contributions.c.status.in_(_OPEN) & (targets.c.now > 0)
        undecided = func.sum(case((here, 1), else_=0))
        query = (
            select(targets.c.block, func.count(), undecided)
            .join(contributions, contributions.c.number == targets.c.contribution)
            .where(targets.c.document == path)
            .group_by(targets.c.block)
        )
        with self._database.reading() as connection:
            return {
                BlockId(block): (int(total), int(open_)) for block, total, open_ in connection.execute(query)
            }


def _documents() -> Select[Any]:
    own = contributions.c.document == documents.c.path
    total = select(func.count()).where(own).scalar_subquery()
    undecided = select(func.count()).where(own, WAITS).scalar_subquery()
    return select(documents, total.label("total"), undecided.label("undecided"))


def _document(row: RowMapping) -> DocumentSummary:
    return DocumentSummary(
        path=row["path"],
        title=row["title"],
        language=row["language"],
        revision=row["revision"],
        commit=row["commit"],
        blob=row["blob"],
        updated_at=row["updated_at"],
        contributions=row["total"],
        open=row["undecided"],
    )


def _found(row: RowMapping | None) -> RevisionSummary:
    if row is None:
        raise NotFound("There is no such revision.")
    return _revision(row)


def _revision(row: RowMapping) -> RevisionSummary:
    fields: dict[str, Any] = dict(row)
    del fields["position"]
    fields["author"] = Speaker(*json.loads(fields["author"]))
    fields["decided_by"] = Speaker(*json.loads(fields["decided_by"])) if fields["decided_by"] else None
    return RevisionSummary(**fields)
