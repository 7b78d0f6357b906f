"""Making a sample, making its index anew, and checking it, beside `git log --all`."""

from __future__ import annotations

from pathlib import Path

from wgec_living.index.facade import Index
from wgec_living.services import generating, verifying
from wgec_living.store.inspection import inspecting
from wgec_living.store.record import Record

from .figures import Timings, timings_table
from .plain_git import git
from .sizes import Sizes

NOW = 1_790_000_000


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows."""
    record = folder / "record.git"
    wanted = generating.Wanted(sizes.contributions, sizes.accepted, 30_000)
    made, log = Timings("making the sample"), Timings("git log --all")
    anew, checked = Timings("rebuild of the index"), Timings("verify of the record")
    made.time(lambda: generating.generate(record, "Bench", "bench", wanted, NOW))
    findings: list[object] = []
    opened = Record(record)
    index = Index(folder / "index.sqlite", opened)
    try:
        for _ in range(3):
            log.time(lambda: git(record, "log", "--all"))
            anew.time(index.keeping.rebuild)
    finally:
        index.close()
        opened.close()
    with inspecting(record) as inspection:
        checked.time(lambda: findings.extend(verifying.findings_in(inspection)))
    title = f"{sizes.contributions:,} contributions, {sizes.accepted:,} accepted, 30 kB"
    aim = f"rebuild at most 10 times the log. Findings of verify: {len(findings)}"
    timings_table(title, [log, anew, checked, made], aim)
