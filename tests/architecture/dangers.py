"""What may not stand in the program: ways to run text as code or command, to skip escaping, to assemble SQL."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.architecture.source_tree import Module

# Refused wherever they are named, called or not.
NOWHERE = {
    "eval": "runs text as code",
    "exec": "runs text as code",
    "compile": "makes code of text",
    "__import__": "imports by a computed name",
    "os.system": "runs a shell",
    "os.popen": "runs a shell",
    "subprocess.getoutput": "runs a shell",
    "subprocess.getstatusoutput": "runs a shell",
    "asyncio.create_subprocess_shell": "runs a shell",
    "pickle": "loading runs code",
    "marshal": "loading runs code",
    "shelve": "loading runs code",
    "yaml.load": "loading runs code",
    "yaml.load_all": "loading runs code",
    "yaml.unsafe_load": "loading runs code",
    "yaml.full_load": "loading runs code",
    "flask.render_template_string": "makes a template of text",
    "jinja2.Template": "makes a template of text, without escaping",
    "git.Git": "hands arguments to Git without a fixed vector",
    "git.cmd": "hands arguments to Git without a fixed vector",
}
# Starting another program is the duty of these alone.
STARTS_PROGRAMS = {
    "subprocess": "starts a program",
    "multiprocessing": "starts a process",
    "os.fork": "starts a process",
    "os.posix_spawn": "starts a program",
    "os.execv": "starts a program",
    "os.execve": "starts a program",
    "os.execvp": "starts a program",
    "os.spawnv": "starts a program",
    "concurrent.futures.ProcessPoolExecutor": "starts a process",
}
MAY_START_PROGRAMS = (
    "wgec_living.store.git_process",
    "wgec_living.rendering",
    "wgec_living.exporting.children",
    "wgec_living.index.ahead",
)
# GitPython's doors to the network, to the configuration and to a work tree.
GITPYTHON = {
    "git",
    "clone",
    "clone_from",
    "remote",
    "remotes",
    "create_remote",
    "submodule",
    "submodules",
    "create_submodule",
    "submodule_update",
    "iter_submodules",
    "config_writer",
}
SQL_MAKERS = {"text", "literal_column", "DDL"}
SQL_RUNNERS = {"execute", "executemany", "executescript", "exec_driver_sql"}


def dangers(module: Module) -> Iterator[str]:
    """Yield one sentence for each dangerous thing in `module`; calls of `Markup` are `markup_calls`' duty."""
    names = _imported_names(module.tree)
    for node in ast.walk(module.tree):
        line = getattr(node, "lineno", 0)
        for reason in _reasons(module, node, names):
            yield f"{module.name}:{line} {reason}"


def _reasons(module: Module, node: ast.AST, names: dict[str, str]) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Name | ast.Attribute):
        for dotted in _mentions(node, names):
            yield from _refused(module.name, dotted)
    if isinstance(node, ast.Call):
        yield from _shell(node)
        yield from _sql(node, names, _constants(module.tree))
    if module.name.startswith("wgec_living.store") or any(
        dotted.split(".")[0] == "git" for dotted in names.values()
    ):
        yield from _gitpython(node)


def _imported_names(tree: ast.Module) -> dict[str, str]:
    """Map each name bound by an import to what it stands for."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.split(".")[0]
                names[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def _mentions(node: ast.AST, names: dict[str, str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        if not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
        dotted = _dotted(node, names)
        if dotted:
            yield dotted


def _dotted(node: ast.AST, names: dict[str, str]) -> str:
    """Return what an expression such as `sa.text` stands for, `sqlalchemy.text`; empty when it is no name."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value, names)
        return f"{base}.{node.attr}" if base else ""
    return ""


def _refused(module: str, dotted: str) -> Iterator[str]:
    tables = [NOWHERE]
    if not any(module == name or module.startswith(f"{name}.") for name in MAY_START_PROGRAMS):
        tables.append(STARTS_PROGRAMS)
    for table in tables:
        for name, reason in table.items():
            if dotted == name or dotted.startswith(f"{name}."):
                yield f"{dotted} {reason}"


def _shell(node: ast.Call) -> Iterator[str]:
    for keyword in node.keywords:
        if keyword.arg == "shell" and not (
            isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        ):
            yield "shell= runs a shell"


@cache
def _constants(tree: ast.Module) -> set[str]:
    """Return the names that the module sets, once and for all, to a literal: `LIMIT = 5`."""
    found: dict[str, list[bool]] = {}
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else targets
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
                found.setdefault(target.id, []).append(isinstance(node.value, ast.Constant))
    return {name for name, literal in found.items() if name.isupper() and literal == [True]}


def _sql(node: ast.Call, names: dict[str, str], constants: set[str]) -> Iterator[str]:
    """SQL in words is a literal; what is run directly is at least not assembled on the spot."""
    if not node.args:
        return
    first = node.args[0]
    dotted = _dotted(node.func, names)
    if dotted.split(".")[0] == "sqlalchemy" and dotted.split(".")[-1] in SQL_MAKERS:
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            yield "SQL is not a literal"
    elif isinstance(node.func, ast.Attribute) and node.func.attr in SQL_RUNNERS:
        formatted = (
            isinstance(first, ast.Call)
            and isinstance(first.func, ast.Attribute)
            and first.func.attr in ("format", "join", "replace")
        )
        # PRAGMA takes no bound value: an own constant in it is nobody's word.
        if isinstance(first, ast.JoinedStr):
            formatted = not all(
                isinstance(part.value, ast.Name) and part.value.id in constants
                for part in first.values
                if isinstance(part, ast.FormattedValue)
            )
        if isinstance(first, ast.BinOp) or formatted:
            yield "SQL is assembled"


def _gitpython(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute) and node.attr in GITPYTHON:
        yield f".{node.attr} is refused of GitPython: network, configuration, or free arguments"
    # A list's index is called; a repository's index is an object, used or kept.
    if isinstance(node, ast.Attribute | ast.Assign) and (
        isinstance(node.value, ast.Attribute) and node.value.attr == "index"
    ):
        yield ".index is refused of GitPython: it writes without a lock"


def markup_calls(module: Module) -> Iterator[int]:
    """Yield the line of each call of `Markup` on anything but a literal, which could be a person's words."""
    names = _imported_names(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _dotted(node.func, names).split(".")[-1] == "Markup":
            literal = len(node.args) == 1 and isinstance(node.args[0], ast.Constant)
            if not literal:
                yield node.lineno


_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"\{\{[-+]?(.*?)[-+]?\}\}|\{%[-+]?(.*?)[-+]?%\}", re.DOTALL)
_UNESCAPED = re.compile(r"\|\s*safe\b|\bfilter\s+safe\b|\bMarkup\b|\bautoescape\s+(?!true\b)")


def unescaped(template: str) -> Iterator[str]:
    """Yield the inside of each tag of a template that goes round the escaping, its spaces made single."""
    for found in _TAG.finditer(_COMMENT.sub("", template)):
        inside = " ".join((found[1] or found[2] or "").split())
        if _UNESCAPED.search(inside):
            yield inside
