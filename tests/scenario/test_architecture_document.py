"""`docs/architecture.md` names what is there: every path in it exists, and every package has its row."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_every_path_named_exists() -> None:
    paths = set(re.findall(r"`((?:wgec_living|tests|templates)/[\w./]*)`", DOCUMENT))
    assert len(paths) > 40
    assert not {path for path in paths if not (ROOT / path).exists()}
    links = set(re.findall(r"\]\(([^)#]+)\)", DOCUMENT))
    assert links and not {link for link in links if not (ROOT / "docs" / link).exists()}


def test_every_package_has_its_row() -> None:
    packages = {path.parent.name for path in (ROOT / "wgec_living").glob("*/__init__.py")}
    rows = set(re.findall(r"^\| `wgec_living/(\w+)` \|", DOCUMENT, re.MULTILINE))
    assert rows == packages
