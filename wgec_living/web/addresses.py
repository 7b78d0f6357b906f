"""The shape of every address: converters that only take well-formed names, and links for acting."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from wgec_living.domain.identifiers import (
    RESERVED_SEGMENTS,
    BlockId,
    DocumentPath,
    is_document_path,
)

_COUNT = r"[1-9][0-9]{0,8}"
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
    """`3...7`: two revisions of a document."""

    regex = rf"{_COUNT}\.\.\.{_COUNT}"

    def to_python(self, value: str) -> tuple[int, int]:
        """Return the two revision numbers in the order given."""
        older, newer = value.split("...")
        return int(older), int(newer)

    def to_url(self, value: Any) -> str:
        """Return the two numbers with three dots between."""
        return f"{value[0]}...{value[1]}"


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
    app.jinja_env.globals.update(contribute_address=contribute_address, act_address=act_address)


def contribute_address(kind: str, path: str, block: str | None = None) -> str:
    """Return where a `comment` or `proposal` on a block, or without one on the whole document, is written."""
    query = "?" + urlencode({"block": block}) if block else ""
    return f"/documents/{path}/contributions/{kind}{query}"


def act_address(number: int, act: str) -> str:
    """Return where contribution `number` is acted on: `replies`, `revised-text`, `withdrawal`, …"""
    return f"/contributions/{number}/{act}"
