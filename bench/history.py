"""Pages of a time line, the last and the narrowed ones too, at few and at many revisions, beside `git log`."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from .client import Client
from .figures import Timings, table
from .plain_git import git
from .server import sample, serving
from .sizes import Sizes

PATH = "/documents/sample/history"
PAGES = {
    "the first page": "",
    "the oldest page": "oldest=yes",
    "a page in the middle": "before={middle}",
    "changes of the text": "kind=revision",
    "decisions, oldest": "kind=decision&oldest=yes",
    "one person": "handle={person}",
    "one delegation": "delegation={delegation}",
    "one group, replies": "group=civil-society&kind=reply",
    "one paragraph": "block={block}",
    "a person, a group and a kind with nothing": "handle={person}&group=private-sector&kind=withdrawal",
    "up to a day": "to={day}&kind=contribution",
}
_PERSON = re.compile(r'<select id="field-handle".*?<option value="([^"]+)">', re.DOTALL)
_DELEGATION = re.compile(r'<select id="field-delegation".*?<option value="([^"]+)">', re.DOTALL)


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows; each request has an address of its own, so that no page is remembered."""
    rows = []
    first: dict[str, float] = {}
    for count in sizes.revisions:
        data = sample(folder / str(count), count, count, 30)
        logs = Timings("")
        for _ in range(5):
            log = ("log", "--first-parent", "--format=%H %ct %an %s", "main", "--", "documents/sample.md")
            logs.time(lambda: git(data / "record.git", *log))  # noqa: B023
        rows.append((f"{count:,} revisions: git log, all of it", 5, logs.p50, logs.p95, "–"))
        with serving(data) as server:
            client = Client(server)
            named = _named(client)
            for words, query in PAGES.items():
                made = _read(client, f"{PATH}?{query.format_map(named)}", sizes.times)
                ratio = made.p50 / first.setdefault(words, made.p50)
                rows.append((f"{count:,} revisions: {words}", len(made.seconds), made.p50, made.p95, ratio))
    columns = ("history", "times", "p50 ms", "p95 ms", "p50 / first")
    table("Pages of the history", columns, rows, "p50 at most 30 ms, first page ratio at most 1.2")


def _named(client: Client) -> dict[str, str]:
    """Return what the narrowed pages ask for, found on the pages themselves."""
    page = client.page(PATH).decode()
    text = client.page("/documents/sample").decode()
    key = re.search(r'href="[^"]*before=([0-9-]+)-sample"', page)
    oldest = re.search(r"after=([0-9]+)-", client.page(f"{PATH}?oldest=yes").decode())
    block = re.search(r"/documents/sample/blocks/([0-9-]+)", text)
    person, delegation = _PERSON.search(page), _DELEGATION.search(page)
    if not (key and oldest and block and person and delegation):
        raise RuntimeError("the pages of the history are not as this bench expects")
    newest = int(key[1].partition("-")[0])
    middle = (newest + int(oldest[1])) // 2
    return {
        "middle": f"{middle}-0-0-sample",
        "person": person[1],
        "delegation": unescape(delegation[1]).replace(" ", "+"),
        "block": block[1],
        "day": "2100-01-01",
    }


def _read(client: Client, address: str, times: int) -> Timings:
    """Return how long a page takes that is made."""
    warming, made = Timings(""), Timings("")
    mark = "&" if address[-1] != "?" else ""
    for number in range(-3, times):
        timings = made if number >= 0 else warming
        timings.time(lambda n=number: client.page(f"{address}{mark}trial={n}"))  # type: ignore[misc]
    return made
