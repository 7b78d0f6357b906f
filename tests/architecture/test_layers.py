"""Imports point downward only: none upward, sideways or in a circle, and no library above its layer."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.architecture.source_tree import PACKAGE, Module, modules, plant

# What puts the parts together (the commands, the settings, the factory) and may import all; no layer may
# import it.
TOP = {"cli", "settings"}
# What each layer may import of the program besides itself.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "store": {"domain"},
    "accounts": {"domain"},
    "index": {"domain", "store"},
    "rendering": {"domain"},
    "exporting": {"domain"},
    "services": {"domain", "store", "accounts", "index", "rendering", "exporting"},
    "web": {"domain", "services"},
}
# `_typeshed` names types of the standard library and exists for the type checker alone.
STANDARD = sys.stdlib_module_names | {"_typeshed"}
# What each layer may import of others besides the standard library.
SQL = {"sqlalchemy", "alembic", "flask_sqlalchemy", "flask_migrate"}
LIBRARIES: dict[str, set[str]] = {
    "domain": {"rapidfuzz"},
    "store": {"git", "gitdb"},
    "accounts": SQL | {"argon2", "flask"},
    "index": {"sqlalchemy"},
    "rendering": {"markdown", "nh3", "markupsafe"},
    "exporting": {"weasyprint", "typst", "xlsxwriter"},
    "services": set(),
    "web": {
        "flask",
        "flask_limiter",
        "flask_login",
        "flask_smorest",
        "flask_wtf",
        "jinja2",
        "limits",
        "markupsafe",
        "marshmallow",
        "webargs",
        "werkzeug",
        "wtforms",
    },
}


def layer_of(name: str) -> str | None:
    """Return the layer a dotted name of the program lies in; None stands for the top."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in MAY_IMPORT else None


def imported(module: Module, known: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the line and dotted name of everything `module` imports, also inside functions.

    `known` holds the program's module names: `from .store import refs` is the module, not a name in it.
    """
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield node.lineno, whole if whole in known else base


def _base(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    keep = len(parts) - node.level + (1 if module.is_package else 0)
    return ".".join([*parts[:keep], *([node.module] if node.module else [])])


def violations(tree: list[Module]) -> list[str]:
    """Return one sentence for every import that the tables above refuse, and for every circle."""
    known = {module.name for module in tree}
    found: dict[str, None] = {}
    graph: dict[str, set[str]] = {}
    for module in tree:
        layer = layer_of(module.name)
        for line, target in imported(module, known):
            if target.split(".")[0] == PACKAGE:
                if target != module.name:
                    graph.setdefault(module.name, set()).add(target)
                refused = layer is not None and layer_of(target) not in MAY_IMPORT[layer] | {layer}
            else:
                library = target.split(".")[0]
                allowed = layer is None or library in STANDARD | LIBRARIES[layer]
                refused = not allowed
            if refused:
                found[f"{module.name}:{line} may not import {target}"] = None
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found["circle: " + " <- ".join(error.args[1])] = None
    return list(found)


def test_imports_point_downward_only() -> None:
    tree = modules()
    assert len(tree) > 20, "the program was not found"
    assert violations(tree) == []


def test_every_package_has_a_layer() -> None:
    packages = {module.name.split(".")[1] for module in modules() if module.is_package and "." in module.name}
    assert packages <= MAY_IMPORT.keys() | TOP


@pytest.mark.parametrize(
    ("where", "line", "told"),
    [
        ("domain/thing.py", "from wgec_living.store import refs", "may not import wgec_living.store.refs"),
        ("domain/thing.py", "import flask", "may not import flask"),
        ("domain/thing.py", "from ..store import refs", "may not import wgec_living.store.refs"),
        ("domain/thing.py", "def f() -> None:\n    import wgec_living", "may not import wgec_living"),
        ("domain/thing.py", "from .. import settings", "may not import wgec_living.settings"),
        ("store/thing.py", "from ..accounts.models import Member", "import wgec_living.accounts.models"),
        ("store/thing.py", "import wgec_living.index.schema", "may not import wgec_living.index.schema"),
        ("services/thing.py", "from git.exc import GitError", "may not import git.exc"),
        ("web/__init__.py", "from ..store import refs", "may not import wgec_living.store.refs"),
        ("web/__init__.py", "import sqlalchemy.orm as orm", "may not import sqlalchemy.orm"),
    ],
)
def test_a_planted_upward_or_sideways_import_is_found(
    tmp_path: Path, where: str, line: str, told: str
) -> None:
    tree = modules(_plain_tree(tmp_path))
    assert violations(tree) == []
    plant(tmp_path, {f"{PACKAGE}/{where}": f"{line}\n"})
    found = violations(modules(tmp_path))
    assert len(found) == 1
    assert found[0].endswith(told)


def test_a_planted_circle_is_found(tmp_path: Path) -> None:
    _plain_tree(tmp_path)
    plant(
        tmp_path,
        {
            f"{PACKAGE}/domain/one.py": "from .two import B\n",
            f"{PACKAGE}/domain/two.py": "from .three import C\n",
            f"{PACKAGE}/domain/three.py": "def f() -> None:\n    from . import one\n",
        },
    )
    (found,) = violations(modules(tmp_path))
    assert found.startswith("circle: ")
    assert all(f"domain.{name}" in found for name in ("one", "two", "three"))


def test_downward_imports_pass(tmp_path: Path) -> None:
    _plain_tree(tmp_path)
    plant(
        tmp_path,
        {
            f"{PACKAGE}/index/thing.py": "from ..store import refs\nimport sqlalchemy\nimport json\n",
            f"{PACKAGE}/web/__init__.py": "from flask import Flask\nfrom wgec_living.domain import errors\n",
            f"{PACKAGE}/__init__.py": "from .web import thing\nfrom .store import refs\nimport pydantic\n",
        },
    )
    assert violations(modules(tmp_path)) == []


def _plain_tree(root: Path) -> Path:
    packages = {f"{PACKAGE}/{layer}/__init__.py": "" for layer in MAY_IMPORT}
    names = ["settings", "store/refs", "accounts/models", "index/schema", "domain/errors"]
    return plant(root, {f"{PACKAGE}/__init__.py": "", **packages, **{f"{PACKAGE}/{n}.py": "" for n in names}})
