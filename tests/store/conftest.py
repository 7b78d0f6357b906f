"""A record on real Git in a temporary folder, and the administrator's own `git` beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.administrator import Administrator
from wgec_living.domain.events import Event, Kind, Speaker
from wgec_living.domain.identifiers import CommitId, Handle
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import MAIN, Record, found

SERVER = Speaker(Handle("server"), "Test server")
TEXT = b"# A text\n\nOne paragraph.\n"


def founding() -> Event:
    """Return the first event of a record."""
    return Event(Kind.FOUNDING, "Found the record", "First text.", SERVER, 1_780_000_000)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """Return a record with one document."""
    record = found(tmp_path / "record.git", "test", {"documents/short.md": TEXT}, founding())
    yield record
    record.close()


@pytest.fixture
def admin(record: Record, tmp_path: Path) -> Administrator:
    """Return the administrator's `git`, working on the record."""
    return Administrator(record.git_dir, tmp_path / "home")


def commit_on(record: Record, ref: str, old: CommitId | None, note: str = "") -> StoredCommit:
    """Put one more event on a ref, on the tree it has (a new ref starts at `main`)."""
    base = old or record.tip(MAIN)
    event = Event(Kind.FOUNDING, f"An event {note}".strip(), "", SERVER, 1_780_000_001)
    with record.writing() as writer:
        return writer.commit(ref, old, event, record.commit(base).tree, (base,))
