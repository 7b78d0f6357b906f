"""Make the fonts in `wgec_living/exporting/fonts` anew from two unpacked packages; the README there says which.

`python -m tools.fonts DEBIAN NPM`, where DEBIAN holds `usr/share/fonts` and NPM holds `files`.
"""

from __future__ import annotations

import hashlib
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

subset = import_module("fontTools.subset")
TTFont = import_module("fontTools.ttLib").TTFont

FONTS = Path(__file__).resolve().parents[1] / "wgec_living" / "exporting" / "fonts"
LETTERS = (
    (0x0020, 0x052F),  # Latin, Greek, Cyrillic
    (0x1AB0, 0x1AFF),
    (0x1C80, 0x1C8F),
    (0x1D00, 0x20CF),  # phonetic letters, Vietnamese, punctuation, currencies
    (0x2100, 0x218F),
    (0x2190, 0x22FF),
    (0x25A0, 0x25FF),
    (0x2C60, 0x2C7F),
    (0x2DE0, 0x2E5F),
    (0xA640, 0xA69F),
    (0xA720, 0xA7FF),
    (0xAB30, 0xAB6F),
    (0xFB00, 0xFB06),
    (0xFE20, 0xFE2F),
    (0xFFFC, 0xFFFD),
)
SYMBOLS = (
    (0x0020, 0x0020),
    (0x00A0, 0x00A0),
    (0x2190, 0x22FF),
    (0x2300, 0x23FF),
    (0x2460, 0x24FF),
    (0x2500, 0x27BF),
    (0x2900, 0x2BFF),
)
ARABIC = ((0x0020, 0x08FF), (0x2000, 0x20CF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
FROM_DEBIAN = {
    "NotoSans-Regular": LETTERS,
    "NotoSans-Bold": LETTERS,
    "NotoSans-Italic": LETTERS,
    "NotoSans-BoldItalic": LETTERS,
    "NotoSansMono-Regular": ((0x0020, 0x052F), (0x2000, 0x22FF), (0x2500, 0x25FF)),
    "NotoSansArabic-Regular": ARABIC,
    "NotoSansArabic-Bold": ARABIC,
    "NotoSansMath-Regular": SYMBOLS,
    "NotoSansSymbols2-Regular": SYMBOLS,
}
CHINESE = {"Regular": 400, "Bold": 700}


def main() -> None:
    """Write every font, and their sums."""
    debian, npm = Path(sys.argv[1]), Path(sys.argv[2])
    for name, ranges in FROM_DEBIAN.items():
        font = TTFont(debian / "usr/share/fonts/truetype/noto" / f"{name}.ttf")
        _save(_only(font, ranges), FONTS / f"{name}.ttf")
    for style, weight in CHINESE.items():
        font = TTFont(npm / "files" / f"noto-sans-sc-chinese-simplified-{weight}-normal.woff2")
        font.flavor = None
        _rename(font, "Noto Sans SC", style)
        _save(font, FONTS / f"NotoSansSC-{style}.ttf")
    files = sorted(file for file in FONTS.iterdir() if file.name not in ("SHA256SUMS", "README.md"))
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (FONTS / "SHA256SUMS").write_text("".join(sums), "utf-8")


def _only(font: Any, ranges: tuple[tuple[int, int], ...]) -> Any:
    options = subset.Options(layout_features=["*"], hinting=False, name_IDs=["*"], notdef_outline=True)
    cutting = subset.Subsetter(options)
    cutting.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    cutting.subset(font)
    return font


def _rename(font: Any, family: str, style: str) -> None:
    """Give a cut-out of a variable font the name of what it is, not of what it was cut from."""
    names = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family.replace(' ', '')}-{style}"}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID > 24:
            font["name"].names.remove(record)
    del font["STAT"]


def _save(font: Any, file: Path) -> None:
    font.recalcTimestamp = False
    font.save(file)


if __name__ == "__main__":
    main()
