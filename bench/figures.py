"""Timings and how they are printed: median, 95th percentile, ratio."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TypeVar

Result = TypeVar("Result")


@dataclass
class Timings:
    """Seconds that one act took, again and again."""

    name: str
    seconds: list[float] = field(default_factory=list)

    def time(self, act: Callable[[], Result]) -> Result:
        """Do `act` once, keep how long it took, and return what it returned."""
        start = time.perf_counter()
        result = act()
        self.seconds.append(time.perf_counter() - start)
        return result

    @property
    def p50(self) -> float:
        """The median in milliseconds."""
        return 1000 * median(self.seconds)

    @property
    def p95(self) -> float:
        """The 95th percentile in milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], aim: str) -> None:
    """Print a table in Markdown with the aim beneath it."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(columns) + " |")
    print("|" + "---|" * len(columns))
    for row in rows:
        print(
            "| " + " | ".join(f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in row) + " |"
        )
    print(f"\nAim: {aim}", flush=True)


def timings_table(title: str, timings: Sequence[Timings], aim: str) -> None:
    """Print timings, the first of which the others are compared with."""
    rows = [(t.name, len(t.seconds), t.p50, t.p95, t.p50 / timings[0].p50) for t in timings]
    table(title, ("act", "times", "p50 ms", "p95 ms", "p50 / first"), rows, aim)
