"""What is acknowledged is on disk: shown by the system calls of the writer, in their order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reliability.system_calls import Step, steps
from tests.store.administrator import Administrator

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
CALLS = "fsync,fdatasync,openat,rename,renameat,renameat2,link,linkat,write,mkdir,mkdirat,close"


@pytest.fixture
def strace() -> str:
    found = shutil.which("strace")
    usable = found and subprocess.run([found, "-o", "/dev/null", "true"], check=False).returncode == 0
    if not usable:
        if os.environ.get("CI") == "true":
            pytest.fail("strace is needed for this proof and cannot be used here")
        pytest.skip("strace is not installed, or may not be used here: durability is not proven")
    assert found
    return found


def watched(strace: str, data: Path, folder: Path, without: str = "") -> list[Step]:
    """Run the acts on a copy of `data` and return what their process did."""
    trace = folder / "trace"
    command = [strace, "-f", "-y", "-s", "200", "-o", str(trace), "-e", f"trace={CALLS}"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("WGEC_", "GIT_", "COV_"))}
    done = subprocess.run(
        [*command, sys.executable, "-m", "tests.reliability.durable_acts", str(data)],
        cwd=ROOT,
        env=environment | {"WGEC_TEST_WITHOUT": without, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # strace writes the first line for the process it started.
    return steps(trace, int(trace.read_text("utf-8", "replace").split(" ", 1)[0]))


def new_objects(admin: Administrator, commit: str) -> list[list[str]]:
    """Return what a commit brought, in the order in which it must be on disk: files, folders, commit; a tag alone."""
    if admin("cat-file", "-t", commit).strip() == "tag":
        return [[commit]]
    listing = admin("rev-list", "--objects", "--no-object-names", commit, f"^{commit}^1").split()
    second = admin.run("rev-parse", "-q", "--verify", f"{commit}^2").stdout.decode().strip()
    known = admin("rev-list", "--objects", "--no-object-names", second).split() if second else []
    kinds: dict[str, list[str]] = {"blob": [], "tree": [], "commit": [commit]}
    for name in listing:
        kind = admin("cat-file", "-t", name)
        if kind != "commit" and name not in known:
            kinds[kind].append(name)
    return list(kinds.values())


def place(done: list[Step], step: Step, after: int, told: str) -> int:
    """Return where `step` stands in `done`, not before `after`; fail when it is missing."""
    for at in range(after, len(done)):
        if done[at] == step:
            return at
    pytest.fail(f"before “{told}” this did not happen, or too early: {step}")


def object_on_disk(done: list[Step], record: Path, name: str, told: str) -> int:
    """Return where an object and its name were on disk: filled, synchronised, renamed, folder synchronised."""
    folder = record / "objects" / name[:2]
    final = str(folder / name[2:])
    at = next((i for i, step in enumerate(done) if step.what == "renamed" and step.to == final), None)
    if at is not None:
        draft = done[at].path
        made = place(done, Step("made", draft), 0, told)
        filled = max(i for i, step in enumerate(done) if step == Step("filled", draft))
        synced = place(done, Step("synced", draft), filled, told)
        assert made < filled < synced < at, f"{final} got its name before it was on disk"
    else:
        at = place(done, Step("synced", final), 0, told)
    named = place(done, Step("synced", str(folder)), at, told)
    if Step("folder", str(folder)) in done:
        place(done, Step("synced", str(record / "objects")), done.index(Step("folder", str(folder))), told)
    return named


def prove(done: list[Step], record: Path, admin: Administrator) -> int:
    """Fail unless everything told was on disk before; return how many things were told."""
    begin, count = 0, 0
    for end in [i for i, step in enumerate(done) if step.what == "told"]:
        told = done[end].path
        ref, commit = told.split(" ")
        act, begin = done[begin:end], end
        ready = 0
        for kind in new_objects(admin, commit):
            later = [object_on_disk(act, record, name, told) for name in kind]
            assert all(at > ready for at in later), f"“{told}”: objects in the wrong order"
            ready = max([ready, *later])
        path, lock = str(record / ref), str(record / f"{ref}.lock")
        locked = place(act, Step("synced", lock), ready, told)
        moved = place(act, Step("renamed", lock, path), locked, told)
        named = place(act, Step("synced", str(Path(path).parent)), moved, told)
        above = place(act, Step("synced", str(Path(path).parent.parent)), named, told)
        if ref.startswith("refs/tags/"):
            place(act, Step("synced", str(record / "refs")), above, told)
        # A folder of objects that a killed process made and did not synchronise may be among those used.
        kept = place(act, Step("synced", str(record / "objects")), ready, told)
        assert kept < locked, "the ref was written before the folder of folders was on disk"
        count += 1
    return count


def test_everything_told_was_on_disk_before(strace: str, founded: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(founded, tmp_path / "data"))
    done = watched(strace, data, tmp_path)
    admin = Administrator(data / "record.git", tmp_path / "home")
    assert prove(done, data / "record.git", admin) == 10
    assert sum(step.what == "renamed" for step in done) > 20, "the calls were not seen"
    admin.fsck()


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ("files", r"did not happen.*'synced'.*tmp_obj"),
        ("folders", r"did not happen.*'synced'.*objects/..'"),
        ("parent-folder", r"did not happen.*'synced'.*refs/heads'"),
        ("order", r"did not happen.*'synced'.*\.lock"),
    ],
)
def test_the_proof_notices_a_care_left_out(
    strace: str, founded: Path, tmp_path: Path, without: str, missing: str
) -> None:
    """The control: a proof that could not fail would be worth nothing."""
    data = Path(shutil.copytree(founded, tmp_path / "data"))
    done = watched(strace, data, tmp_path, without)
    with pytest.raises((pytest.fail.Exception, AssertionError), match=missing):
        prove(done, data / "record.git", Administrator(data / "record.git", tmp_path / "home"))
