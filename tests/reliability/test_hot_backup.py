"""A backup made by the manual's commands while people write, restored elsewhere: all that was said before is in it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.reliability.journal import digest, read_journals
from tests.reliability.oracle import commits_of
from tests.store.administrator import Administrator
from wgec_living import create_app
from wgec_living.services.site import Site
from wgec_living.settings import Settings

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
AT_LEAST = 20


def events_in_a_new_index(data: Path) -> set[str]:
    """Return the commits that a server on `data` knows."""
    site: Site = create_app(Settings(data=data, site_name="Test group")).extensions["site"]
    site.record.check()
    site.index.keeping.level()
    site.close()
    with sqlite3.connect(data / "index.sqlite") as connection:
        known = {row[0] for row in connection.execute("SELECT id FROM events")}
    connection.close()
    return known


def test_a_backup_under_load_holds_all_that_was_acknowledged_before(data: Path, tmp_path: Path) -> None:
    journals, restored = tmp_path / "journals", tmp_path / "restored"
    journals.mkdir()
    restored.mkdir()
    command = [
        sys.executable,
        "-m",
        "tests.reliability.service_door",
        str(data),
        str(journals),
        "load",
        "4",
        "120",
    ]
    writer = subprocess.Popen(command, cwd=ROOT)
    try:
        until = time.monotonic() + 60
        while len(read_journals(journals).acknowledged) < AT_LEAST:
            assert writer.poll() is None and time.monotonic() < until, "hardly anything was written"
            time.sleep(0.02)
        before = read_journals(journals)
        with (
            sqlite3.connect(data / "accounts.sqlite") as old,
            sqlite3.connect(restored / "accounts.sqlite") as new,
        ):
            old.backup(new)
        old.close()
        new.close()
        cloning = [
            "clone",
            "--quiet",
            "--mirror",
            "--no-local",
            str(data / "record.git"),
            str(restored / "record.git"),
        ]
        subprocess.run(["git", *cloning], check=True)
        assert writer.poll() is None, "nobody wrote while the backup was made: nothing is shown"
    finally:
        writer.kill()
        writer.wait(timeout=10)
    record = restored / "record.git"
    shutil.copyfile(data / "record.git" / "config", record / "config")
    admin = Administrator(record, tmp_path / "home")
    admin.fsck()
    commits, known = commits_of(admin), events_in_a_new_index(restored)
    assert len(before.acknowledged) >= AT_LEAST
    for line in before.acknowledged:
        assert digest(commits[line.commit].body) == line.body, f"other words: {line}"
        assert line.commit in known, f"not in the index: {line}"
