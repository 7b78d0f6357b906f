"""The fonts kept with the program, and how a child is told of them and of no others but the system's own."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

FONTS = Path(__file__).parent / "fonts"
SYSTEM = "/usr/share/fonts"
"""For letters that our own fonts lack."""
FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans SC", "Noto Sans Math", "Noto Sans Symbols 2")
FIXED = ("Noto Sans Mono", *FAMILIES[1:])
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
<alias binding="same"><family>sans-serif</family><prefer>{families}</prefer></alias>
<alias binding="same"><family>monospace</family><prefer>{fixed}</prefer></alias>
</fontconfig>
"""


def configuration(cache: Path, *, system: bool = True) -> str:
    """Return what fontconfig is told: our fonts first, then, unless `system` is false, what the system has."""
    folders = [str(FONTS), *([SYSTEM] if system else [])]
    return _CONFIGURATION.format(
        folders="\n".join(f"<dir>{escape(folder)}</dir>" for folder in folders),
        cache=escape(str(cache)),
        families="".join(f"<family>{name}</family>" for name in FAMILIES),
        fixed="".join(f"<family>{name}</family>" for name in FIXED),
    )
