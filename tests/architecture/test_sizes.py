"""Files and functions stay small, and each module says its duty in its first line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source_tree import PACKAGE, ROOT, Module, modules, plant

MAX_FILE = 300
MAX_FUNCTION = 60
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers"}


def complaints(tree: list[Module]) -> Iterator[str]:
    """Yield one sentence for every file that is too long, badly named, or silent about its duty."""
    for module in tree:
        lines = len(module.source.splitlines())
        if lines > MAX_FILE:
            yield f"{module.name} has {lines} lines"
        words = set(module.name.split(".")[-1].split("_"))
        if words & FORBIDDEN_NAMES:
            yield f"{module.name} has a name that says no duty"
        first = (ast.get_docstring(module.tree) or "").split("\n")[0].strip()
        if not first:
            yield f"{module.name} does not say its duty in its first line"
        elif not module.source.startswith(('"""', 'r"""')):
            yield f"{module.name} does not begin with its docstring"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MAX_FUNCTION:
                    yield f"{module.name}.{node.name} has {length} lines"


def test_files_and_functions_are_small_and_say_their_duty() -> None:
    tree = modules()
    assert len(tree) > 20, "the program was not found"
    assert list(complaints(tree)) == []


def test_no_file_of_tests_or_tools_is_too_long() -> None:
    files = [path for folder in ("tests", "tools", "bench") for path in (ROOT / folder).rglob("*.py")]
    assert len(files) > 5
    long = {path.name: n for path in files if (n := len(path.read_text("utf-8").splitlines())) > MAX_FILE}
    assert long == {}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("long", '"""Duty."""\n' + "x = 1\n" * MAX_FILE, "has 301 lines"),
        ("wide", '"""Duty."""\ndef f() -> None:\n' + "    pass\n" * MAX_FUNCTION, "wide.f has 61 lines"),
        ("text_utils", '"""Duty."""\n', "a name that says no duty"),
        ("silent", "x = 1\n", "does not say its duty"),
        ("empty", '"""\n\n"""\n', "does not say its duty"),
        ("late", '# A comment.\n"""Duty."""\n', "does not begin with its docstring"),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, name: str, text: str, told: str) -> None:
    plant(tmp_path, {f"{PACKAGE}/{name}.py": text, f"{PACKAGE}/good.py": '"""Duty."""\n'})
    (found,) = complaints(modules(tmp_path))
    assert told in found


def test_the_limits_themselves_pass(tmp_path: Path) -> None:
    full = '"""Duty."""\ndef f() -> None:\n' + "    pass\n" * (MAX_FUNCTION - 1)
    full += "x = 1\n" * (MAX_FILE - len(full.splitlines()))
    plant(tmp_path, {f"{PACKAGE}/full.py": full})
    assert list(complaints(modules(tmp_path))) == []
