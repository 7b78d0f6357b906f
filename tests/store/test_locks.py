"""Locks left by the dead are cleared, locks of the living never."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.store.administrator import Administrator
from tests.store.conftest import commit_on
from wgec_living.domain.errors import Busy
from wgec_living.store import locks
from wgec_living.store import refs as refs_module
from wgec_living.store.locks import STALE_AFTER, clear_if_stale
from wgec_living.store.record import MAIN, Record

OLD = time.time() - 3600


def _lock(record: Record, name: str, *, old: bool) -> Path:
    path = record.git_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("left behind\n")
    if old:
        os.utime(path, (OLD, OLD))
    return path


@contextmanager
def _running(*arguments: str | Path, cwd: Path, environment: dict[str, str] | None = None) -> Iterator[None]:
    """Run a program that says one word when it is where it should be, then waits for its input to end."""
    process = subprocess.Popen(
        [str(argument) for argument in arguments],
        cwd=cwd,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    try:
        yield
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(timeout=10)


@contextmanager
def _git_holding_main(admin: Administrator, form: str) -> Iterator[None]:
    """Keep a live `git update-ref` between its locking of `main` and its rename, however it found the record."""
    environment = admin.environment()
    del environment["GIT_DIR"]
    place, options, cwd = str(admin.git_dir), [], admin.home
    if form == "GIT_DIR":
        environment["GIT_DIR"] = place
    elif form == "GIT_DIR by another name":
        (admin.home / "name").symlink_to(place)
        environment["GIT_DIR"] = str(admin.home / "name")
    elif form == "relative GIT_DIR":
        environment["GIT_DIR"] = os.path.relpath(place, cwd)
    elif form == "--git-dir":
        options = [f"--git-dir={os.path.relpath(place, cwd)}"]
    elif form == "-C":
        options = ["-C", place]
    else:
        cwd = Path(place)
    process = subprocess.Popen(
        ["git", *options, "update-ref", "--stdin"],
        cwd=cwd,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    tip = admin("rev-parse", "main")
    new = admin("commit-tree", "main^{tree}", "-p", tip, "-m", "slow")
    process.stdin.write(f"start\nupdate {MAIN} {new} {tip}\nprepare\n")
    process.stdin.flush()
    try:
        assert process.stdout.readline() == "start: ok\n"
        assert process.stdout.readline() == "prepare: ok\n"
        yield
        process.stdin.write("commit\n")
        process.stdin.flush()
        assert process.stdout.readline() == "commit: ok\n"
        assert admin("rev-parse", "main") == new
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(timeout=10)


@pytest.mark.parametrize("name", [f"{MAIN}.lock", "packed-refs.lock", "packed-refs.new", "HEAD.lock"])
def test_an_old_lock_that_nobody_holds_is_cleared(record: Record, admin: Administrator, name: str) -> None:
    lock = _lock(record, name, old=True)
    assert record.clear_leftovers() == [lock.name]
    assert not lock.exists()
    commit_on(record, MAIN, record.tip())
    admin("pack-refs", "--all")
    admin.fsck()


def test_the_first_write_clears_an_old_lock_by_itself(record: Record) -> None:
    _lock(record, f"{MAIN}.lock", old=True)
    begin = time.monotonic()
    commit_on(record, MAIN, record.tip())
    assert time.monotonic() - begin < 2


def test_a_fresh_lock_is_waited_for_until_it_is_gone(record: Record) -> None:
    lock = _lock(record, f"{MAIN}.lock", old=False)
    threading.Timer(0.4, lock.unlink).start()
    begin = time.monotonic()
    commit_on(record, MAIN, record.tip())
    assert 0.3 < time.monotonic() - begin < 5


def test_a_fresh_lock_is_waited_for_until_it_is_old(record: Record) -> None:
    lock = _lock(record, f"{MAIN}.lock", old=False)
    almost = time.time() - STALE_AFTER + 0.5
    os.utime(lock, (almost, almost))
    assert record.clear_leftovers() == []
    begin = time.monotonic()
    commit_on(record, MAIN, record.tip())
    assert 0.3 < time.monotonic() - begin < 5


@pytest.mark.parametrize(
    "form",
    ["GIT_DIR", "GIT_DIR by another name", "relative GIT_DIR", "--git-dir", "-C", "working folder"],
)
def test_the_lock_of_a_living_git_is_never_broken_however_old(
    record: Record, admin: Administrator, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(refs_module, "LOCK_DEADLINE", 0.2)
    old = record.tip()
    with _git_holding_main(admin, form):
        lock = record.git_dir / f"{MAIN}.lock"
        os.utime(lock, (OLD, OLD))
        assert record.clear_leftovers() == []
        with pytest.raises(Busy):
            commit_on(record, MAIN, old)
        assert lock.exists()
    assert record.tip() != old
    commit_on(record, MAIN, record.tip())
    admin.fsck()


def test_a_lock_that_any_living_process_has_open_is_never_broken(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refs_module, "LOCK_DEADLINE", 0.2)
    lock = _lock(record, f"{MAIN}.lock", old=True)
    holder = "import sys; file = open(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout
        assert process.stdout.readline() == b"open\n"
        assert record.clear_leftovers() == []
        with pytest.raises(Busy):
            commit_on(record, MAIN, record.tip())
        process.stdin.close()
        process.wait(timeout=10)
    assert record.clear_leftovers() == [lock.name]


@pytest.mark.parametrize("reader", ["cat-file", "rev-list"])
def test_a_reading_git_of_ours_holds_no_lock(record: Record, admin: Administrator, reader: str) -> None:
    lock = _lock(record, f"{MAIN}.lock", old=True)
    arguments = ("cat-file", "--batch") if reader == "cat-file" else ("rev-list", "--stdin")
    with _running("git", *arguments, cwd=admin.home, environment=admin.environment()):
        time.sleep(0.1)
        assert record.clear_leftovers() == [lock.name]


def test_a_git_at_work_elsewhere_does_not_count(record: Record, admin: Administrator, tmp_path: Path) -> None:
    other = tmp_path / "record.git-2"
    admin("init", "--bare", "-q", str(other))
    lock = _lock(record, f"{MAIN}.lock", old=True)
    elsewhere = Administrator(other, admin.home)
    with _running("git", "update-ref", "--stdin", cwd=other, environment=elsewhere.environment()):
        time.sleep(0.1)
        assert record.clear_leftovers() == [lock.name]


def test_the_writers_own_lock_is_never_cleared(record: Record) -> None:
    """It is old as soon as the record is: to remove it would let two writers in, one on each file."""
    lock = record.git_dir / "wgec.lock"
    os.utime(lock, (OLD, OLD))
    inode = lock.stat().st_ino
    assert record.clear_leftovers() == []
    assert lock.stat().st_ino == inode


def test_unfinished_objects_are_cleared_ours_at_once_and_git_s_when_old(record: Record) -> None:
    folder = record.git_dir / "objects" / "ab"
    folder.mkdir(exist_ok=True)
    ours, fresh, old = (folder / f"tmp_obj_{end}" for end in ("0123456789abcdef", "fResh1", "oLd123"))
    for draft in (ours, fresh, old):
        draft.write_bytes(b"half")
    os.utime(old, (OLD, OLD))
    assert set(record.clear_leftovers()) == {ours.name, old.name}
    assert fresh.exists()


def test_without_a_list_of_processes_no_lock_is_broken(
    record: Record, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On a system without /proc nobody can be shown to be dead."""
    monkeypatch.setattr(locks, "PROCESSES", tmp_path / "none")
    lock = _lock(record, f"{MAIN}.lock", old=True)
    assert clear_if_stale(lock, record.git_dir) is False
    assert lock.exists()


def test_a_git_that_cannot_be_looked_into_counts_as_holding(
    record: Record, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another user's process shows its words, but neither its files nor its folder."""
    lock = _lock(record, f"{MAIN}.lock", old=True)
    processes = tmp_path / "proc"
    (processes / "99").mkdir(parents=True)
    (processes / "99" / "cmdline").write_bytes(b"git\0receive-pack\0record.git\0")
    monkeypatch.setattr(locks, "PROCESSES", processes)

    def refused(path: Path) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(locks, "_open_files", refused)
    assert clear_if_stale(lock, record.git_dir) is False
    (processes / "99" / "cmdline").write_bytes(b"git\0daemon\0")
    assert clear_if_stale(lock, record.git_dir) is True
