"""Files made before, kept on disk by name as long as there is room; the least recently read go first."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

MOST = 256 << 20
"""Bytes of files kept."""
ENDING = ".file"
_NAME = re.compile(r"[0-9a-f]{64}")


class KeptFiles:
    """A folder of finished files, each under the hash of all that decides what is in it; safe between processes."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self._folder = folder
        self._most = most

    def get(self, name: str) -> bytes | None:
        """Return a file kept under a name, None where there is none."""
        file = self._file(name)
        try:
            made = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        return made

    def put(self, name: str, made: bytes) -> None:
        """Keep a file; where it cannot be written, as on a full disk, it is simply not kept."""
        if len(made) > self._most // 4:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._make_room(len(made))
            # With the ending of all, so that what a killed server left unfinished goes in its turn.
            descriptor, new = tempfile.mkstemp(ENDING, dir=self._folder)
            try:
                with os.fdopen(descriptor, "wb") as out:
                    out.write(made)
                Path(new).replace(self._file(name))
            except BaseException:
                Path(new).unlink(missing_ok=True)
                raise

    def _file(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("not the name of a kept file")
        return self._folder / f"{name}{ENDING}"

    def _make_room(self, wanted: int) -> None:
        found = []
        for file in self._folder.glob(f"*{ENDING}"):
            with suppress(OSError):
                about = file.stat()
                found.append((about.st_mtime, about.st_size, file))
        size = wanted + sum(one[1] for one in found)
        for _, length, file in sorted(found):
            if size <= self._most:
                return
            file.unlink(missing_ok=True)
            size -= length
