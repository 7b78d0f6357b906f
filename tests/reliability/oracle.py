"""What must hold of a data folder after any load, crash or fault, judged by plain `git` and by the server."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.reliability.journal import Journals, digest
from tests.store.administrator import Administrator
from wgec_living import create_app
from wgec_living.services.site import Site
from wgec_living.services.verifying import verify_site
from wgec_living.settings import Settings

MAIN = "refs/heads/main"
SITE = "test-group"
_FORMAT = "%H%x00%P%x00%an%x00%ae%x00%B%x1e"


@dataclass(frozen=True)
class Commit:
    """A commit as `git log` tells it."""

    id: str
    parents: list[str]
    address: str
    body: str


def commits_of(admin: Administrator) -> dict[str, Commit]:
    """Return every commit reachable from any ref."""
    found = {}
    for entry in admin("log", "--all", f"--format={_FORMAT}").split("\x1e"):
        if entry.strip():
            name, parents, _, address, message = entry.strip("\n").split("\0")
            words = message.split("\n\nRecord-Version: ")[0].partition("\n\n")[2]
            found[name] = Commit(name, parents.split(), address, words)
    return found


def check_record(data: Path, journals: Journals) -> dict[str, Commit]:
    """Fail unless all that was acknowledged stands in the record once, where, by whom and as it was said."""
    admin = Administrator(data / "record.git", data.parent / "home")
    admin.fsck()
    commits, refs = commits_of(admin), admin.refs()
    lines = {ref: _line(commits, tip, refs[MAIN]) for ref, tip in refs.items() if ref != MAIN}
    lines[MAIN] = _line(commits, refs[MAIN], None)
    said = Counter(digest(commit.body) for commit in commits.values())
    for line in journals.acknowledged:
        assert line.commit in commits, f"lost: {line}"
        assert line.commit in lines[line.ref], f"not on its line: {line}"
        assert commits[line.commit].address == f"{line.handle}@{SITE}.invalid", f"wrong author: {line}"
        assert digest(commits[line.commit].body) == line.body, f"other words: {line}"
    for body in {line.body for line in journals.lines}:
        assert said[body] <= 1, f"on record {said[body]} times: {body}"
    numbers = sorted(int(ref.rpartition("/")[2]) for ref in refs if "/contributions/" in ref)
    assert numbers == list(range(1, len(numbers) + 1)), "the numbers have gaps"
    return commits


def _line(commits: dict[str, Commit], tip: str, main: str | None) -> set[str]:
    """Return the commits from a tip back by first parents."""
    line: set[str] = set()
    at: str | None = tip
    while at is not None:
        line.add(at)
        at = commits[at].parents[0] if commits[at].parents else None
    return line


def check_index(data: Path, journals: Journals) -> None:
    """Fail unless the index holds all that was acknowledged, equals a rebuild, and the server finds no fault."""
    app = create_app(Settings(data=data, site_name="Test group"))
    site: Site = app.extensions["site"]
    try:
        site.index.keeping.level()
        with sqlite3.connect(data / "index.sqlite") as connection:
            known = {row[0] for row in connection.execute("SELECT id FROM events")}
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        missing = [line for line in journals.acknowledged if line.commit not in known]
        assert not missing, f"not in the index: {missing[:3]}"
        grown = site.index.database.fingerprint()
        assert verify_site(site) == []
        site.index.keeping.rebuild()
        assert site.index.database.fingerprint() == grown, "the index as grown differs from one made anew"
    finally:
        site.close()


def leftovers(data: Path) -> list[str]:
    """Return the locks and unfinished files in the record."""
    record = data / "record.git"
    found = [*record.rglob("*.lock"), *record.rglob("tmp_obj_*"), *record.rglob("packed-refs.new")]
    return [str(path.relative_to(record)) for path in found if path.name != "wgec.lock"]
