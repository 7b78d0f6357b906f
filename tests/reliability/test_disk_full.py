"""The disk full in the middle of writing: a clean refusal, nothing acknowledged lost, and on again by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.journal import Journals, Line, digest
from tests.reliability.oracle import check_index, check_record, leftovers
from tests.reliability.service_door import ServiceDoor
from wgec_living import create_app
from wgec_living.services.site import Site
from wgec_living.settings import Settings


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of eight megabytes, which only root can make."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small disk can only be made by root where mounting is allowed: not shown here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk_loses_nothing_and_needs_no_hand_once_freed(
    small_disk: Path, with_long_text: Path
) -> None:
    data = Path(shutil.copytree(with_long_text, small_disk / "data"))
    site: Site = create_app(Settings(data=data, site_name="Test group")).extensions["site"]
    door, told, troubles = ServiceDoor(site, 1), [], 0
    ballast = small_disk / "ballast"

    def say(turn: int) -> None:
        body = f"Words {turn}. " + os.urandom(4000).hex()
        said = door.comment("ana-example", body, f"key-{turn}")
        told.append(Line("comment", "ana-example", digest(body), said.ref, said.commit))

    for turn in range(10):
        say(turn)
    free = shutil.disk_usage(small_disk).free
    ballast.write_bytes(bytes(max(0, free - 150_000)))
    for turn in range(10, 60):
        try:
            say(turn)
        except Exception:  # whatever it is called: it was not acknowledged
            troubles += 1
    assert troubles > 5, "the disk never was full: nothing is shown"
    assert leftovers(data) == []
    assert site.index.people.person("ana-example") is not None, "reading must go on"
    ballast.unlink()
    for turn in range(60, 65):
        say(turn)
    site.close()
    journals = Journals(tuple(told))
    check_record(data, journals)
    check_index(data, journals)
