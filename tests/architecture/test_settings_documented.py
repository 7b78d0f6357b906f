"""Every setting and every command stands in the operator's manual, and the manual names no other."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import Server
from wgec_living.settings import Settings

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text("utf-8")
# Flask's own commands and those its extensions add are theirs to document.
OTHERS = {"run", "routes", "shell", "db"}


def test_every_setting_stands_in_the_manual() -> None:
    settings = {f"WGEC_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"^\| `(WGEC_[A-Z_]+)` \|", MANUAL, re.MULTILINE)) == settings


def test_every_command_stands_in_the_manual(server: Server) -> None:
    commands = set(server.app.cli.commands) - OTHERS
    table = MANUAL[MANUAL.index("## Commands") : MANUAL.index("## What lies in the data folder")]
    assert set(re.findall(r"^\| `([a-z-]+)", table, re.MULTILINE)) == commands
