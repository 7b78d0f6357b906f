"""How large and how long a run is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sizes:
    """The sizes of one run, from the command line."""

    times: int = 100
    """How often a single act is done."""
    seconds: float = 5.0
    """How long readers read."""
    kilobytes: int = 300
    """The large document."""
    contributions: int = 20_000
    accepted: int = 2_000
    revisions: tuple[int, int] = (1_000, 10_000)
    corpus: Path = Path("../shared/corpora/markdown/pathological.json")
    """Markdown that is slow to lay out: `{"cases": [{"parts": [[text, times], …]}, …]}`."""
