"""The accounts killed in the middle of a migration: the old form or the new one, and the next start needs no hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from wgec_living.accounts.schema import HEAD

ROOT = Path(__file__).parents[2]


def test_a_migration_killed_at_any_statement_is_done_whole_or_not_at_all(empty_address: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.accounts.killed_migration", empty_address],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    from_nothing, from_the_last = json.loads(done.stdout.splitlines()[-1])
    assert from_nothing["before"] == [[]]
    assert HEAD in from_nothing["after"][0]
    assert from_the_last["after"] == [[*from_nothing["after"][0], "a@b.example"]]
    for run, least in ((from_nothing, 15), (from_the_last, 4)):
        assert len(run["killed"]) > least, "hardly anything was killed: nothing is shown"
        assert run["before"] != run["after"]
        assert all(state in (*run["before"], *run["after"]) for state in run["killed"])
        assert run["before"][0] in run["killed"]
