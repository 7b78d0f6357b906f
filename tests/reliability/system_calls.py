"""System calls as `strace -f -y` writes them down, read into plain steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LINE = re.compile(r"(\d+) +(.*)")
_WHOLE = re.compile(r"(\w+)\((.*)\) += (-?\d+|\?)(.*)")
_RESUMED = re.compile(r"<\.\.\. (\w+) resumed>(.*)")
_UNFINISHED = " <unfinished ...>"
_HANDLE = re.compile(r"(-?\d+|AT_FDCWD)<([^>]*)>")
_NAME = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Step:
    """One call that succeeded: what was done (`made`, `filled`, `synced`, `renamed`, `folder`, `told`) to what."""

    what: str
    path: str
    to: str = ""


def steps(trace: Path, process: int) -> list[Step]:
    """Return the steps of one process (its threads do not write) in the order in which they ended."""
    return [step for call in _calls(trace, process) if (step := _step(*call)) is not None]


def _calls(trace: Path, process: int) -> Iterator[tuple[str, str, int]]:
    open_call = ""
    for line in trace.read_text("utf-8", "replace").splitlines():
        match = _LINE.match(line)
        if match is None or int(match[1]) != process:
            continue
        text = match[2]
        if text.endswith(_UNFINISHED):
            open_call = text.removesuffix(_UNFINISHED)
            continue
        if resumed := _RESUMED.match(text):
            text = open_call + resumed[2]
        if (whole := _WHOLE.match(text)) and whole[3] != "?" and int(whole[3]) >= 0:
            result = f"{whole[3]}{whole[4]}"
            yield whole[1], f"{whole[2]} -> {result}", int(whole[3])


def _step(call: str, text: str, _result: int) -> Step | None:
    arguments = text.rpartition(" -> ")[0]
    names = [name.encode().decode("unicode_escape") for name in _NAME.findall(arguments)]
    handle = _HANDLE.match(arguments)
    step = None
    if call in ("fsync", "fdatasync") and handle:
        step = Step("synced", handle[2])
    elif call == "write" and handle and handle[1] == "1" and names and names[0].startswith("ON RECORD"):
        step = Step("told", names[0].strip().removeprefix("ON RECORD "))
    elif call == "write" and handle:
        step = Step("filled", handle[2])
    elif call in ("rename", "renameat", "renameat2", "link", "linkat") and len(names) == 2:
        step = Step("renamed", names[0], names[1])
    elif call in ("mkdir", "mkdirat") and names:
        step = Step("folder", names[0])
    elif call == "openat" and "O_CREAT" in arguments and names:
        step = Step("made", names[0])
    return step
