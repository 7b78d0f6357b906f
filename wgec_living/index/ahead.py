"""Work done ahead in a process of its own, while this one takes in the rest (ADR 12)."""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import select
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from wgec_living.store.git_process import environment

ENOUGH = 200
"""The fewest things to do for which starting a process pays."""
HELD = 1 << 20
"""Bytes that the process may be ahead by; it waits when nobody has read them."""
PATIENCE_MS = 30_000
"""For so long the process may say nothing; one that was stopped must not stop the index."""
_ROOT = Path(__file__).resolve().parents[2]
# Without running the package's own start, which brings the whole web application into a process that needs none of it.
_START = """
import sys, types
package = sys.modules["wgec_living"] = types.ModuleType("wgec_living")
package.__path__ = [sys.argv[1]]
from wgec_living.index.ahead_child import main
main()
"""
_COMMAND = (sys.executable, "-c", _START, str(_ROOT / "wgec_living"))

Made = TypeVar("Made")
log = logging.getLogger(__name__)


def _code() -> dict[str, int]:
    """Return the files that the process would run, and when each was written."""
    folders = [_ROOT / "wgec_living" / part for part in ("domain", "store", "index")]
    return {str(path): path.stat().st_mtime_ns for folder in folders for path in folder.glob("*.py")}


_OURS = _code()
"""What this process runs: one started from newer code would trace and tell otherwise than is expected here."""


class Ahead:
    """A process at work on one thing after the other, told in the order they were asked for."""

    def __init__(self, git_dir: Path, asked: dict[str, object]) -> None:
        with tempfile.TemporaryFile() as request:
            # A pipe would have to be filled while the process is still starting.
            request.write(json.dumps({"record": str(git_dir.absolute()), **asked}).encode())
            request.seek(0)
            self._process = subprocess.Popen(
                _COMMAND,
                stdin=request,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(None),
                cwd=_ROOT,
                bufsize=0,
                start_new_session=True,
            )
        assert self._process.stdout is not None
        self._said = self._process.stdout
        self._lines = deque([b""])
        """The lines that were read and not asked for yet; of the last one more may come."""
        self._ready = select.poll()
        self._ready.register(self._said, select.POLLIN)
        with contextlib.suppress(OSError, AttributeError):
            fcntl.fcntl(self._said.fileno(), fcntl.F_SETPIPE_SZ, HELD)

    def hear(self, made: Callable[[Any], Made], *about: str) -> Made | None:
        """Return what is made of what is told next, which must be about this; None once the process has failed."""
        try:
            said_of, told = json.loads(self._line())
            if said_of == list(about):
                return made(told)
        except (ValueError, TypeError, LookupError, AttributeError):
            pass
        log.warning("the process that works ahead failed; the index goes on without it")
        self.close()
        return None

    def _line(self) -> bytes:
        """Return the next line; an empty one where the process has ended or says nothing for long."""
        while len(self._lines) < 2:
            said = os.read(self._said.fileno(), HELD) if self._ready.poll(PATIENCE_MS) else b""
            if not said:
                return b""
            first, *more = said.split(b"\n")
            self._lines[-1] += first
            self._lines.extend(more)
        return self._lines.popleft()

    def close(self) -> None:
        """Leave nothing of the process."""
        self._process.kill()
        self._said.close()
        self._lines = deque([b""])
        self._process.wait()


@contextmanager
def ahead(git_dir: Path, what: str, things: Sequence[object], **more: object) -> Iterator[Ahead | None]:
    """Yield a process that is ended with the body; None where there is little to do, or none can be started.

    Nor is one started where the program was updated under a running server. `more` is what it must know besides.
    """
    process = None
    if len(things) >= ENOUGH:
        with contextlib.suppress(OSError):
            process = Ahead(git_dir, {what: things, **more}) if _code() == _OURS else None
    try:
        yield process
    finally:
        if process is not None:
            process.close()
