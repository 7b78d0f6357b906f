"""The `git` program, run with fixed arguments in a neutral environment: the only place that starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from wgec_living.domain.errors import CorruptRecord, WgecError

LEAST_VERSION = (2, 38)
TIMEOUT = 600.0
AT_ONCE = 64
"""Names written to a reader before its answers are read: they fit into the smallest pipe, so neither side blocks."""
Answer = tuple[str, bytes] | None
"""Type and content of an object; None where there is none of that name."""
_SAFE = (
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "gc.auto=0",
    "-c",
    "protocol.allow=never",
    "-c",
    "core.fsync=committed",
)


class GitMissing(WgecError):
    """The `git` program is not there or too old; the sentence says which and what is needed."""


def environment(git_dir: Path | None) -> dict[str, str]:
    """Return the environment for a call: nothing of the user's or the system's Git settings reaches it."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    kept |= {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PROTOCOL_FROM_USER": "0",
        "LC_ALL": "C.UTF-8",
    }
    if git_dir is not None:
        kept["GIT_DIR"] = str(git_dir)
    return kept


def run(
    git_dir: Path | None, arguments: Sequence[str], *, stdin: bytes = b"", allow: Sequence[str] = ()
) -> bytes:
    """Run `git` and return its output; raise `CorruptRecord` with its first complaint when it fails.

    `arguments` are constants and parsed ids, never a person's text. `allow` names transports for `clone`.
    """
    options = [*_SAFE, *(part for name in allow for part in ("-c", f"protocol.{name}.allow=always"))]
    try:
        done = subprocess.run(
            ["git", *options, *arguments],
            input=stdin,
            capture_output=True,
            env=environment(git_dir),
            timeout=TIMEOUT,
            check=False,
        )
    except FileNotFoundError:
        raise GitMissing("The program git is not installed; version 2.38 or later is needed.") from None
    if done.returncode != 0:
        complaint = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"]
        raise CorruptRecord(f"git {arguments[0]} failed: {complaint[0]}")
    return done.stdout


def complaints(git_dir: Path, arguments: Sequence[str]) -> list[str]:
    """Run a checking command of `git` and return every line it printed; a failure without a word is one too."""
    done = subprocess.run(
        ["git", *_SAFE, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(git_dir),
        timeout=TIMEOUT,
        check=False,
    )
    lines = [line for line in done.stdout.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines or ([f"git {arguments[0]} failed"] if done.returncode else [])


def check_version() -> str:
    """Return the version of `git`; raise `GitMissing` when it is absent or older than 2.38."""
    found = run(None, ["version"]).decode()
    match = re.search(r"(\d+)\.(\d+)[\d.]*", found)
    if not match or (int(match[1]), int(match[2])) < LEAST_VERSION:
        raise GitMissing(f"git 2.38 or later is needed; this is {found.strip()}.")
    return match[0]


@contextmanager
def streaming(git_dir: Path, arguments: Sequence[str], *, stdin: IO[bytes] | int) -> Iterator[IO[bytes]]:
    """Run `git` and yield its output as it comes, to be read to its end.

    Raises `CorruptRecord` at the end when it failed; a reader that leaves by an exception ends it.
    """
    with subprocess.Popen(
        ["git", *_SAFE, *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(git_dir),
        bufsize=1 << 20,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout
        except BaseException:
            process.terminate()
            raise
        finally:
            process.stdout.close()
    if process.returncode != 0:
        raise CorruptRecord(f"git {arguments[0]} could not read the record to its end.")


@contextmanager
def conversing(git_dir: Path, arguments: Sequence[str]) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Run `git` and yield its input and output; raise `CorruptRecord` when it does not end well."""
    with subprocess.Popen(
        ["git", *_SAFE, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(git_dir),
        bufsize=1 << 20,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            yield process.stdin, process.stdout
            process.stdin.close()
        except BaseException:
            process.kill()
            raise
        if process.wait() != 0:
            raise CorruptRecord(f"git {arguments[0]} failed.")


def started(
    arguments: Sequence[str], *, stdin: IO[bytes] | None, more: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start `git` with `more` in its environment, on a file or on nothing, and return it, to be ended by `ended`.

    It leads a process group of its own, so that the programs it starts end with it.
    """
    try:
        return subprocess.Popen(
            ["git", *_SAFE, *arguments],
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment(None), **more},
            start_new_session=True,
        )
    except FileNotFoundError:
        raise GitMissing("The program git is not installed; version 2.38 or later is needed.") from None


def ended(process: subprocess.Popen[bytes]) -> None:
    """Kill what `started` returned, with every program it started, and wait until it is gone."""
    if process.returncode is None:
        # Not waited for yet, its number is still its own, and so is that of its group.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class ObjectReader:
    """One `git cat-file --batch` process, used by one thread at a time; see `ObjectReaders`."""

    def __init__(self, git_dir: Path) -> None:
        self._process = subprocess.Popen(
            ["git", *_SAFE, "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(git_dir),
        )

    def read(self, object_id: str) -> Answer:
        """Return type and content of an object, or None when there is none of that name."""
        return self.read_many([object_id])[0]

    def read_many(self, object_ids: Sequence[str]) -> list[Answer]:
        """Return what `read` returns for each; they are asked for without waiting for each answer."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        answers = []
        for start in range(0, len(object_ids), AT_ONCE):
            some = object_ids[start : start + AT_ONCE]
            stdin.write("".join(f"{name}\n" for name in some).encode("ascii"))
            stdin.flush()
            answers += [read_batch_answer(stdout) for _ in some]
        return answers

    def close(self) -> None:
        """End the process, also one that ended by itself or does not listen."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def read_batch_answer(stream: IO[bytes]) -> Answer:
    """Return type and content of the next object from `cat-file --batch`, None for a missing one."""
    header = stream.readline().split()
    if len(header) == 2 and header[1] == b"missing":
        return None
    if len(header) != 3:
        raise CorruptRecord("git cat-file stopped in the middle of an answer.")
    content = stream.read(int(header[2]))
    if len(content) != int(header[2]) or stream.read(1) != b"\n":
        raise CorruptRecord("git cat-file stopped in the middle of an answer.")
    return header[1].decode(), content


class ObjectReaders:
    """A few `ObjectReader`s for many threads: each is lent to one thread at a time and kept for the next."""

    def __init__(self, git_dir: Path, idle: int = 4) -> None:
        self._make: Callable[[], ObjectReader] = lambda: ObjectReader(git_dir)
        self._idle: list[ObjectReader] = []
        self._most_idle = idle
        self._guard = threading.Lock()

    def read(self, object_id: str) -> Answer:
        """Return type and content of an object, or None; a reader that broke is replaced once."""
        return self.read_many([object_id])[0]

    def read_many(self, object_ids: Sequence[str]) -> list[Answer]:
        """Return what `read` returns for each."""
        with self._guard:
            reader = self._idle.pop() if self._idle else None
        if reader is not None:
            try:
                answers = reader.read_many(object_ids)
            except (OSError, CorruptRecord, ValueError):
                reader.close()
                reader = None
        if reader is None:
            reader = self._make()
            try:
                answers = reader.read_many(object_ids)
            except BaseException:
                reader.close()
                raise
        with self._guard:
            if len(self._idle) < self._most_idle:
                self._idle.append(reader)
                return answers
        reader.close()
        return answers

    def close(self) -> None:
        """End every idle reader."""
        with self._guard:
            readers, self._idle = self._idle, []
        for reader in readers:
            reader.close()
