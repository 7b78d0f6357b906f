"""Every class that a style sheet names is given to something by a template, a script or the code."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SELECTORS = re.compile(r"([^{};]+)\{")
NAME = re.compile(r"[.#]([a-zA-Z_][\w-]*)")


def givers() -> str:
    files = [
        *(ROOT / "templates").rglob("*.*"),
        *(ROOT / "static" / "js").glob("*.js"),
        *(ROOT / "frontend").glob("*.js"),
        *(ROOT / "wgec_living").rglob("*.py"),
        ROOT / "static" / "vendor" / "editor.js",
    ]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def given(name: str, text: str) -> bool:
    """Say whether `text` has the name, whole or built of a first part and a value."""
    if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
        return True
    firsts = [name[: end.end()] for end in re.finditer("-", name)]
    return any(re.search(rf"(?<![\w-]){re.escape(first)}\{{", text) for first in firsts)


def test_no_style_is_for_nothing() -> None:
    text = givers()
    unknown = []
    for sheet in sorted((ROOT / "static" / "css").glob("*.css")):
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selector in SELECTORS.findall(rules):
            names = [] if selector.strip().startswith("@") else NAME.findall(re.sub('"[^"]*"', "", selector))
            unknown += [f"{sheet.name}: {name}" for name in names if not given(name, text)]
    assert unknown == []
