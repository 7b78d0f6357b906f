"""The record handed to whoever clones it: `git http-backend`, asked for reading alone, bounded in time."""

from __future__ import annotations

import os
import re
import threading
from io import BufferedReader
from pathlib import Path
from typing import IO, cast

from wgec_living.domain.errors import CorruptRecord

from . import git_process

DEADLINE = 600.0
"""Seconds after which an answer is broken off."""
CHUNK = 1 << 16
HEADER_LINES = 20
VERSION = re.compile(r"version=[0-2]", re.ASCII)
ONLY_READING = (
    "http.uploadpack=true",
    "http.receivepack=false",
    "http.uploadarchive=false",
    "http.getanyfile=false",
    "transfer.hideRefs=refs",
    "transfer.hideRefs=!refs/heads",
    "transfer.hideRefs=!refs/tags",
    # The one repository is the server's own, whoever owns its folder.
    "safe.directory=*",
    # A word now and then, also while a pack is being made: so it is noticed when the client has gone.
    "uploadpack.keepAlive=2",
    "pack.threads=1",
    "pack.windowMemory=16m",
    "pack.deltaCacheSize=16m",
)
"""Settings that stand above whatever the repository's own say."""
SERVICE = "git-upload-pack"


class Sharing:
    """One answer to a cloning client, read piece by piece; `close` ends it at any moment, also unread."""

    def __init__(self, git_dir: Path, protocol: str, wanted: IO[bytes] | None) -> None:
        """Start answering: which refs there are or, with the file `wanted`, the objects asked for in it.

        `protocol` is what the client says of its protocol; nothing of it is passed on unless it is a known version.
        Raises `CorruptRecord` when Git refuses.
        """
        options = [part for setting in ONLY_READING for part in ("-c", setting)]
        self._guard = threading.Lock()
        self._process = git_process.started(
            [*options, "http-backend"], stdin=wanted, more=_request(git_dir, protocol, wanted)
        )
        self._answer = cast(BufferedReader, self._process.stdout)
        self._timer = threading.Timer(DEADLINE, self._end)
        self._timer.daemon = True
        self._timer.start()
        try:
            self.content_type = self._content_type()
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Sharing:
        return self

    def __next__(self) -> bytes:
        # What is there, without waiting for a whole piece: Git says now and then that it is still at work.
        chunk = b"" if self._answer.closed else self._answer.read1(CHUNK)
        if not chunk:
            self.close()
            raise StopIteration
        return chunk

    def close(self) -> None:
        """End the process and those it started; what was not read is lost."""
        self._timer.cancel()
        self._end()
        self._answer.close()

    def _end(self) -> None:
        with self._guard:
            git_process.ended(self._process)

    def _content_type(self) -> str:
        """Read the answer's header and return the kind of its content."""
        found = ""
        for _ in range(HEADER_LINES):
            name, _, value = self._answer.readline(CHUNK).decode("latin-1").rstrip("\r\n").partition(": ")
            if not name:
                break
            if name == "Status":
                raise CorruptRecord(f"git http-backend refused: {value}")
            if name == "Content-Type":
                found = value
        if not found.startswith(f"application/x-{SERVICE}-"):
            raise CorruptRecord("git http-backend gave no answer.")
        return found


def _request(git_dir: Path, protocol: str, wanted: IO[bytes] | None) -> dict[str, str]:
    """Return what tells `git http-backend` of the request: constants, a length and a version, nobody's words."""
    told = {
        "GIT_HTTP_EXPORT_ALL": "1",
        "GIT_PROJECT_ROOT": str(git_dir.absolute()),
        "PATH_INFO": "/info/refs" if wanted is None else f"/{SERVICE}",
        "REQUEST_METHOD": "GET" if wanted is None else "POST",
        "QUERY_STRING": f"service={SERVICE}" if wanted is None else "",
    }
    if wanted is not None:
        told["CONTENT_TYPE"] = f"application/x-{SERVICE}-request"
        told["CONTENT_LENGTH"] = str(os.fstat(wanted.fileno()).st_size)
    if VERSION.fullmatch(protocol):
        told["GIT_PROTOCOL"] = protocol
    return told
