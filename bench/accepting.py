"""Accepting clean proposals on a large document: the whole request, index included."""

from __future__ import annotations

import shutil
from pathlib import Path

from .client import token_client
from .figures import Timings, timings_table
from .plain_git import accept_by_git, git
from .server import sample, serving
from .sizes import Sizes


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows; every proposal but the first meets a text that moved meanwhile."""
    data = sample(folder / "accepting", sizes.contributions // 100, sizes.accepted // 100, sizes.kilobytes)
    plain = Timings("merge-tree + commit-tree + update-ref, with fsync")
    seen, accepted = Timings("the preview before"), Timings("accept, whole request")
    clean: list[bool] = []
    with serving(data) as server:
        script = token_client(server)
        document = script.call("/documents/sample")
        blocks = [block for block in document["blocks"] if block["kind"] == "paragraph"]
        step = max(1, len(blocks) // sizes.times)
        numbers = []
        for block in blocks[::step][: sizes.times]:
            sent = {"kind": "proposal", "base": document["commit"], "target": {"blocks": [block["id"]]}}
            sent |= {"body": "Clearer.", "replacement": block["text"] + " And so on.", "type": "editorial"}
            numbers.append(script.call("/documents/sample/contributions", sent)["number"])
        copy = folder / "copy.git"
        shutil.copytree(data / "record.git", copy)
        message = git(copy, "log", "-1", "--format=%B", "main").encode() + b"\n"
        for number in numbers:
            ref = f"refs/heads/contributions/{number:04d}"
            plain.time(lambda r=ref: clean.append(accept_by_git(copy, r, message)))  # type: ignore[misc]
            preview = seen.time(lambda n=number: script.call(f"/contributions/{n}/preview"))  # type: ignore[misc]
            what = {"disposition": "accepted", "reason": "Clearer."}
            what |= {name: preview[name] for name in ("seen_main", "seen_tip")}
            accepted.time(lambda n=number, w=what: script.call(f"/contributions/{n}/disposition", w))  # type: ignore[misc]
    aim = f"p50 at most 100 ms. Git itself found {clean.count(False)} of {len(numbers)} unclean"
    size = len(document["source"].encode())
    timings_table(f"Accept a clean proposal on a document of {size:,} bytes", [plain, accepted, seen], aim)
