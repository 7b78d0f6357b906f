"""The power cut in the middle of writing: what was acknowledged is on the disk, and the next start needs no hand."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.reliability.conftest import ROUNDS
from tests.reliability.journal import Journals, read_journals
from tests.reliability.oracle import check_index, check_record
from wgec_living.domain.errors import CorruptRecord
from wgec_living.store.objects import read_loose

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180 * ROUNDS)]
ROOT = Path(__file__).parents[2]
MEGABYTES = 48
AT_LEAST = 20
"""So many acknowledgements come before the cut."""


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    """Mount the file system in an image, as only root may; replays its journal as the next start would."""
    place.mkdir(exist_ok=True)
    # Nothing goes to the disk by the mere passing of time: only what is synchronised may count.
    command = ["mount", "-o", "loop,data=ordered,commit=300", str(image), str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("an image of a disk can only be mounted by root where that is allowed: not shown here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Return the image of an empty disk."""
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip(
            "a power cut is shown on an ext4 of its own, which root makes with mkfs.ext4: not shown here"
        )
    image = tmp_path / "disk"
    with image.open("wb") as file:
        file.truncate(MEGABYTES << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    return image


def cut(image: Path, data: Path, tmp_path: Path, without_sync: list[str]) -> tuple[Journals, Path]:
    """Write on a disk until it loses its power; return what was acknowledged and the image of what was on the disk."""
    journals, after = tmp_path / "journals", tmp_path / "after"
    journals.mkdir()
    with mounted(image, tmp_path / "before") as place:
        shutil.copytree(data, place / "data")
        os.sync()
        command = [sys.executable, "-m", "tests.reliability.service_door"]
        writer = subprocess.Popen(
            [*without_sync, *command, str(place / "data"), str(journals), "cut", "4", "120"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )
        try:
            until = time.monotonic() + 60
            while len(read_journals(journals).acknowledged) < AT_LEAST:
                assert writer.poll() is None and time.monotonic() < until, "hardly anything was written"
                time.sleep(0.02)
            os.killpg(writer.pid, signal.SIGSTOP)
            told = read_journals(journals)
            # What the kernel holds back for this disk is not in its image: a power cut loses it.
            shutil.copyfile(image, after)
        finally:
            os.killpg(writer.pid, signal.SIGKILL)
            writer.wait(timeout=10)
    return told, after


def lost(data: Path, told: Journals) -> list[str]:
    """Return the acknowledged commits that are not on the disk, or not whole."""
    objects = data / "record.git" / "objects"
    gone = []
    for line in told.acknowledged:
        try:
            found = read_loose(objects, line.commit)
        except CorruptRecord:
            found = None
        if found is None or b"author" not in found[1]:
            gone.append(line.commit)
    return gone


def test_a_power_cut_loses_nothing_that_was_acknowledged(
    image: Path, with_long_text: Path, tmp_path: Path
) -> None:
    told, after = cut(image, with_long_text, tmp_path, [])
    with mounted(after, tmp_path / "again") as place:
        data = Path(shutil.copytree(place / "data", tmp_path / "data"))
    assert lost(data, told) == []
    check_record(data, told)
    check_index(data, told)


def test_the_cut_takes_what_is_not_synchronised(image: Path, with_long_text: Path, tmp_path: Path) -> None:
    """The control: where synchronising does nothing, acknowledged words are gone; else the cut would show nothing."""
    strace = shutil.which("strace")
    if strace is None or subprocess.run([strace, "-o", "/dev/null", "true"], check=False).returncode != 0:
        pytest.skip("strace is not installed, or may not be used here: the control is not shown")
    calls = "fsync,fdatasync"
    no_sync = [strace, "-f", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:retval=0"]
    told, after = cut(image, with_long_text, tmp_path, no_sync)
    with mounted(after, tmp_path / "again") as place:
        assert lost(place / "data", told)
