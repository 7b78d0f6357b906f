"""The tables of the index; made from the record, never migrated: another `FORMAT` means made anew."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

FORMAT = "2"

metadata = MetaData()

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

refs = Table("refs", metadata, Column("name", Text, primary_key=True), Column("tip", Text, nullable=False))

events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("line", Text, nullable=False),  # "main", or the contribution's ref
    Column("position", Integer, nullable=False),  # along that line, from 0
    Column("parent", Text),
    Column("contribution", Integer),
    Column("kind", Text, nullable=False),  # "unreadable" where the commit is no event
    Column("at", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("handle", Text, nullable=False),
    Column("disposition", Text),
    Column("idempotency", Text),
    Column("message", Text, nullable=False),
)
Index("events_contribution", events.c.contribution, events.c.line, events.c.position)
Index("events_line", events.c.line, events.c.position)
Index("events_idempotency", events.c.idempotency, sqlite_where=events.c.idempotency.is_not(None))

documents = Table(
    "documents",
    metadata,
    Column("path", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("commit", Text, nullable=False),
    Column("blob", Text, nullable=False),
    Column("updated_at", Integer, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("document", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("commit", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("blob", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("author", Text, nullable=False),  # JSON: handle, name, delegation, group, role
    Column("decided_by", Text),  # the same, or NULL
    Column("summary", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("contribution", Integer),
    Column("disposition", Text),
    Column("kind", Text, nullable=False),
    Column("added", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
)
Index("revisions_position", revisions.c.document, revisions.c.position)
Index("revisions_commit", revisions.c.commit)
Index("revisions_contribution", revisions.c.contribution)

lineage = Table(
    "lineage",
    metadata,
    Column("document", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("whole", Integer, nullable=False),  # 1: `ids` lists all; 0: it says what changed since number - 1
    Column("ids", Text, nullable=False),
)

gone_blocks = Table(
    "gone_blocks",
    metadata,
    Column("document", Text, primary_key=True),
    Column("block", Text, primary_key=True),
    Column("last", Integer, nullable=False),  # the newest revision that had it
)

contributions = Table(
    "contributions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("handle", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("delegation", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("updated_at", Integer, nullable=False),
    Column("base", Text, nullable=False),
    Column("base_revision", Integer, nullable=False),
    Column("first_line", Integer),
    Column("last_line", Integer),
    Column("change_type", Text),
    Column("stance", Text),
    Column("tip", Text, nullable=False),
    Column("replies", Integer, nullable=False),
    Column("takes_back", Integer),
    Column("supersedes", Integer),
)
Index("contributions_document", contributions.c.document, contributions.c.number)
# Counting what is undecided on a document must not read every contribution on it.
Index("contributions_undecided", contributions.c.document, contributions.c.status)
Index("contributions_status", contributions.c.status, contributions.c.number)
Index("contributions_handle", contributions.c.handle, contributions.c.number)
Index("contributions_takes_back", contributions.c.takes_back)
Index("contributions_supersedes", contributions.c.supersedes)

targets = Table(
    "targets",
    metadata,
    Column("contribution", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("document", Text, nullable=False),
    Column("block", Text, nullable=False),
)
Index("targets_block", targets.c.document, targets.c.block)

people = Table(
    "people",
    metadata,
    Column("handle", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("delegation", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("since", Integer, nullable=False),
)

findings = Table(
    "findings",
    metadata,
    Column("commit", Text, primary_key=True),
    Column("problem", Text, primary_key=True),
)
