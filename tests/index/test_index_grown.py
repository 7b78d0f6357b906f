"""The index is a function of the record: grown act by act, caught up from anywhere or made anew, it is the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.index.random_acts import RandomActs
from wgec_living.domain.summaries import ContributionFilter
from wgec_living.index.facade import Index

STEPS = 40


def copy_of(index: Index, to: Path) -> Path:
    """Copy the index file as it stands now."""
    with closing(sqlite3.connect(index.database.path)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


def fingerprint(path: Path, server: Server) -> str:
    """Bring an index file (or a new one) level with the record and return its fingerprint."""
    index = Index(path, server.site.record)
    try:
        index.keeping.level()
        return index.database.fingerprint()
    finally:
        index.close()


@pytest.mark.parametrize("seed", range(3))
def test_grown_caught_up_and_made_anew_are_the_same(server: Server, tmp_path: Path, seed: int) -> None:
    acts = RandomActs(server, seed, tmp_path)
    copies: list[Path] = []
    for step in range(STEPS):
        copies.append(copy_of(server.site.index, tmp_path / f"index-{step}.sqlite"))
        acts.step()
        if step % 10 == 9:
            grown = server.site.index.database.fingerprint()
            assert fingerprint(tmp_path / f"anew-{step}.sqlite", server) == grown, (seed, step)
    assert acts.done.total() > STEPS // 2, (acts.done, acts.refused)
    grown = server.site.index.database.fingerprint()
    assert not server.site.index.register.findings()
    for step, path in enumerate(copies):
        assert fingerprint(path, server) == grown, f"seed {seed}: the index as it stood before step {step}"


def test_the_driver_does_everything(server: Server, tmp_path: Path) -> None:
    """Guard the test above: among its seeds every act is really taken, and each state is reached."""
    acts = RandomActs(server, 4712, tmp_path)
    for _ in range(130):
        acts.step()
    assert all(acts.done[name] for name in acts._acts), (acts.done, acts.refused)
    reached = {tally.status for tally in server.site.index.reports.tallies(ContributionFilter())}
    assert {"open", "accepted", "accepted-with-changes", "noted", "declined", "withdrawn"} <= reached


def test_a_deleted_index_is_made_anew_at_the_next_look(server: Server, tmp_path: Path) -> None:
    acts = RandomActs(server, 1, tmp_path)
    for _ in range(15):
        acts.step()
    grown = server.site.index.database.fingerprint()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{server.site.index.database.path}{suffix}").unlink(missing_ok=True)
    server.site.index.keeping.look()
    assert server.site.index.database.fingerprint() == grown
    server.site.index.database.path.write_bytes(b"this is no database" * 500)
    server.site.index.close()
    server.site.index.keeping.look()
    assert server.site.index.database.fingerprint() == grown
