"""Find a Chromium for the browser tests; run as a program, also get one where this user may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN_BROWSERS = ROOT / ".venv" / "browsers"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
START_SECONDS = 60
INSTALL_SECONDS = 600


def find_chromium() -> Path | None:
    """Return a Chromium that starts, or None.

    `WGEC_CHROMIUM` names one outright, and then no other is looked for; after it come the machine's own
    and the one Playwright may have put into `.venv/browsers`.
    """
    named = os.environ.get("WGEC_CHROMIUM")
    candidates = iter([Path(named)]) if named else _candidates()
    return next((path for path in candidates if _starts(path)), None)


def _candidates() -> Iterator[Path]:
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield Path(found)
    yield MAC
    # Playwright's folders differ by system: chrome-linux/chrome, chrome-linux64/chrome, chrome-mac*/….app/….
    yield from sorted(OWN_BROWSERS.glob("chromium-*/chrome-linux*/chrome"), reverse=True)
    yield from sorted(OWN_BROWSERS.glob("chromium-*/chrome-mac*/*.app/Contents/MacOS/*"), reverse=True)


def _starts(path: Path) -> bool:
    """Say whether it really runs: a placeholder of a package or a missing library shows only then."""
    if not path.is_file():
        return False
    with tempfile.TemporaryDirectory(prefix="wgec") as home:
        try:
            done = subprocess.run(
                [path, "--version"],
                env={**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=START_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return done.returncode == 0


def get_chromium() -> Path | None:
    """Return a Chromium, after installing one if need be: Debian's package, else Playwright's own."""
    found = find_chromium()
    if found or os.environ.get("WGEC_CHROMIUM"):
        return found
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if as_root and shutil.which("apt-get"):
        _say("No Chromium on this machine: asking apt-get for one.")
        if _run(["apt-get", "update", "-q"]):
            _run(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"])
        found = find_chromium()
    if found is None:
        _say("No Chromium on this machine: asking Playwright for its own, kept in .venv/browsers.")
        install = [sys.executable, "-m", "playwright", "install", "chromium"]
        _run([*install, "--no-shell", "--with-deps"] if as_root else [*install, "--no-shell"])
        found = find_chromium()
    return found


def _run(command: list[str]) -> bool:
    environment = {
        **os.environ,
        "DEBIAN_FRONTEND": "noninteractive",
        "PLAYWRIGHT_BROWSERS_PATH": str(OWN_BROWSERS),
    }
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            timeout=INSTALL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def main() -> int:
    """Print the browser's path, or nothing and a note; the tests themselves decide to skip or to fail."""
    found = get_chromium()
    if found is None:
        _say("There is no Chromium to be had: the browser tests will be skipped, or fail when CI=true.")
        return 0
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
