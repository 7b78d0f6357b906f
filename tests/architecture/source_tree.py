"""The program's own files, read for the architecture tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "wgec_living"


@dataclass(frozen=True)
class Module:
    """A Python file: `name` is dotted (`wgec_living.store.refs`), a package's own is the package's name."""

    path: Path
    name: str

    @cached_property
    def source(self) -> str:
        """The text of the file."""
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return ast.parse(self.source, filename=str(self.path))

    @property
    def is_package(self) -> bool:
        """Whether the file is a package's `__init__.py`."""
        return self.path.name == "__init__.py"


def modules(root: Path = ROOT) -> list[Module]:
    """Return every module of the program below `root`, with `app.py` where there is one; our own are read once."""
    return list(_own()) if root == ROOT else _below(root)


@cache
def _own() -> tuple[Module, ...]:
    return tuple(_below(ROOT))


def _below(root: Path) -> list[Module]:
    found = [Module(path, _dotted(path.relative_to(root))) for path in sorted((root / PACKAGE).rglob("*.py"))]
    entry = root / "app.py"
    return [*found, Module(entry, "app")] if entry.exists() else found


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def templates(root: Path = ROOT) -> Iterator[Path]:
    """Yield every template below `root`."""
    for path in sorted((root / "templates").rglob("*")):
        if path.is_file():
            yield path


def plant(root: Path, files: dict[str, str]) -> Path:
    """Write a small tree of files below `root`, for a test that plants a violation; return `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root
