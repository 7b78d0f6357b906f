"""What is vendored is what the pinned packages were built to: the sums agree, and the licences come along."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "static" / "vendor"


def test_every_vendored_file_is_as_it_was_built() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: wanted for wanted, name in (line.split("  ") for line in lines)}
    assert sums.keys() == {path.name for path in VENDOR.iterdir()} - {"SHA256SUMS"}
    for name, wanted in sums.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == wanted, name


def test_every_package_that_is_built_in_is_pinned_and_its_licence_is_told() -> None:
    packages = json.loads((ROOT / "frontend" / "package.json").read_text("utf-8"))["dependencies"]
    told = (VENDOR / "LICENCES.txt").read_text("utf-8")
    for name, version in packages.items():
        assert version[0].isdecimal(), f"{name} is not pinned"
        assert f"{name} {version} (MIT)" in told
