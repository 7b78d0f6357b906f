"""The register in every order and the report, at few and at many contributions; their files, and the first page."""

from __future__ import annotations

import time
from pathlib import Path

from .client import Client
from .figures import Timings, table
from .server import sample, serving
from .sizes import Sizes

PAGES = (
    ("/", "the first page"),
    ("/contributions?", "the register"),
    ("/contributions?order=paragraph", "the register by paragraph"),
    ("/contributions?order=stakeholder", "the register by stakeholder"),
    ("/report?", "the report"),
    ("/report?layout=iso", "the report as ISO/IEC form"),
)
FILES = ("/contributions.csv", "/report.csv", "/report.xlsx")


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows; each request has an address of its own, so that no page is remembered."""
    rows, files = [], []
    first: dict[str, float] = {}
    for count in (sizes.contributions // 100, sizes.contributions):
        data = sample(folder / str(count), count, min(count, sizes.accepted), 30)
        with serving(data) as server:
            client = Client(server)
            for address, name in PAGES:
                made = _read(client, address, sizes.times)
                first.setdefault(address, made.p50)
                ratio = made.p50 / first[address]
                rows.append(
                    (f"{name}, {count:,} contributions", len(made.seconds), made.p50, made.p95, ratio)
                )
            before = server.memory()[0]
            for address in FILES:
                start = time.perf_counter()
                length = len(client.page(address))
                files.append(
                    (f"{address}, {count:,} contributions", time.perf_counter() - start, length / 1e6)
                )
            files.append((f"memory of the server, {count:,} contributions", before, server.memory()[0]))
    table(
        "Register and report", ("page", "times", "p50 ms", "p95 ms", "p50 / few"), rows, "p50 at most 50 ms"
    )
    table(
        "Their files",
        ("file", "seconds, or MB before", "MB, or MB after"),
        files,
        "none; the memory grows little with a CSV file, which is sent while it is made",
    )


def _read(client: Client, address: str, times: int) -> Timings:
    """Return how long a page takes that is made, after a few that warm up what is kept."""
    warming, made = Timings(""), Timings("")
    mark = "&" if "?" in address else "?"
    for number in range(-3, times):
        timings = made if number >= 0 else warming
        timings.time(lambda n=number: client.page(f"{address}{mark}trial={n}"))  # type: ignore[misc]
    return made
