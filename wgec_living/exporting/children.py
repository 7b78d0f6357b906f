"""Other programs run once each: within a time, within a memory, a few at once, and with nothing to fetch."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO

from wgec_living.domain.errors import Busy

MISSING = 3
"""What a child of ours ends with when a library it needs is not there."""
TOLD = 4
"""What a child of ours ends with when it says on its standard error, in words for people, what is wrong."""
PATIENCE = 3.0
"""Seconds to wait for a place before somebody is sent away for a while."""


class AllAtWork(Busy):
    """As many files are being made as the settings allow (503, `Retry-After`)."""

    retry_after = 10


class ChildFailedError(Exception):
    """A child ended without a file: `code` is how, `late` that it was killed for its time, `words` what it said."""

    def __init__(self, code: int, words: str, *, late: bool = False) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.late = late


class Children:
    """Runs programs, each killed after `seconds`; at most `places` files are made at once."""

    def __init__(self, places: int, seconds: float) -> None:
        self._places = BoundedSemaphore(places)
        self._seconds = seconds

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the places, also while what a program is given is put together.

        Raises `AllAtWork` where none is free for too long.
        """
        if not self._places.acquire(timeout=PATIENCE):
            raise AllAtWork("Many files are being made just now. Please try again in ten seconds.")
        try:
            yield
        finally:
            self._places.release()

    def run(
        self, command: Sequence[str], given: bytes | IO[bytes], folder: Path, settings: Mapping[str, str]
    ) -> bytes:
        """Return what a program writes when it is given `given`, which may be an open file read from where it stands.

        It knows nothing of the server's environment.

        Raises `ChildFailedError` where the program fails or is late.
        """
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(folder), **settings}
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if isinstance(given, bytes) else given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        until = time.monotonic() + self._seconds
        try:
            _bound(child, int(self._seconds) * (os.cpu_count() or 1) + 2)
            made, words = child.communicate(
                given if isinstance(given, bytes) else None, timeout=self._seconds
            )
        except subprocess.TimeoutExpired:
            raise ChildFailedError(-signal.SIGKILL, "", late=True) from None
        finally:
            _end(child)
        if child.returncode:
            late = child.returncode < 0 and time.monotonic() >= until
            raise ChildFailedError(child.returncode, words.decode("utf-8", "replace")[-2000:], late=late)
        return made


def _bound(child: subprocess.Popen[bytes], seconds: int) -> None:
    """Bound the processor's time, so that a child ends by itself where the server was killed before it."""
    if sys.platform == "linux":
        # A child that has ended already needs no bound.
        with suppress(OSError):
            resource.prlimit(child.pid, resource.RLIMIT_CPU, (seconds, seconds))


def _end(child: subprocess.Popen[bytes]) -> None:
    """Leave nothing of the child and of what it started."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
