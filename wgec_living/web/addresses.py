"""The shape of every address: converters that only take well-formed names, and links for acting."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request
from werkzeug.routing import BaseConverter, ValidationError

from wgec_living.domain.identifiers import (
    RESERVED_SEGMENTS,
    BlockId,
    DocumentPath,
    is_document_path,
)

from .caching import is_public
from .current import site

DECIDING = ("revision", "edition", "as-of", "page", "before", "after")
"""What in a query makes another page of it; everything else arranges or narrows the same one."""
DECIDING_THERE = {"reporting.report": ("document",)}
"""What does so besides on one page: the report of a text is no part of the report of all, and its text leads to it."""
_COUNT = r"[1-9][0-9]{0,8}"
_WRITTEN = r"[^.\n]{1,150}(?:\.[^.\n]{1,150})*"
_FREE_SEGMENT = rf"(?!(?:{'|'.join(sorted(RESERVED_SEGMENTS))})(?:/|$))[a-z0-9]+(?:-[a-z0-9]+)*"


class DocumentPathConverter(BaseConverter):
    """`mapping`, `annex/one`: no segment is a reserved word, so `/history` behind it is never part of it."""

    part_isolating = False
    regex = rf"{_FREE_SEGMENT}(?:/{_FREE_SEGMENT})*"

    def to_python(self, value: str) -> DocumentPath:
        """Return the path, or refuse the address as unknown."""
        if not is_document_path(value):
            raise ValidationError
        return DocumentPath(value)

    def to_url(self, value: Any) -> str:
        """Return the path as it stands: its letters need no quoting."""
        return str(value)


class BlockIdConverter(BaseConverter):
    """`3-12`: the id of a block."""

    regex = rf"{_COUNT}-{_COUNT}"

    def to_python(self, value: str) -> BlockId:
        """Return the id."""
        return BlockId(value)


class CountConverter(BaseConverter):
    """A number from 1, written the one plain way."""

    regex = _COUNT

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)


class PaddedConverter(CountConverter):
    """A number written with leading zeros, as branches and minutes write it: `0042`."""

    regex = r"0{1,8}[1-9][0-9]{0,8}"


class PairConverter(BaseConverter):
    """`3...7`, `edition-1...now`: two points of a document, as they are written."""

    part_isolating = False
    regex = rf"{_WRITTEN}\.\.\.{_WRITTEN}"

    def to_python(self, value: str) -> tuple[str, str]:
        """Return what stands before and after the dots; whether these are points is not asked here."""
        older, newer = value.split("...")
        return older, newer

    def to_url(self, value: Any) -> str:
        """Return the two points with three dots between."""
        return "...".join(quote(str(point)) for point in value)


CONVERTERS: dict[str, type[BaseConverter]] = {
    "document": DocumentPathConverter,
    "block": BlockIdConverter,
    "count": CountConverter,
    "padded": PaddedConverter,
    "pair": PairConverter,
}


def register(app: Flask) -> None:
    """Let the rules of `app` use the converters, and its templates the addresses."""
    # The redirect that merging makes would repeat the host that the client claims.
    app.url_map.merge_slashes = False
    app.url_map.converters.update(CONVERTERS)
    app.jinja_env.globals.update(
        contribute_address=contribute_address, act_address=act_address, absolute=absolute, canonical=canonical
    )


def absolute(address: str) -> str:
    """Return an address of this site as others write it: on the base address, whatever host a client asked for."""
    return f"{site().settings.base_url}{address}"


def canonical() -> str:
    """Return the one address of the page being made, without what only arranges it; empty for what is not public."""
    if not is_public() or g.get("telling_error"):
        return ""
    deciding = DECIDING_THERE.get(request.endpoint or "", ()) + DECIDING
    kept = [(name, request.args[name]) for name in deciding if request.args.get(name)]
    query = f"?{urlencode(kept)}" if kept else ""
    return absolute(f"{quote(request.path)}{query}")


def contribute_address(kind: str, path: str, block: str | None = None) -> str:
    """Return where a `comment` or `proposal` on a block, or without one on the whole document, is written."""
    query = "?" + urlencode({"block": block}) if block else ""
    return f"/documents/{path}/contributions/{kind}{query}"


def act_address(number: int, act: str) -> str:
    """Return where contribution `number` is acted on: `replies`, `revised-text`, `withdrawal`, …"""
    return f"/contributions/{number}/{act}"
