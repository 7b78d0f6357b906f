"""`python -m bench [rows…]`: measures and prints tables in Markdown; `--help` lists rows and sizes."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import subprocess
import tempfile
import time
from dataclasses import fields
from pathlib import Path

from .sizes import Sizes

ROWS = {
    "reading": "a 300 kB document, 1 and 8 clients; memory afterwards",
    "beside": "a 300 kB document with 1,000 contributions beside it",
    "submitting": "a comment, by API and by form",
    "accepting": "a clean proposal on a 300 kB document",
    "merging": "two proposals put together, and the desk with 200",
    "history": "its pages, the oldest and the narrowed ones too, at 1,000 and 10,000 revisions",
    "reporting": "the register in every order and the report of 20,000 contributions, and their files",
    "rebuilding": "the index of 20,000 contributions",
    "tracing": "which block became which, on invented histories; one revision of 300 kB",
    "anchoring": "words followed through generated histories, beside naive quote matching",
    "comparing": "two texts of 300 kB: 15 % edited, and nothing in common",
    "provenance": "who brought each run of words of 300 kB with 10,000 revisions",
    "searching": "words found in 20,000 contributions, beside git log --grep",
    "files": "a document of 300 kB as PDF by either engine, Word and OpenDocument",
    "pathological": "other readers while Markdown that is slow to lay out is previewed",
}


def main() -> None:
    """Run the rows that were asked for, all of them by default."""
    listing = "\n".join(f"  {name:13} {what}" for name, what in ROWS.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure, each act beside its reference.\n\nrows:\n" + listing,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("rows", nargs="*", metavar="row", help="default: all")
    defaults = Sizes()
    for name in ("times", "seconds", "kilobytes", "contributions", "accepted"):
        value = getattr(defaults, name)
        parser.add_argument(f"--{name}", type=type(value), default=value, help=f"default {value}")
    parser.add_argument("--revisions", type=int, nargs=2, default=defaults.revisions, metavar=("FEW", "MANY"))
    parser.add_argument("--corpus", type=Path, default=defaults.corpus, help=f"default {defaults.corpus}")
    wanted = parser.parse_args()
    for row in wanted.rows:
        if row not in ROWS:
            parser.error(f"there is no row {row}; choose of {', '.join(ROWS)}")
    chosen = {field.name: getattr(wanted, field.name) for field in fields(Sizes)}
    sizes = Sizes(**chosen | {"revisions": tuple(wanted.revisions)})
    git = subprocess.run(["git", "--version"], capture_output=True, check=True, text=True).stdout.strip()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(
        f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}, {git}, load {load}"
    )
    for row in wanted.rows or ROWS:
        start = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            importlib.import_module(f"bench.{row}").run(Path(folder), sizes)
        print(f"\n({row}: {time.perf_counter() - start:.0f} s with its preparation)", flush=True)


if __name__ == "__main__":
    main()
