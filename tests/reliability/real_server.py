"""The server as it is shipped: its own process group on a free port, started, killed and stopped at will."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import KEY
from tests.reliability.http_door import HttpDoor, Read
from tests.reliability.writing import DOCUMENT
from wgec_living import accounts, create_app
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import inviting
from wgec_living.services.passages import block_views
from wgec_living.services.site import Site
from wgec_living.settings import Settings

ROOT = Path(__file__).parents[2]
READY_WITHIN = 60.0


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Clients:
    """What a client needs: an API token for each of the three people, and the long text as read."""

    tokens: dict[str, str]
    read: Read

    def door(self, port: int, seed: int) -> HttpDoor:
        """Return a door to the server on `port`."""
        return HttpDoor(port, self.tokens, seed, self.read)


def clients_of(data: Path) -> Clients:
    """Make tokens in `data` and read the long text."""
    app = create_app(Settings(data=data, site_name="Test group"))
    site: Site = app.extensions["site"]
    with app.app_context():
        words = ("ana", "boris", "cora")
        tokens = {
            f"{word}-example": inviting.issue_token(site, f"{word}@people.example", "load") for word in words
        }
        accounts.db.session.remove()
        accounts.db.engine.dispose()
    document = site.index.texts.document(DocumentPath(DOCUMENT))
    revision = site.index.texts.revision(document.path, document.revision)
    views = block_views(site, revision, counted=False)
    blocks = tuple(view.id for view in views if view is not None and view.kind == "paragraph")
    site.close()
    return Clients(tokens, Read(document.commit, blocks))


@dataclass
class RealServer:
    """`flask serve` on one data folder; its words go to the file `log`."""

    data: Path
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    more: dict[str, str] = field(default_factory=dict)
    """Settings of its own, without their prefix."""

    def start(self) -> None:
        """Start it, without waiting until it answers."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WGEC_", "GIT_"))}
        settings = {
            "WGEC_DATA": str(self.data),
            "WGEC_PORT": str(self.port),
            "WGEC_SECRET_KEY": KEY,
            "WGEC_SITE_NAME": "Test group",
            "WGEC_WRITE_LIMIT": "100000 per minute",
            "WGEC_LOG_LEVEL": "WARNING",
            **{f"WGEC_{name}": value for name, value in self.more.items()},
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "app", "serve"],
                cwd=ROOT,
                env=kept | settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        """Wait until it answers; fail with its last words when it ends or takes too long."""
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until:
            assert self.process is not None
            assert self.process.poll() is None, f"the server ended:\n{self.words()[-3000:]}"
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                line.request("GET", "/healthz")
                if line.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            finally:
                line.close()
        raise AssertionError(f"the server did not answer:\n{self.words()[-3000:]}")

    def kill(self) -> None:
        """Kill the whole process group, children included, at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)

    def stop(self, within: float = 30.0) -> float:
        """Ask it to end (SIGTERM) and return how many seconds it took; kill what is left of it."""
        assert self.process is not None
        begin = time.monotonic()
        self.process.terminate()
        try:
            self.process.wait(timeout=within)
            return time.monotonic() - begin
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)

    def words(self) -> str:
        """Return everything it said."""
        return self.log.read_text("utf-8", "replace")
