"""The first page of a history, at few and at many revisions of one document."""

from __future__ import annotations

from pathlib import Path

from .client import Client
from .figures import Timings, table
from .server import sample, serving
from .sizes import Sizes


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows; each request has an address of its own, so that no page is remembered."""
    rows = []
    first = 0.0
    for count in sizes.revisions:
        data = sample(folder / str(count), count, count, 30)
        with serving(data) as server:
            made, kept = _read(Client(server), sizes.times)
        first = first or made.p50
        rows += [
            (f"{count:,} revisions", len(made.seconds), made.p50, made.p95, made.p50 / first),
            (f"{count:,} revisions, remembered", len(kept.seconds), kept.p50, kept.p95, kept.p50 / first),
        ]
    columns = ("history", "times", "p50 ms", "p95 ms", "p50 / first")
    table("First page of history", columns, rows, "ratio at most 1.2, p50 at most 20 ms")


def _read(client: Client, times: int) -> tuple[Timings, Timings]:
    """Return how long a page takes that is made, and one that is remembered."""
    warming, made, kept = Timings(""), Timings(""), Timings("")
    for number in range(-5, times):
        timings = made if number >= 0 else warming
        timings.time(lambda n=number: client.page(f"/documents/sample/history?trial={n}"))  # type: ignore[misc]
    for _ in range(times):
        kept.time(lambda: client.page("/documents/sample/history"))
    return made, kept
