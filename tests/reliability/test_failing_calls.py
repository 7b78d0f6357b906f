"""One system call on the record fails: nothing is acknowledged after a failed fsync, and the next write works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.reliability.conftest import ROUNDS
from tests.reliability.faulty_acts import BODIES
from tests.reliability.journal import Journals, Line, digest
from tests.reliability.oracle import check_index, check_record, leftovers

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300 * ROUNDS)]
ROOT = Path(__file__).parents[2]
SAMPLE = {
    "fsync": ("EIO", 6),
    "write": ("ENOSPC", 3),
    "rename": ("EIO", 2),
    "openat": ("EMFILE", 4),
}
"""By call: the error, and how many places are tried, spread over all there are; the record needs no `link`."""
_CALL = re.compile(r"(\d+) +(\w+)\((.*)")
_TOLD = re.compile(r'1<[^>]*>, "(ASKED|ON RECORD|REFUSED) ([^\\"]*)')


@pytest.fixture
def strace() -> str:
    found = shutil.which("strace")
    usable = found and subprocess.run([found, "-o", "/dev/null", "true"], check=False).returncode == 0
    if not usable:
        pytest.skip("strace is not installed, or may not be used here: failing calls are not shown")
    assert found
    return found


@dataclass(frozen=True)
class Call:
    """One system call of the process: its place among all of its name, and what it was about."""

    name: str
    place: int
    text: str

    @property
    def failed_by_us(self) -> bool:
        """Whether strace had it fail."""
        return "(INJECTED)" in self.text


def run(strace: str, data: Path, trace: Path, name: str, fault: str = "") -> list[Call]:
    """Run the acts on `data`, with a fault injected into the calls `name`; return these calls and what was told."""
    calls = {"write", name}
    command = [strace, "-f", "-y", "-s", "200", "-o", str(trace), "-e", f"trace={','.join(sorted(calls))}"]
    command += ["-e", f"inject={name}:{fault}"] if fault else []
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("WGEC_", "GIT_", "COV_"))}
    done = subprocess.run(
        [*command, sys.executable, "-m", "tests.reliability.faulty_acts", str(data)],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = trace.read_text("utf-8", "replace").splitlines()
    # Its children, each a `git`, are counted by strace apart.
    process = next(line for line in lines if '"ASKED ' in line).split(" ", 1)[0]
    counts, found = dict.fromkeys(calls, 0), []
    for match in filter(None, map(_CALL.match, lines)):
        if match[1] == process and match[2] in calls:
            counts[match[2]] += 1
            found.append(Call(match[2], counts[match[2]], match[3]))
    return found


def told(call: Call) -> re.Match[str] | None:
    """Return what a call told the test, if it is one that tells."""
    return _TOLD.match(call.text) if call.name == "write" else None


def places(calls: list[Call], name: str, most: int) -> list[int]:
    """Return some places of calls on the record, spread over all that come after the first act was asked for."""
    first = next(at for at, call in enumerate(calls) if told(call))
    found = [call.place for call in calls[first:] if call.name == name and "/record.git/" in call.text]
    assert found, f"no {name} on the record was seen"
    wanted = min(len(found), most * ROUNDS)
    return [found[at * len(found) // wanted] for at in range(wanted)]


@pytest.mark.parametrize("name", SAMPLE)
def test_a_call_that_fails_is_never_taken_for_done(
    strace: str, server: Server, tmp_path: Path, name: str
) -> None:
    server.comment(server.boris, "first paragraph")  # number 1, which the acts reply to
    server.site.index.close()
    error, most = SAMPLE[name]
    dry = run(strace, Path(shutil.copytree(server.data, tmp_path / "dry")), tmp_path / "trace", name)
    refused = 0
    for place in places(dry, name, most):
        data = Path(shutil.copytree(server.data, tmp_path / f"data-{place}"))
        calls = run(strace, data, tmp_path / f"trace-{place}", name, f"error={error}:when={place}")
        assert sum(call.failed_by_us for call in calls) >= 1, f"{name} {place} did not fail"
        refused += judge(data, calls)
    assert refused > 0, f"no failing {name} was noticed: nothing is shown"


def test_the_judge_notices_an_early_word(data: Path) -> None:
    """The control: a proof that could not fail would be worth nothing."""
    calls = [
        Call("write", 1, '1</pipe>, "ASKED comment\\n", 14) = 14'),
        Call("fsync", 1, "9</data/record.git/objects/ab>) = -1 EIO (Input/output error) (INJECTED)"),
        Call(
            "write", 2, f'1</pipe>, "ON RECORD comment refs/heads/contributions/0001 {"a" * 40}\\n", 90) = 90'
        ),
    ]
    with pytest.raises(AssertionError, match="acknowledged after a failed fsync"):
        judge(data, calls)


def judge(data: Path, calls: list[Call]) -> int:
    """Fail unless every answer was true and everything was taken at the second asking; return how many were refused."""
    journal, answers, synced = [], [], True
    for call in calls:
        synced = synced and not (call.name == "fsync" and call.failed_by_us and "/record.git/" in call.text)
        said = told(call)
        if said is None:
            continue
        key, _, rest = said[2].partition(" ")
        if said[1] == "ASKED":
            synced = True
            continue
        answers.append(said[1])
        if said[1] == "ON RECORD":
            assert synced, f"{key} was acknowledged after a failed fsync"
            ref, commit = rest.split(" ")
            journal.append(Line(key, "ana-example", digest(BODIES[key]), ref, commit))
    assert answers[3:] == ["ON RECORD"] * 3, "what came after the fault was not taken"
    journals = Journals(tuple(journal))
    check_record(data, journals)
    check_index(data, journals)
    assert leftovers(data) == []
    return answers.count("REFUSED")
