"""The server as it is shipped, cloned from: a large record in bounded memory, and clients that go away."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import process
from tests.reliability.real_server import RealServer

pytestmark = pytest.mark.slow
SIZE = 50_000_000
NEITHER = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}


@pytest.fixture
def server(data: Path, tmp_path: Path) -> Iterator[RealServer]:
    """A running server on a copy of the data."""
    running = RealServer(data, tmp_path / "log")
    running.start()
    try:
        running.wait_ready()
        yield running
    finally:
        running.stop()


def git(*arguments: str, stdin: bytes = b"") -> str:
    """Run `git` and return what it prints."""
    done = subprocess.run(
        ["git", *arguments],
        input=stdin,
        env=os.environ | NEITHER,
        capture_output=True,
        timeout=120,
        check=True,
    )
    return done.stdout.decode().strip()


def enlarge(record: Path) -> str:
    """Put something large into a record, beside the lines of history that the program knows; return its commit."""
    at = ("--git-dir", str(record), "-c", "user.name=x", "-c", "user.email=x@x.invalid")
    blob = git(*at, "hash-object", "-w", "--stdin", stdin=os.urandom(SIZE))
    tree = git(*at, "mktree", stdin=f"100644 blob {blob}\tlarge\n".encode())
    commit = git(*at, "commit-tree", tree, "-m", "Large")
    git(*at, "update-ref", "refs/tags/large", commit)
    return commit


def peak(pid: int) -> int:
    """Return the most memory a process ever took, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def at_work(record: Path) -> list[str]:
    """Return the commands of the processes that work in a record."""
    found = []
    for one in Path("/proc").iterdir():
        try:
            if one.name.isdigit() and Path(os.readlink(one / "cwd")) == record:
                found.append((one / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def test_it_is_cloned_and_the_clone_verified(server: RealServer, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{server.port}/record.git"
    git("clone", "--quiet", address, str(tmp_path / "record"))
    assert git("-C", str(tmp_path / "record"), "log", "--format=%s").splitlines()
    for repository in (address, str(tmp_path / "record")):
        found = process(tmp_path / "none", "verify", repository)
        assert found.returncode == 0, found.stderr
        assert "Everything is as the format says" in found.stdout


def test_a_large_record_takes_little_memory(server: RealServer, tmp_path: Path) -> None:
    commit = enlarge(server.data / "record.git")
    assert server.process is not None
    before = peak(server.process.pid)
    git("clone", "--quiet", f"http://127.0.0.1:{server.port}/record.git", str(tmp_path / "record"))
    assert git("-C", str(tmp_path / "record"), "rev-parse", "large") == commit
    assert peak(server.process.pid) - before < 64 << 20


def test_clients_that_go_away_leave_nothing(server: RealServer) -> None:
    record = server.data / "record.git"
    commit = enlarge(record)
    want = f"want {commit}\n"
    body = f"0011command=fetch0001{len(want) + 4:04x}{want}0009done\n0000".encode()
    head = (
        "POST /record.git/git-upload-pack HTTP/1.1\r\nHost: x\r\nGit-Protocol: version=2\r\n"
        f"Content-Type: application/x-git-upload-pack-request\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    lines = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(5)]
    for line in lines:
        line.sendall(head.encode() + body)
    answers = [line.recv(12).decode() for line in lines]
    assert sorted(answers) == ["HTTP/1.1 200"] * 4 + ["HTTP/1.1 503"]
    assert at_work(record)
    for line in lines:
        line.close()
    until = time.monotonic() + 10
    while at_work(record) and time.monotonic() < until:
        time.sleep(0.1)
    assert at_work(record) == []
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(b"GET /record.git/info/refs?service=git-upload-pack HTTP/1.0\r\n\r\n")
        assert line.recv(12) in (b"HTTP/1.0 200", b"HTTP/1.1 200")
