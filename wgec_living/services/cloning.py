"""Giving the record to whoever clones it: all of it is public, and none of it can be changed this way."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from typing import IO, Protocol

from wgec_living.domain.errors import Invalid, TooLarge
from wgec_living.store.sharing import CHUNK, Sharing

from .site import Site

MOST = 32 << 20
"""Bytes of a request, unpacked: room for half a million wanted or known commits."""


class Clone(Protocol):
    """An answer to a cloning client: its content piece by piece; closing ends it at any moment."""

    content_type: str

    def __iter__(self) -> Iterator[bytes]: ...
    def __next__(self) -> bytes: ...
    def close(self) -> None: ...


def offer(site: Site, protocol: str) -> Clone:
    """Return the list of what can be cloned; `protocol` is what the client says of its protocol's version."""
    return Sharing(site.record.git_dir, protocol, None)


def hand_over(site: Site, protocol: str, request: IO[bytes], zipped: bool) -> Clone:
    """Return the objects that `request` asks for.

    Raises `TooLarge` when it is longer than any honest one, `Invalid` when it is not zipped as it says.
    """
    with tempfile.TemporaryFile() as wanted:
        for piece in _unzipped(request) if zipped else _pieces(request):
            if wanted.tell() + len(piece) > MOST:
                raise TooLarge("This asks for more at once than this server gives.")
            wanted.write(piece)
        wanted.seek(0)
        return Sharing(site.record.git_dir, protocol, wanted)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(CHUNK), b"")


def _unzipped(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what is zipped in `stream`, in pieces of bounded size however well it was zipped."""
    unzipping = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        for piece in _pieces(stream):
            left = piece
            while left and not unzipping.eof:
                yield unzipping.decompress(left, CHUNK)
                left = unzipping.unconsumed_tail
        yield unzipping.flush()
    except zlib.error:
        raise Invalid("The request is not zipped as it says.") from None
    if not unzipping.eof:
        raise Invalid("The zipped request ends too early.")
