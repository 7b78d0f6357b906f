"""Refs of the record, read and moved in process with Git's own lock files: compare, swap, on disk.

The protocol is Git's: `<ref>.lock` is made exclusively, filled, synchronised and renamed, so a `git push` or
`update-ref` of an administrator and this code exclude each other.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from wgec_living.domain.errors import Busy, CorruptRecord, Stale
from wgec_living.domain.identifiers import CommitId

from .locks import BUSY, clear_if_stale
from .objects import fsync_file, fsync_folder

REF = re.compile(r"refs/(heads/main|heads/contributions/[0-9]{4,9}|tags/edition/[1-9][0-9]{0,5})")
LOCK_DEADLINE = 13.0
"""Longer than a dead lock needs to be recognised, so that the first write after a crash succeeds."""
_HEX = re.compile(r"[0-9a-f]{40}")
Fingerprint = tuple[tuple[int, ...], ...]


class Refs:
    """The refs of one bare repository."""

    def __init__(self, git_dir: Path) -> None:
        self._git_dir = git_dir
        self._packed: tuple[tuple[int, ...], dict[str, CommitId]] = ((), {})
        self._packed_strangers: tuple[str, ...] = ()
        self._guard = threading.Lock()

    def get(self, ref: str) -> CommitId | None:
        """Return the commit a ref points to, or None when there is no such ref."""
        loose = self._read_loose(ref)
        return loose if loose is not None else self._packed_refs().get(ref)

    def all(self) -> dict[str, CommitId]:
        """Return every ref of the record: `main`, contributions, editions (for these, the tag's own name)."""
        while True:
            packed = self._packed_refs()
            found = {ref: tip for ref, tip in packed.items() if REF.fullmatch(ref)}
            for folder in ("refs/heads", "refs/heads/contributions", "refs/tags/edition"):
                for ref in _names(self._git_dir, folder):
                    if REF.fullmatch(ref) and (tip := self._read_loose(ref)) is not None:
                        found[ref] = tip
            # Packing removes the loose files it packed: a ref may have slipped between the two looks.
            if self._packed_refs() is packed:
                return found

    def fingerprint(self) -> Fingerprint:
        """Return a value that differs after anybody moved a ref: a move renames a file into its folder.

        The clock behind it ticks every few milliseconds: a value taken within that time of a move may miss
        a second one.
        """
        places = ("packed-refs", "refs/heads", "refs/heads/contributions", "refs/tags", "refs/tags/edition")
        return tuple(_stamp(self._git_dir / place) for place in places)

    def move(self, ref: str, new: CommitId, old: CommitId | None) -> None:
        """Move `ref` from `old` (None: it must not exist) to `new`; on disk when this returns.

        Raises `Stale` when it points elsewhere, `Busy` when a living process holds its lock too long. Call it
        only while holding the writer lock.
        """
        if not REF.fullmatch(ref) or not _HEX.fullmatch(new):
            raise ValueError("not a ref or commit of the record")
        if self.obstructed(ref):
            raise CorruptRecord(f"Another ref stands in the way of {ref} in the record. Please remove it.")
        path = self._git_dir / ref
        lock = path.with_name(path.name + ".lock")
        handle = self._take(lock)
        try:
            with os.fdopen(handle, "w") as file:
                if self.get(ref) != old:
                    raise Stale("The record moved meanwhile.")
                file.write(new + "\n")
                file.flush()
                os.fsync(file.fileno())
            _put_in_place(lock, path)
        except BaseException:
            lock.unlink(missing_ok=True)
            raise
        try:
            fsync_folder(path.parent)
        except FileNotFoundError:
            # Packed by another process already, which took the emptied folder away: then it stands in the one file.
            fsync_file(self._git_dir / "packed-refs")
            fsync_folder(self._git_dir)
        # Git removes a folder that packing emptied; whoever made it again may not have come to this line.
        fsync_folder(path.parent.parent)
        if ref.startswith("refs/tags/"):
            fsync_folder(path.parent.parent.parent)  # A copy that held no tag came without this folder.

    def obstructed(self, ref: str) -> bool:
        """Say whether a ref of somebody else's making leaves no room for this one: `a/b` where `a` is wanted."""
        self._packed_refs()
        path = self._git_dir / ref
        return (
            any(name.startswith(f"{ref}/") or ref.startswith(f"{name}/") for name in self._packed_strangers)
            or path.parent.is_file()
            or (path.is_dir() and any(below.is_file() for below in path.rglob("*")))
        )

    def add_packed(self, refs: Mapping[str, CommitId]) -> None:
        """Add many new refs at once, in the one file of packed refs; on disk when this returns.

        Call it only while holding the writer lock; raises `Stale` when one of them exists.
        """
        lock = self._git_dir / "packed-refs.lock"
        handle = self._take(lock)
        try:
            with os.fdopen(handle, "w") as file:
                known = self._packed_refs()
                if not all(REF.fullmatch(ref) for ref in refs) or any(self.get(ref) for ref in refs):
                    raise Stale("Some of these are in the record already.")
                file.write("# pack-refs with: sorted \n")
                file.writelines(f"{tip} {ref}\n" for ref, tip in sorted({**known, **refs}.items()))
                file.flush()
                os.fsync(file.fileno())
            lock.rename(self._git_dir / "packed-refs")
        except BaseException:
            lock.unlink(missing_ok=True)
            raise
        fsync_folder(self._git_dir)

    def _take(self, lock: Path) -> int:
        until = time.monotonic() + LOCK_DEADLINE
        while True:
            try:
                return os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
            except FileNotFoundError:
                if time.monotonic() > until:
                    raise Busy(BUSY) from None
                # Perhaps not for the first time: packing in another process removes it as soon as it is empty.
                lock.parent.mkdir(parents=True, exist_ok=True)
            except FileExistsError:
                if clear_if_stale(lock, self._git_dir):
                    continue
                if time.monotonic() > until:
                    raise Busy(BUSY) from None
                time.sleep(0.05)

    def _read_loose(self, ref: str) -> CommitId | None:
        try:
            text = (self._git_dir / ref).read_text("ascii").strip()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        if not _HEX.fullmatch(text):
            raise CorruptRecord(f"The ref {ref} of the record is damaged. Please restore it from the backup.")
        return CommitId(text)

    def _packed_refs(self) -> dict[str, CommitId]:
        path = self._git_dir / "packed-refs"
        stamp = _stamp(path)
        with self._guard:
            if self._packed[0] == stamp:
                return self._packed[1]
            found = {}
            for line in path.read_text("utf-8").splitlines() if stamp else ():
                name, _, ref = line.partition(" ")
                if ref and _HEX.fullmatch(name):
                    found[ref] = CommitId(name)
            self._packed_strangers = tuple(ref for ref in found if not REF.fullmatch(ref))
            self._packed = (stamp, found)
            return found


def _put_in_place(lock: Path, path: Path) -> None:
    try:
        lock.rename(path)
    except IsADirectoryError:
        path.rmdir()  # Left empty by a ref that is gone; Git does the same.
        lock.rename(path)


def _names(git_dir: Path, folder: str) -> list[str]:
    try:
        return [f"{folder}/{entry.name}" for entry in os.scandir(git_dir / folder)]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        status = path.stat()
    except FileNotFoundError:
        return ()
    return status.st_ino, status.st_mtime_ns, status.st_size
