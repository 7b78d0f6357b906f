"""Reading a 300 kB document, anonymous, by 1 and by 8 clients; the memory of the server afterwards."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from .client import Client
from .figures import Timings, table
from .server import THREADS, Running, free_port, running, sample, serving
from .sizes import Sizes

PAGE = "/documents/sample"


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows."""
    data = sample(
        folder / "reading", sizes.contributions // 100, sizes.contributions // 1000, sizes.kilobytes
    )
    with serving(data) as server:
        client = Client(server)
        answer, page = client.send("GET", PAGE)
        tag = answer.headers["ETag"]
        file = folder / "page.html"
        file.write_bytes(page)
        port = free_port()
        words = [sys.executable, "-m", "bench.bare_app", str(file), str(port), THREADS]
        rows = []
        with running(words, port, data) as bare:
            for clients in (1, 8):
                reference = _rate(bare, "/", clients, sizes.seconds)
                ours = _rate(server, PAGE, clients, sizes.seconds)
                again = _rate(server, PAGE, clients, sizes.seconds, tag)
                rows += [
                    (f"bare Flask, {clients} client(s)", *reference, 1.0),
                    (f"the document, {clients} client(s)", *ours, ours[0] / reference[0]),
                    (f"the same unchanged (304), {clients} client(s)", *again, again[0] / reference[0]),
                ]
        own, all_of_it = server.memory()
    columns = ("act", "requests/s", "p50 ms", "p95 ms", "requests/s / bare")
    table(
        f"Read a document of {len(page):,} bytes as a page",
        columns,
        rows,
        "at least 0.50; a 304 faster still",
    )
    aim = "at most 200 MB"
    table(
        "Memory after the reads",
        ("what", "MB"),
        [("server", own), ("server and its children", all_of_it)],
        aim,
    )


def _rate(
    server: Running, path: str, clients: int, seconds: float, tag: str | None = None
) -> tuple[float, float, float]:
    """Return requests per second, median and 95th percentile of so many clients at once."""
    timings = [Timings("") for _ in range(clients)]
    until = time.perf_counter() + seconds

    def read(mine: Timings) -> None:
        client = Client(server)
        headers = {} if tag is None else {"If_None_Match": tag}
        wanted = 200 if tag is None else 304
        while time.perf_counter() < until:
            mine.time(lambda: client.page(path, wanted, **headers))

    threads = [threading.Thread(target=read, args=(mine,)) for mine in timings]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - start
    together = Timings("", [second for mine in timings for second in mine.seconds])
    return len(together.seconds) / elapsed, together.p50, together.p95
