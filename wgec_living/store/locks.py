"""Locks on the record: one writer at a time, and Git's own lock files told dead from alive."""

from __future__ import annotations

import fcntl
import logging
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wgec_living.domain.errors import Busy

STALE_AFTER = 10.0
"""Seconds after which a lock file that nobody alive holds is taken for dead."""
WRITER_LOCK = "wgec.lock"
PROCESSES = Path("/proc")
HARMLESS = frozenset(
    {b"cat-file", b"rev-list", b"upload-pack", b"daemon", b"fsmonitor--daemon", b"http-backend"}
)
"""Git commands that never take a lock, and such as live for ever."""
_OUR_DRAFT = re.compile("tmp_obj_[0-9a-f]{16}")
BUSY = "The record is being written by others just now. Nothing was lost; please try again in a few seconds."

log = logging.getLogger(__name__)


class WriterLock:
    """The one lock of a record's writers, over threads and processes; it dies with its holder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()

    @contextmanager
    def held(self, deadline: float = 10.0) -> Iterator[None]:
        """Hold the lock; raise `Busy` when it is not to be had within `deadline` seconds."""
        until = time.monotonic() + deadline
        # Threads queue here, so that only one of each process competes for the file.
        if not self._threads.acquire(timeout=deadline):
            raise Busy(BUSY)
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                _lock_file(handle, until)
                yield
            finally:
                os.close(handle)
        finally:
            self._threads.release()


def _lock_file(handle: int, until: float) -> None:
    pause = 0.0005
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Busy(BUSY) from None
            time.sleep(pause)
            pause = min(pause * 1.5, 0.01)
        else:
            return


def clear_if_stale(lock: Path, git_dir: Path) -> bool:
    """Remove a Git lock file older than `STALE_AFTER` that nobody alive holds; say whether it is gone.

    Call it only while holding the writer lock: then no writer of ours can own the file.
    """
    try:
        before = lock.stat()
    except FileNotFoundError:
        return True
    if time.time() - before.st_mtime < STALE_AFTER or _git_at_work(lock, git_dir):
        return False
    try:
        again = lock.stat()
        if (again.st_ino, again.st_mtime_ns) != (before.st_ino, before.st_mtime_ns):
            return False
        lock.unlink()
    except FileNotFoundError:
        return True
    log.warning("removed a lock left behind by a process that is gone: %s", lock.name)
    return True


def _git_at_work(lock: Path, git_dir: Path) -> bool:
    """Say whether a living process has the lock open, or is a Git that may be about to rename it.

    Git closes a lock file before renaming it, so a `git` working in this repository counts as holding it. Where
    the system shows no processes, nobody can be shown to be dead.
    """
    if not PROCESSES.is_dir():
        log.warning("%s may be left behind, but this system does not show who is alive", lock.name)
        return True
    place = Path(os.path.realpath(git_dir))
    return any(
        _may_hold(process, lock, place)
        for process in PROCESSES.iterdir()
        if process.name.isdigit() and int(process.name) != os.getpid()
    )


def _may_hold(process: Path, lock: Path, place: Path) -> bool:
    git = False
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
        git = words[0].rpartition(b"/")[2].startswith(b"git") and not HARMLESS & set(words)
        if os.path.realpath(lock) in _open_files(process):
            return True
        return git and _works_in(process, words, place)
    except PermissionError:
        return git  # Somebody else's: what it works on cannot be seen.
    except OSError:
        return False  # It ended while it was looked at.


def _open_files(process: Path) -> set[str]:
    return {os.path.realpath(handle) for handle in (process / "fd").iterdir()}


def _works_in(process: Path, words: list[bytes], place: Path) -> bool:
    """Say whether a `git` stands in the repository, or was given it by its environment or its command line."""
    here = Path(os.path.realpath(process / "cwd"))
    settings = (process / "environ").read_bytes().split(b"\0")
    named = [word.removeprefix(b"--git-dir=") for word in words[1:]]
    named += [setting.removeprefix(b"GIT_DIR=") for setting in settings if setting.startswith(b"GIT_DIR=")]
    return here.is_relative_to(place) or any(
        Path(os.path.realpath(here / os.fsdecode(name))) == place for name in named if name
    )


def clear_stale_locks(git_dir: Path) -> list[str]:
    """Clear every stale lock file and unfinished object of a record; return what was removed.

    Call it only while holding the writer lock.
    """
    removed = []
    for lock in [*git_dir.glob("*.lock"), *git_dir.glob("packed-refs.new"), *git_dir.glob("refs/**/*.lock")]:
        # The writers' own lock never goes: others may be waiting for this very file.
        if lock.name != WRITER_LOCK and clear_if_stale(lock, git_dir):
            removed.append(lock.name)
    for draft in git_dir.glob("objects/*/tmp_obj_*"):
        try:
            # Ours cannot be alive while we hold the lock; one of Git's may be.
            if _OUR_DRAFT.fullmatch(draft.name) or time.time() - draft.stat().st_mtime > STALE_AFTER:
                draft.unlink()
                removed.append(draft.name)
        except FileNotFoundError:
            continue
    return removed
