"""The documents name what is there: paths, links and names of the code exist, and every package has its row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("[!.]*/README.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_and_link_leads_somewhere(document: Path) -> None:
    text = document.read_text("utf-8")
    paths = set(re.findall(r"`((?:wgec_living|tests|templates|static|docs|bench|tools)/[\w./-]*)`", text))
    assert not {path for path in paths if not (ROOT / path).exists()}
    links = {link for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text) if ":" not in link}
    assert not {link for link in links if not (document.parent / link).exists()}


def test_every_package_has_its_row() -> None:
    packages = {path.parent.name for path in (ROOT / "wgec_living").glob("*/__init__.py")}
    rows = set(re.findall(r"^\| `wgec_living/(\w+)` \|", ARCHITECTURE, re.MULTILINE))
    assert rows == packages


def test_the_glossary_names_what_the_code_has() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "wgec_living").rglob("*.py"))
    words = set(re.findall(r"\w+", code))
    lines = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    cells = [line.split("|")[3] for line in lines if line.count("|") >= 5]
    names = {name for cell in cells for name in re.findall(r"`([\w.()]+)`", cell)}
    assert len(names) > 60
    assert not {name for name in names if name.removesuffix("()").split(".")[-1] not in words}
