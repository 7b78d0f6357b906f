"""The real `serve` command on a sample record, in a temporary folder, as a process of its own."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wgec_living.settings import CHECKOUT

THREADS = "16"
ADDRESS = "coordinator@bench.example"


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """A server process on loopback."""

    port: int
    process: subprocess.Popen[bytes]
    data: Path

    def connection(self) -> http.client.HTTPConnection:
        """Return a connection that is kept open between requests."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def memory(self) -> tuple[float, float]:
        """Return the resident memory in MB: of the server, and of the server with its children."""
        own = _resident(self.process.pid)
        children = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        below = {int(pid) for file in children for pid in file.read_text().split()}
        return own, own + sum(_resident(pid) for pid in below)


def _resident(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def environment(data: Path, port: int) -> dict[str, str]:
    """Return the settings of a server on `data`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WGEC_")}
    settings = {"DATA": str(data), "PORT": str(port), "SECRET_KEY": "k" * 40, "LOG_LEVEL": "WARNING"}
    settings |= {"THREADS": THREADS, "WRITE_LIMIT": "1000000 per minute", "SIGN_IN_LIMIT": "1000 per minute"}
    return kept | {f"WGEC_{name}": value for name, value in settings.items()}


def command(data: Path, *arguments: str, port: int = 8000) -> str:
    """Run a command of the program on `data` and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *arguments],
        env=environment(data, port),
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.decode()


def sample(data: Path, contributions: int, revisions: int, kilobytes: int) -> Path:
    """Make a sample record in `data` and a coordinator's account; return `data`."""
    sizes = ("--contributions", str(contributions), "--revisions", str(revisions), "--size", str(kilobytes))
    command(data, "sample", *sizes)
    person = ("--name", "Bench Coordinator", "--delegation", "Bench", "--group", "civil-society")
    command(data, "invite", ADDRESS, *person, "--role", "coordinator")
    return data


@contextmanager
def serving(data: Path) -> Iterator[Running]:
    """Serve `data` until this ends."""
    port = free_port()
    with running([sys.executable, "-m", "flask", "--app", "app", "serve"], port, data) as server:
        yield server


@contextmanager
def running(words: list[str], port: int, data: Path) -> Iterator[Running]:
    """Run a server process until this ends; it must answer on `port` within a minute."""
    process = subprocess.Popen(words, env=environment(data, port), cwd=CHECKOUT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError("the server ended at once") from None
                time.sleep(0.1)
        yield Running(port, process, data)
    finally:
        process.terminate()
        process.wait(timeout=30)
