"""A small pool of worker processes that can be killed: started when first needed, replaced when lost."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import select
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_START = """
import sys, types
package = sys.modules["wgec_living"] = types.ModuleType("wgec_living")
package.__path__ = [sys.argv[1]]
from wgec_living.rendering.worker import main
main()
"""
# As `python -m wgec_living.rendering.worker`, but without running the package's own start, which brings the whole
# web application into a process that needs none of it (1.2 s against 0.2 s).
_COMMAND = (sys.executable, "-c", _START, str(_ROOT / "wgec_living"))


class WorkerLostError(Exception):
    """The worker died, or was killed because it was `silent`; a new one starts with the next request."""

    def __init__(self, *, silent: bool = False) -> None:
        super().__init__()
        self.silent = silent


class Worker:
    """One child process and the two pipes to it; used by one thread at a time."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id, while there is a process."""
        return None if self._process is None else self._process.pid

    def ask(self, request: dict[str, Any]) -> Iterator[Any]:
        """Yield the answer for each unit of a request as it comes, or raise `WorkerLostError`.

        The worker may be silent for the pool's patience (seconds of real time) and no longer.
        """
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._start()
        finished = False
        try:
            self._send(json.dumps(request).encode() + b"\n")
            yield from self._answers(len(request["units"]))
            finished = True
        except OSError as error:
            raise WorkerLostError from error
        finally:
            if not finished:
                # What it may still say would be taken for the answer to the next request.
                self.stop(kill=True)

    def _start(self) -> None:
        # The child is given neither the server's settings nor its secrets.
        environment = {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "PATH": os.defpath}
        self._process = subprocess.Popen(
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=_ROOT, bufsize=0
        )
        assert self._process.stdin is not None
        os.set_blocking(self._process.stdin.fileno(), False)

    def _send(self, data: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        pipe = self._process.stdin.fileno()
        rest = memoryview(data)
        while rest:
            self._wait(pipe, select.POLLOUT)
            with contextlib.suppress(BlockingIOError):
                rest = rest[os.write(pipe, rest) :]

    def _answers(self, count: int) -> Iterator[Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        parts: list[bytes] = []
        while count:
            self._wait(pipe, select.POLLIN)
            data = os.read(pipe, 1 << 18)
            if not data:
                raise WorkerLostError
            *lines, rest = data.split(b"\n")
            for line in lines:
                yield json.loads(b"".join([*parts, line]))
                parts = []
                count -= 1
            if rest:
                parts.append(rest)

    def _wait(self, pipe: int, event: int) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        if not poll.poll(self._patience * 1000):
            raise WorkerLostError(silent=True)

    def stop(self, *, kill: bool = False) -> None:
        """End the process, if there is one, and leave nothing of it behind."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        if not kill:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
        if process.poll() is None:
            process.kill()
        process.wait()


class Pool:
    """A few workers shared by any number of threads."""

    def __init__(self, size: int = 2, patience: float = 10.0, queue_for: float = 30.0) -> None:
        self._size = size
        self._patience = patience
        self._queue_for = queue_for
        self._owner = os.getpid()
        self._fill()

    def _fill(self) -> None:
        self._workers = [Worker(self._patience) for _ in range(self._size)]
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._free.put(worker)
        self._stop = weakref.finalize(self, _stop_all, self._workers, self._owner)

    @contextlib.contextmanager
    def worker(self) -> Iterator[Worker]:
        """Lend a worker, waiting for one to be free; raise `WorkerLostError` when none is for too long."""
        if os.getpid() != self._owner:
            # A forked server must not share its parent's pipes.
            self._stop.detach()
            self._owner = os.getpid()
            self._fill()
        try:
            worker = self._free.get(timeout=self._queue_for)
        except queue.Empty:
            raise WorkerLostError(silent=True) from None
        try:
            yield worker
        finally:
            self._free.put(worker)

    def pids(self) -> list[int]:
        """Return the ids of the processes that are running."""
        return [worker.pid for worker in self._workers if worker.pid is not None]

    def close(self) -> None:
        """End the processes, waiting shortly for work under way; a later request would start new ones."""
        borrowed: list[Worker] = []
        deadline = time.monotonic() + 2
        while len(borrowed) < self._size:
            try:
                borrowed.append(self._free.get(timeout=max(0.0, deadline - time.monotonic())))
            except queue.Empty:
                break
        _stop_all(self._workers, self._owner)
        for worker in borrowed:
            self._free.put(worker)


def _stop_all(workers: Sequence[Worker], owner: int) -> None:
    if os.getpid() == owner:
        for worker in workers:
            worker.stop()
