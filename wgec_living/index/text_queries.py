"""Questions about documents, their revisions and their blocks."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import RowMapping, Select, case, func, select

from wgec_living.domain.errors import NotFound
from wgec_living.domain.events import Speaker
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.standing import UNDECIDED
from wgec_living.domain.summaries import DocumentName, DocumentSummary, Page, RevisionSummary

from . import lineages
from .database import Database
from .schema import contributions, documents, events, gone_blocks, refs, revisions, targets

_OPEN = [status.value for status in UNDECIDED]


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

    def revision(self, path: DocumentPath, number: int) -> RevisionSummary:
        """Return one revision; raise `NotFound` for an unknown one."""
        return self._one(revisions.c.document == path, revisions.c.number == number)

    def revision_of_commit(self, path: DocumentPath, commit: CommitId) -> RevisionSummary:
        """Return the revision in force after a commit of `main`; raise `NotFound` when it is none."""
        position = self.position(commit)
        if position is None:
            raise NotFound("There is no such revision.")
        return self._one(revisions.c.document == path, revisions.c.position <= position)

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
        query = select(events.c.position).where(events.c.id == commit, events.c.line == "refs/heads/main")
        with self._database.reading() as connection:
            return connection.scalar(query)

    def revision_as_of(self, path: DocumentPath, moment: int) -> RevisionSummary:
        """Return the revision in force at a moment (seconds since 1970); raise `NotFound` before the first."""
        return self._one(revisions.c.document == path, revisions.c.at <= moment)

    def revision_by_contribution(self, number: int) -> RevisionSummary | None:
        """Return the revision that the acceptance of a contribution made, if any."""
        try:
            return self._one(revisions.c.contribution == number)
        except NotFound:
            return None

    def _one(self, *conditions: Any) -> RevisionSummary:
        query = select(revisions).where(*conditions).order_by(revisions.c.position.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise NotFound("There is no such revision.")
        return _revision(row)

    def block_ids(self, path: DocumentPath, number: int) -> tuple[BlockId, ...]:
        """Return the ids of the blocks of a revision, in order."""
        with self._database.reading() as connection:
            return lineages.read(connection, path, number)

    def last_revision_with(self, path: DocumentPath, block: BlockId) -> int | None:
        """Return the newest revision of a block that is gone; None for one present or unknown."""
        query = select(gone_blocks.c.last).where(gone_blocks.c.document == path, gone_blocks.c.block == block)
        with self._database.reading() as connection:
            return connection.scalar(query)

    def counts(self, path: DocumentPath) -> dict[BlockId, tuple[int, int]]:
        """Return for each block that was ever a target: all contributions on it, and the undecided ones."""
        undecided = func.sum(case((contributions.c.status.in_(_OPEN), 1), else_=0))
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
    undecided = select(func.count()).where(own, contributions.c.status.in_(_OPEN)).scalar_subquery()
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


def _revision(row: RowMapping) -> RevisionSummary:
    fields: dict[str, Any] = dict(row)
    del fields["position"]
    fields["author"] = Speaker(*json.loads(fields["author"]))
    fields["decided_by"] = Speaker(*json.loads(fields["decided_by"])) if fields["decided_by"] else None
    return RevisionSummary(**fields)
