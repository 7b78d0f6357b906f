"""Refs move by compare and swap, stay on disk, and are read right however Git keeps them."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from tests.store.administrator import Administrator
from tests.store.conftest import commit_on
from wgec_living.domain.errors import Busy, CorruptRecord, Stale
from wgec_living.domain.identifiers import CommitId, branch_of
from wgec_living.store import refs as refs_module
from wgec_living.store.record import MAIN, Record

ONE, TWO = branch_of(1), branch_of(2)


def _commit(record: Record, admin: Administrator, note: str) -> CommitId:
    return CommitId(admin("commit-tree", record.commit(record.tip()).tree, "-p", record.tip(), "-m", note))


def test_a_new_ref_and_a_move_are_what_git_sees(record: Record, admin: Administrator) -> None:
    first = commit_on(record, ONE, None)
    second = commit_on(record, ONE, first.id)
    main = commit_on(record, MAIN, record.tip())
    assert admin.refs() == {MAIN: main.id, ONE: second.id} == record.refs.all()
    admin.fsck()


def test_a_swap_on_another_tip_is_refused_and_moves_nothing(record: Record, admin: Administrator) -> None:
    old = record.tip()
    new = commit_on(record, MAIN, old).id
    for expected in (old, None, CommitId("1" * 40)):
        with pytest.raises(Stale):
            record.refs.move(MAIN, _commit(record, admin, "late"), expected)
    assert record.tip() == new == admin("rev-parse", "main")
    assert [path.name for path in record.git_dir.rglob("*.lock")] == ["wgec.lock"]


def test_of_two_racing_movers_exactly_one_wins(record: Record, admin: Administrator) -> None:
    """Without the writer's lock, which a second program of ours would share: the swap alone decides."""
    for turn in range(20):
        old = record.tip()
        rivals = [_commit(record, admin, f"{turn} {who}") for who in range(4)]
        start, won, lost = threading.Barrier(4), [], []

        def race(new: CommitId, old: CommitId = old, start: threading.Barrier = start) -> None:
            start.wait()
            try:
                record.refs.move(MAIN, new, old)
                won.append(new)  # noqa: B023 - joined before the next turn
            except Stale:
                lost.append(new)  # noqa: B023

        threads = [threading.Thread(target=race, args=(new,)) for new in rivals]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(won) == 1 and len(lost) == 3
        assert record.tip() == won[0] == admin("rev-parse", "main")


def test_packed_refs_are_read_moved_and_packed_again(record: Record, admin: Administrator) -> None:
    tips = {branch_of(n): commit_on(record, branch_of(n), None, str(n)).id for n in range(1, 6)}
    tips[MAIN] = record.tip()
    admin("pack-refs", "--all", "--prune")
    assert not (record.git_dir / ONE).exists()
    assert record.refs.all() == tips == admin.refs()
    tips[ONE] = commit_on(record, ONE, tips[ONE], "later").id
    tips[branch_of(6)] = commit_on(record, branch_of(6), None, "new").id
    assert record.refs.all() == tips == admin.refs()
    with pytest.raises(Stale):
        record.refs.move(TWO, tips[ONE], None)
    record.pack()
    assert record.refs.all() == tips == admin.refs()
    admin.fsck()


def test_the_folder_that_packing_took_away_is_made_again_and_synchronised(
    record: Record, admin: Administrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit_on(record, ONE, None)
    admin("pack-refs", "--all", "--prune")
    folder = record.git_dir / "refs/heads/contributions"
    if folder.exists():
        folder.rmdir()
    done: list[Path] = []
    real = refs_module.fsync_folder
    monkeypatch.setattr(refs_module, "fsync_folder", lambda path: (done.append(path), real(path))[1])
    commit_on(record, TWO, None)
    assert folder in done and folder.parent in done, "a power cut could take the new folder away"


def test_a_move_bears_packing_that_takes_its_folder_away(record: Record, admin: Administrator) -> None:
    """Git removes a folder that packing emptied, also between our making it and our locking in it."""
    stop = threading.Event()
    folder = record.git_dir / "refs/heads/contributions"

    def empty() -> None:
        while not stop.is_set():
            try:
                folder.rmdir()
            except OSError:
                time.sleep(0)

    thread = threading.Thread(target=empty)
    thread.start()
    try:
        for number in range(1, 40):
            commit_on(record, branch_of(number), None)
            admin("pack-refs", "--all", "--prune")
    finally:
        stop.set()
        thread.join()
    assert len(record.refs.all()) == 40 and record.refs.all() == admin.refs()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "stray", ["refs/heads/contributions/0001/below", "refs/heads/contributions", "refs/heads/main/below"]
)
def test_a_ref_in_the_way_is_said_not_stumbled_over(
    record: Record, admin: Administrator, stray: str, packed: bool
) -> None:
    main = record.tip()
    for folder in ("refs/heads/contributions", "refs/tags/edition"):
        (record.git_dir / folder).rmdir()
    ref = MAIN if "main" in stray else ONE
    if ref == MAIN:
        admin("symbolic-ref", "HEAD", "refs/heads/other")
        admin("update-ref", "-d", MAIN)
    admin("update-ref", stray, main)
    if packed:
        admin("pack-refs", "--all", "--prune")
    new = CommitId(admin("commit-tree", record.commit(main).tree, "-m", "new"))
    before = admin.refs()
    assert record.refs.obstructed(ref) is True
    with pytest.raises(CorruptRecord, match="in the way"):
        record.refs.move(ref, new, None)
    assert admin.refs() == before and stray in before


def test_strange_refs_are_no_refs_of_the_record(record: Record, admin: Administrator) -> None:
    main = record.tip()
    for ref in ("refs/heads/other", "refs/heads/contributions/1", "refs/heads/contributions/0001/x"):
        admin("update-ref", ref, main)
    admin("update-ref", "refs/tags/edition/01", main)
    admin("update-ref", "refs/notes/commits", main)
    assert record.refs.all() == {MAIN: main}
    assert record.refs.get("refs/heads/contributions/0001") is None
    for ref in ("refs/heads/other", "refs/heads/../main", "HEAD", "refs/heads/contributions/1"):
        with pytest.raises(ValueError):
            record.refs.move(ref, main, None)
    with pytest.raises(ValueError):
        record.refs.move(MAIN, CommitId("main"), main)


@pytest.mark.parametrize("content", ["", "zz\n", "1" * 39 + "\n", "ref: refs/heads/other\n", "\0" * 41])
def test_a_damaged_ref_is_never_taken_for_absent(record: Record, content: str) -> None:
    commit_on(record, ONE, None)
    (record.git_dir / ONE).write_text(content)
    with pytest.raises(CorruptRecord, match=r"contributions/0001 .* damaged.*backup"):
        record.refs.get(ONE)
    with pytest.raises(CorruptRecord):
        record.refs.all()
    with pytest.raises(CorruptRecord):
        record.refs.move(ONE, record.tip(), None)
    assert (record.git_dir / ONE).read_text() == content


def test_a_held_lock_answers_busy_and_is_left_alone(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refs_module, "LOCK_DEADLINE", 0.3)
    lock = record.git_dir / f"{MAIN}.lock"
    with lock.open("w") as held:
        with pytest.raises(Busy):
            commit_on(record, MAIN, record.tip())
        assert not held.closed and lock.exists()


def test_the_fingerprint_differs_after_every_kind_of_move(record: Record, admin: Administrator) -> None:
    seen = [record.refs.fingerprint()]

    def differs() -> None:
        now = record.refs.fingerprint()
        assert now != seen[-1]
        seen.append(now)
        time.sleep(0.02)  # the clock of the file system ticks every few milliseconds

    time.sleep(0.02)
    commit_on(record, ONE, None)
    differs()
    commit_on(record, MAIN, record.tip())
    differs()
    admin("update-ref", MAIN, _commit(record, admin, "outside"))
    differs()
    admin("pack-refs", "--all", "--prune")
    differs()
    admin("update-ref", "-d", ONE)
    differs()
    admin("tag", "-a", "edition/1", "-m", "Edition", "main")
    differs()
    assert record.refs.fingerprint() == record.refs.fingerprint()
