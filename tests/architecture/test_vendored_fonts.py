"""The fonts kept with the program are as they were made, and their licence comes along."""

from __future__ import annotations

import hashlib

from tests.architecture.source_tree import ROOT

FONTS = ROOT / "wgec_living" / "exporting" / "fonts"


def test_every_font_is_as_it_was_made() -> None:
    lines = (FONTS / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: wanted for wanted, name in (line.split("  ") for line in lines)}
    assert sums.keys() == {path.name for path in FONTS.iterdir()} - {"SHA256SUMS", "README.md"}
    for name, wanted in sums.items():
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == wanted, name
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")
