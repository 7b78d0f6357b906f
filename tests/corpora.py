"""Hostile inputs for tests: our own beside this file, others' read where they lie and never copied."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

OWN = Path(__file__).parent / "corpora"
_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpora"


def own(name: str) -> list[dict[str, Any]]:
    """Return the cases of one of our own files, such as `markdown-authored.json`."""
    return list(json.loads((OWN / name).read_text(encoding="utf-8"))["cases"])


def shared(name: str) -> list[dict[str, Any]]:
    """Return the cases of a third party's file, such as `xss/bleach-data.json`.

    Where the collection is absent the test is skipped, and fails in continuous integration. `WGEC_CORPORA` names
    another place for it.
    """
    path = Path(os.environ.get("WGEC_CORPORA") or _BESIDE) / name
    if not path.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the test corpus {name} is not there; set WGEC_CORPORA")
        pytest.skip(f"the test corpus {name} is not there; set WGEC_CORPORA to run this test")
    return list(json.loads(path.read_text(encoding="utf-8"))["cases"])


def markup_of(case: dict[str, Any] | str) -> str:
    """Return the hostile text of a case, whatever its file calls it."""
    if isinstance(case, str):
        return case
    return str(case.get("markdown") or case.get("payload") or case.get("string") or "")


def scaled(case: dict[str, Any], size: int) -> str:
    """Return a recipe of `markdown/pathological.json` as a text of about `size` characters."""
    if "parts" in case:
        fixed = sum(len(text) for text, times in case["parts"] if times == 1)
        whole = sum(len(text) * times for text, times in case["parts"] if times > 1)
        scale = max(size - fixed, 0) / whole
        return "".join(
            text * (1 if times == 1 else max(1, int(times * scale))) for text, times in case["parts"]
        )
    lines: list[str] = []
    length = 0
    while length < size:
        number = len(lines)
        lines.append("  " * number + "* a\n" if "list" in case["name"] else "e" + "`" * (number + 1))
        length += len(lines[-1])
    return "".join(lines)
