"""A PostgreSQL server of the tests' own, in a temporary folder, reached by a Unix socket alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "16MB",
    # What these tests write need not outlive the machine.
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL that is installed, or None."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found.sort(key=lambda path: float(path.parent.name) if path.parent.name.isdecimal() else 0)
    known = shutil.which("initdb")
    return found[-1] if found else Path(known).resolve().parent if known else None


def _somebody() -> str | None:
    """Return whom PostgreSQL is to run as: it refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            getpwnam(name)
        except KeyError:
            continue
        return name
    raise LookupError("there is nobody that PostgreSQL could run as")


_STOP = 'read -r _; "$0" -D "$1/data" -m immediate stop; rm -rf "$1"'
"""Waits until nobody holds the other end of its input, be it that they were killed; leaves nothing behind."""


@contextmanager
def running(where: Path) -> Iterator[str]:
    """Run a server, and yield its SQLAlchemy address with `{}` for the name of a database."""
    user = _somebody()
    # Not below the folder of the tests, which lets nobody else in and may be too long for a socket's name.
    folder = Path(tempfile.mkdtemp(prefix="wgec-pg-", dir="/tmp"))
    data = str(folder / "data")
    person = {} if user is None else {"user": user, "group": getpwnam(user).pw_gid, "extra_groups": []}

    def run(program: str, *arguments: str) -> None:
        # Its words go to a file: a pipe would stay open as long as the server runs.
        with (folder / "said").open("wb") as said:
            done = subprocess.run(
                [where / program, "-D", data, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd="/",
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                check=False,
                **person,  # type: ignore[call-overload]
            )
        assert done.returncode == 0, (folder / "said").read_text("utf-8", "replace")

    if user is not None:
        shutil.chown(folder, user)
    watcher = subprocess.Popen(
        ["/bin/sh", "-c", _STOP, where / "pg_ctl", folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
        **person,  # type: ignore[call-overload]
    )
    try:
        run(
            "initdb",
            "-U",
            "tests",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        )
        settings = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-k {folder} {settings}", "start")
        yield f"postgresql://tests@/{{}}?host={folder}"
    finally:
        watcher.communicate()
