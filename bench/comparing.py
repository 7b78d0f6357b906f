"""Comparing two texts of 300 kB with 15 % edited, and with nothing in common, beside Git and difflib."""

from __future__ import annotations

import difflib
import random
import subprocess
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from wgec_living.domain.blocks import split
from wgec_living.domain.comparison import compare, followed
from wgec_living.domain.comparison_source import source_runs
from wgec_living.domain.tracing import trace

from .figures import Timings, table
from .sizes import Sizes

EDITED = 0.15
WORDS = 40
"""In a paragraph."""
CHANGED = 4
"""Words changed in an edited one."""
TIMES = 7
MOST_WORDS = 10_000
"""The part of each text that difflib compares: its time grows with the square, and the whole would take minutes."""


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows."""
    old, new, far = texts(sizes.kilobytes)
    aims = "15 % edited: at most 150 ms; nothing in common: less than 1 s"
    for title, other in (("15 % edited, one moved", new), ("nothing in common", far)):
        _measure(folder, f"Compare {len(old.encode()) // 1000} kB with {title}", old, other, aims)
    block = "one block of so many words ", "another of no less "
    lines = ["\n".join(f"- {word}{n}" for n in range(sizes.kilobytes * 100)) for word in "ab"]
    worst = [
        ("nothing in common", (old, far)),
        ("one block, other words", (block[0] * (sizes.kilobytes * 40), block[1] * (sizes.kilobytes * 50))),
        ("one block, 15 % edited", (old.replace("\n\n", " "), new.replace("\n\n", " "))),
        ("short items, nothing in common", (lines[0], lines[1])),
    ]
    rows = [(name, *_once(*pair)) for name, pair in worst]
    columns = ("texts", "kB", "ms", "memory MB", "changes", "coarser, and says so")
    table("The worst texts", columns, rows, "less than 1 s; bounded memory")


def texts(kilobytes: int) -> tuple[str, str, str]:
    """Return a text, the same with 15 % of its paragraphs edited and one moved, and another with none of its words."""
    random_ = random.Random(1)
    words = [
        "".join(random_.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(random_.randint(2, 9)))
        for _ in range(3_000)
    ]
    count = kilobytes * 1000 // (WORDS * 6 + WORDS // 2)
    old = [" ".join(random_.choices(words, k=WORDS)) + "." for _ in range(count)]
    new = list(old)
    for place in random_.sample(range(count), int(EDITED * count)):
        paragraph = new[place].split(" ")
        for at in random_.sample(range(WORDS), CHANGED):
            paragraph[at] = random_.choice(words)
        new[place] = " ".join(paragraph)
    new.insert(count // 2, new.pop(count // 10))
    far = [" ".join(word[::-1] + "0" for word in paragraph.split(" ")) for paragraph in old]
    return "\n\n".join(old) + "\n", "\n\n".join(new) + "\n", "\n\n".join(far) + "\n"


def _measure(folder: Path, title: str, old: str, new: str, aim: str) -> None:
    before, after = split(old), split(new)
    links = trace(before, after)
    files = folder / "old.md", folder / "new.md"
    for file, text in zip(files, (old, new), strict=True):
        file.write_text(text, "utf-8")
    cut = [text.split()[:MOST_WORDS] for text in (old, new)]
    acts: list[tuple[str, Callable[[], object]]] = [
        ("git diff --word-diff, a process", lambda: _git(files)),
        ("ours, blocks and words", lambda: compare(before, after)),
        ("of that, which block became which", lambda: trace(before, after)),
        ("of that, the words", lambda: followed(before, after, links)),
        ("ours, with the sources cut into blocks", lambda: compare(split(old), split(new))),
        ("the sources in one line", lambda: source_runs(old, new, compare(before, after))),
        (
            "difflib by lines",
            lambda: difflib.SequenceMatcher(None, old.split("\n"), new.split("\n")).get_opcodes(),
        ),
        (
            f"difflib by words, the first {MOST_WORDS:,} of {len(old.split()):,}",
            lambda: difflib.SequenceMatcher(None, *cut, autojunk=False).get_matching_blocks(),
        ),
    ]
    timings = [Timings(name) for name, _ in acts]
    for count in range(TIMES):
        for timing, (name, act) in zip(timings, acts, strict=True):
            if count == 0 or not name.startswith("difflib"):
                timing.time(act)
    rows = [(t.name, len(t.seconds), 1000 * min(t.seconds), t.p50, t.p95) for t in timings]
    table(title, ("act", "times", "best ms", "p50 ms", "p95 ms"), rows, aim)


def _git(files: tuple[Path, Path]) -> bytes:
    words = ["git", "diff", "--no-index", "--word-diff=porcelain", "--", *map(str, files)]
    return subprocess.run(words, capture_output=True, check=False).stdout


def _once(old: str, new: str) -> tuple[int, float, float, int, str]:
    before, after = split(old), split(new)
    timing = Timings("")
    for _ in range(3):
        changes = timing.time(lambda: compare(before, after))
    tracemalloc.start()
    compare(before, after)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return (
        len(old.encode()) // 1000,
        min(timing.seconds) * 1000,
        peak,
        len(changes),
        "yes" if changes.coarse else "no",
    )
