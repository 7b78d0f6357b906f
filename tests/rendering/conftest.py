"""One renderer for all tests of the layer: its children are started once and must be gone at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wgec_living.rendering import Renderer


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    """A renderer with generous budgets, so that a busy machine changes no result."""
    made = Renderer(unit_seconds=5, text_seconds=20, patience=60)
    yield made
    pids = made.worker_pids()
    made.close()
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
