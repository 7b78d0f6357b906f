"""Our moves and Git's own, at the same time on the same refs: none lost, none undone."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.store.administrator import Administrator
from tests.store.conftest import commit_on
from wgec_living.domain.errors import Stale
from wgec_living.domain.identifiers import CommitId, branch_of
from wgec_living.store.record import MAIN, Record

SECONDS = 2.5


def _meanwhile(
    work: Callable[[], None], seconds: float = SECONDS
) -> tuple[threading.Thread, list[BaseException]]:
    """Start repeating `work` for some seconds; return the thread and what it raised."""
    until, troubles = time.monotonic() + seconds, []

    def repeat() -> None:
        try:
            while time.monotonic() < until:
                work()
        except BaseException as trouble:
            troubles.append(trouble)

    thread = threading.Thread(target=repeat)
    thread.start()
    return thread, troubles


def _all(*works: Callable[[], None]) -> None:
    running = [_meanwhile(work) for work in works]
    for thread, _ in running:
        thread.join()
    for _, troubles in running:
        if troubles:
            raise troubles[0]


def test_git_packing_pushing_and_updating_beside_us_loses_nothing(
    record: Record, admin: Administrator, tmp_path: Path
) -> None:
    ours: list[str] = []
    theirs: list[str] = []
    tips: dict[str, CommitId] = {}
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", record.git_dir, clone], check=True, capture_output=True)
    there = Administrator(clone / ".git", tmp_path / "home")
    numbers = iter(range(1, 100_000))

    def write() -> None:
        with contextlib.suppress(Stale):  # the administrator was quicker
            ours.append(commit_on(record, MAIN, record.tip(), str(len(ours))).id)
        ref = branch_of(next(numbers))
        tips[ref] = commit_on(record, ref, None, ref).id
        ours.append(tips[ref])

    def update() -> None:
        old = admin("rev-parse", "main")
        new = admin("commit-tree", f"{old}^{{tree}}", "-p", old, "-m", f"update {len(theirs)}")
        if admin.run("update-ref", MAIN, new, old).returncode == 0:
            theirs.append(new)

    def pack() -> None:
        done = admin.run("pack-refs", "--all", "--prune")
        # Git gives up on a ref that somebody is moving, and says so.
        assert done.returncode == 0 or b"lock" in done.stderr, done.stderr
        time.sleep(0.02)

    def push() -> None:
        there("fetch", "-q", "origin", "+refs/heads/main:refs/remotes/origin/main")
        new = there("commit-tree", "origin/main^{tree}", "-p", "origin/main", "-m", f"push {len(theirs)}")
        if there.run("push", "-q", "origin", f"{new}:{MAIN}").returncode == 0:
            theirs.append(new)

    def read() -> None:
        for ref, tip in dict(tips).items():
            assert record.refs.get(ref) == tip, "a ref that stands was not seen"
        assert dict(tips).items() <= record.refs.all().items()

    _all(write, update, pack, push, read)
    assert len(ours) > 10 and theirs, "nothing raced"
    reachable = set(admin("rev-list", "--all").split())
    assert not set(ours) - reachable, "a commit of ours is lost"
    assert not set(theirs) - reachable, "a commit of the administrator is lost"
    assert record.refs.all() == admin.refs()
    admin.fsck()


def test_a_reader_never_sees_a_ref_go_back_while_git_packs(record: Record, admin: Administrator) -> None:
    order = {record.tip(): 0}
    seen: list[CommitId] = []

    def write() -> None:
        new = commit_on(record, MAIN, record.tip(), str(len(order))).id
        order[new] = len(order)

    def pack() -> None:
        admin.run("pack-refs", "--all", "--prune")

    def read() -> None:
        seen.append(record.tip())

    _all(write, pack, read)
    places = [order[tip] for tip in seen]
    assert places == sorted(places), "an older tip was read after a newer one"
    assert len(order) > 5
