"""A run of tests that is killed leaves no PostgreSQL behind, nor its folder."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.accounts import postgresql

HOLDER = """
import sys
from pathlib import Path
from tests.accounts import postgresql

with postgresql.running(Path(sys.argv[1])) as address:
    print(address, flush=True)
    sys.stdin.read()
"""


def runs(process: int) -> bool:
    """Say whether a process is there, and not only waits to be noticed."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes() != b""
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.timeout(120)
@pytest.mark.xdist_group("postgresql")
def test_a_killed_run_leaves_nothing(postgresql_server: str) -> None:
    command = [sys.executable, "-c", HOLDER, str(postgresql.programs())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as holder:
        assert holder.stdout is not None
        folder = Path(holder.stdout.readline().decode().strip().partition("?host=")[2])
        pid = int((folder / "data" / "postmaster.pid").read_text("ascii").split("\n")[0])
        holder.kill()
    while folder.exists() or runs(pid):
        time.sleep(0.02)
