"""Work done ahead in a process of its own, while this one takes in the rest (ADR 12)."""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wgec_living.store.git_process import environment

ENOUGH = 200
"""The fewest things to do for which starting a process pays."""
HELD = 1 << 20
"""Bytes that the process may be ahead by; it waits when nobody has read them."""
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

log = logging.getLogger(__name__)


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
                bufsize=1 << 16,
                start_new_session=True,
            )
        assert self._process.stdout is not None
        self._said = self._process.stdout
        with contextlib.suppress(OSError, AttributeError):
            fcntl.fcntl(self._said.fileno(), fcntl.F_SETPIPE_SZ, HELD)

    def hear(self, *about: str) -> Any:
        """Return what is told next, which must be about this; None once the process has failed."""
        try:
            said_of, told = json.loads(self._said.readline())
        except ValueError:
            said_of, told = None, None
        if said_of != list(about):
            log.warning("the process that works ahead failed; the index goes on without it")
            self.close()
            return None
        return told

    def close(self) -> None:
        """Leave nothing of the process."""
        self._process.kill()
        self._said.close()
        self._process.wait()


@contextmanager
def ahead(git_dir: Path, what: str, things: Sequence[object], **more: object) -> Iterator[Ahead | None]:
    """Yield a process that is ended with the body; None where there is little to do or none can be started.

    `more` is what it must know besides.
    """
    process = None
    if len(things) >= ENOUGH:
        with contextlib.suppress(OSError):
            process = Ahead(git_dir, {what: things, **more})
    try:
        yield process
    finally:
        if process is not None:
            process.close()
