"""The tables of the index; made from the record, never migrated: another `FORMAT` means made anew."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

FORMAT = "13"

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
    Column("changed", Integer, nullable=False),
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
    Column("digest", Text, nullable=False),  # stands for its kind and text
    Column("before", Text),  # the blocks that stood above and below it there
    Column("after", Text),
    Column("into", Text),  # the block it was joined into
    Column(
        "stands", Integer, nullable=False
    ),  # 1: only its words are gone; wholly others came in their place
)
Index("gone_blocks_digest", gone_blocks.c.document, gone_blocks.c.digest)

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
    Column("deferred_at", Integer),  # when it was first put off
    Column("deferred_on", Integer),  # that decision's position on `main`
    Column("closed_at", Integer),  # when it was decided for good, withdrawn or removed
    Column("closed_on", Integer),  # the position on `main` of what decided it; NULL where nothing did
)
Index("contributions_document", contributions.c.document, contributions.c.number)
# Counting what is undecided on a document must not read every contribution on it.
Index("contributions_undecided", contributions.c.document, contributions.c.status, contributions.c.kind)
Index("contributions_status", contributions.c.status, contributions.c.number)
Index("contributions_handle", contributions.c.handle, contributions.c.number)
# A report adds up all contributions by who spoke and what became of it: in this order, from here alone.
Index(
    "contributions_tallied",
    contributions.c.handle,
    contributions.c.group,
    contributions.c.delegation,
    contributions.c.kind,
    contributions.c.status,
)
Index("contributions_takes_back", contributions.c.takes_back)
Index("contributions_supersedes", contributions.c.supersedes)

moments = Table(
    "moments",  # the time line: an event, once for each document it changed, else for the one it is about
    metadata,
    Column("at", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("line", Integer, primary_key=True),  # the contribution whose branch it stands on; 0: `main`
    Column("document", Text, primary_key=True),  # empty: about none
    Column("commit", Text, nullable=False),
    Column("sort", Text, nullable=False),
    Column("contribution", Integer),
    Column("revision", Integer),
    Column("handle", Text, nullable=False),  # who spoke; of a decision: whose contribution it is
    Column("decider", Text),
    Column("delegation", Text, nullable=False),
    Column("group", Text, nullable=False),
    sqlite_with_rowid=False,
)
# Each ends with the key of the table, in whose order its entries stand.
for _name in ("document", "sort", "handle", "delegation", "group"):
    Index(f"moments_{_name}", moments.c[_name], moments.c.at, moments.c.position, moments.c.line)
for _name in ("revision", "decider"):
    _where = moments.c[_name].is_not(None)
    _first = [] if _name == "revision" else [moments.c.decider]
    Index(f"moments_{_name}", *_first, moments.c.at, moments.c.position, moments.c.line, sqlite_where=_where)

anchors = Table(
    "anchors",  # where each contribution's passage stands: a row only where something became of it
    metadata,
    Column("contribution", Integer, primary_key=True),
    Column("since", Integer, primary_key=True),  # the revision from which on this holds
    Column("document", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("pieces", Text, nullable=False),  # JSON: [block, start, end], or [block] for a whole one
    Column("stands", Integer, nullable=False),
    Column("changed_in", Integer),
    Column("stated_in", Integer, nullable=False),
    Column("first_line", Integer),
    Column("last_line", Integer),
    Column("words", Text, nullable=False),
    Column("memories", Text, nullable=False),
)
Index("anchors_document", anchors.c.document, anchors.c.contribution, anchors.c.since)

# Few passages change in a revision: which did is asked without reading all there are.
Index(
    "anchors_changed",
    anchors.c.document,
    anchors.c.since,
    sqlite_where=anchors.c.changed_in == anchors.c.since,
)
Index(
    "anchors_stated",
    anchors.c.document,
    anchors.c.since,
    sqlite_where=anchors.c.stated_in == anchors.c.since,
)

block_changes = Table(
    "block_changes",  # the revisions in which a block known before was changed, went or came back
    metadata,
    Column("document", Text, primary_key=True),
    Column("block", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
)

origins = Table(
    "origins",  # which revision brought each run of a block's words, where not all came with the block
    metadata,
    Column("document", Text, primary_key=True),
    Column("block", Text, primary_key=True),
    Column("number", Integer, primary_key=True),  # the revision from which on this holds
    Column("runs", Text, nullable=False),  # JSON: the end of each and its revision, below 0: by who decided
)

targets = Table(
    "targets",  # every block that a contribution is or was on
    metadata,
    Column("contribution", Integer, primary_key=True),
    Column("block", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("place", Integer),  # its place among the blocks written about; NULL: it came there later
    Column(
        "now", Integer, nullable=False
    ),  # 1: it stands there; 2: it stood there last, and is gone; 0: once
)
# With all that lists in the order of the texts ask for.
Index("targets_block", targets.c.document, targets.c.block, targets.c.now, targets.c.contribution)

searched = Table(
    "searched",  # what can be found by its words, which stand in `searched_words` under the same number
    metadata,
    Column("id", Integer, primary_key=True),  # its place (see `search_rows`) in the bits above the 40th
    Column("at", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("block", Text),
    Column("number", Integer),  # of a block: the revision that brought these words, or the last that had them
    Column("contribution", Integer),
    Column("event", Text),
    Column("handle", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source", Text),  # of words that are gone from the text
)
Index("searched_block", searched.c.document, searched.c.block, sqlite_where=searched.c.block.is_not(None))

# The words alone, as `search_words` folds them: what they are words of is read from where it stands anyhow. Nothing
# but ASCII can part two of them, so that the simplest way to tell them apart will do.
SEARCHED_WORDS = (
    "CREATE VIRTUAL TABLE searched_words USING fts5(title, body, proposed, content='', tokenize='ascii')"
)

editions = Table(
    "editions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("tag", Text, nullable=False),
    Column("commit", Text, nullable=False),
    Column("position", Integer),  # along `main`; NULL: not on it, so far as the index has come
    Column("at", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("document", Text),  # NULL: all of them
    Column("handle", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("delegation", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("idempotency", Text),
    Column("problem", Text),  # why it cannot be read as an edition; NULL: it can
)

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
