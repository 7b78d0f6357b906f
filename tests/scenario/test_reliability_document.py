"""The page about reliability names tests that there are, and leaves no fault out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")


def test_every_fault_has_its_line_and_every_test_named_there_is_one() -> None:
    table = PAGE[PAGE.index("## Faults, one by one") : PAGE.index("## How it is kept")]
    assert re.findall(r"^\| (F[0-9]+) \|", table, re.MULTILINE) == [f"F{number}" for number in range(1, 25)]
    named = re.findall(r"`(tests/[a-z_/]+\.py)::(test_\w+)`", table)
    assert len(named) > 24
    missing = [
        f"{path}::{name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text("utf-8")
    ]
    assert missing == []
    for line in table.splitlines():
        if line.startswith("| F"):
            assert "::test_" in line or "not tested" in line, line
