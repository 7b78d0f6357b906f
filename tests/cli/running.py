"""Commands as a person runs them: in process on a test server, or as a process of their own on a data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import Result

from tests.conftest import KEY, Server
from wgec_living.settings import CHECKOUT


def run(server: Server, *arguments: str) -> Result:
    """Run a command on a test server."""
    with server.app.app_context():
        return server.app.test_cli_runner().invoke(args=arguments)


def process(data: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own, on `data`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WGEC_")}
    kept |= {"WGEC_DATA": str(data), "WGEC_SECRET_KEY": KEY, "WGEC_SITE_NAME": "Test group"}
    kept |= {f"WGEC_{name}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *arguments],
        cwd=CHECKOUT,
        env=kept,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
