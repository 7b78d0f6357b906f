"""Search in a large record, common words and rare ones, beside `git grep` and `git log --grep` over the same."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import urlencode

from .client import Client
from .figures import Timings, timings_table
from .plain_git import git
from .server import sample, serving
from .sizes import Sizes

TIMES = 5
"""How often Git, which takes long, is asked."""


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows."""
    data = sample(folder / "searching", sizes.contributions, sizes.accepted, 30)
    words, handle = _known(data / "index.sqlite")
    common, rare = words[0], words[-1]
    record = data / "record.git"
    log, text = (
        Timings(f"git log --all --grep={common}"),
        Timings(f"git grep {common}, in the texts in force alone"),
    )
    acts = {
        "a word in everything, begun": f"{common[:2]}",
        "the most common word": f"{common} ",
        "two common words": f"{common} {words[1]} ",
        "a phrase": f'"{common} {words[1]}"',
        "common, but for another": f"{common} -{words[2]} ",
        "a rare word": f"{rare} ",
        "a word that is nowhere": "wolpertinger ",
    }
    timings = [Timings(name) for name in acts]
    narrowed, page = Timings("common, one person"), Timings("the last page of the most common word")
    with serving(data) as server:
        client = Client(server)
        for number in range(max(TIMES, sizes.times // 5)):
            if number < TIMES:
                log.time(lambda: git(record, "log", "--all", "-i", f"--grep={common}", "--format=%h"))
                text.time(lambda: git(record, "grep", "-i", "-c", common, "main", "--", "documents"))
            for timing, query in zip(timings, acts.values(), strict=True):
                # Another address each time: no page is answered from memory.
                timing.time(lambda q=query, n=number: client.page(_address(q, n)))  # type: ignore[misc]
            one, last = {"handle": handle}, {"where": "contributions", "page": "50"}
            narrowed.time(lambda n=number, more=one: client.page(_address(common, n, **more)))  # type: ignore[misc]
            page.time(lambda n=number, more=last: client.page(_address(common, n, **more)))  # type: ignore[misc]
    title = f"Search {sizes.contributions:,} contributions, {sizes.accepted:,} accepted, whole page"
    aim = "p50 at most 50 ms, common and rare words alike"
    timings_table(title, [log, text, *timings, narrowed, page], aim)


def _address(query: str, number: int, **more: str) -> str:
    return f"/search?{urlencode({'q': query, 'n': number, **more})}"


def _known(index: Path) -> tuple[list[str], str]:
    """Return the words of the record, the most common first, and the handle of who said most."""
    connection = sqlite3.connect(index)
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, searched_words, row)")
        words = connection.execute("SELECT term FROM temp.words ORDER BY doc DESC, term")
        most = "SELECT handle FROM contributions GROUP BY handle ORDER BY count(*) DESC LIMIT 1"
        return [row[0] for row in words], connection.execute(most).fetchone()[0]
    finally:
        connection.close()
