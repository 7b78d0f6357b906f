"""Files of Office as what they are: zip archives of parts, most of them XML."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO


def changed(made: bytes, how: Mapping[str, Callable[[str], str]]) -> dict[str, bytes]:
    """Return the parts of a file, those named in `how` changed by what stands there; a missing one stays missing."""
    with zipfile.ZipFile(BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, change in how.items():
        if name in parts:
            parts[name] = change(parts[name].decode("utf-8")).encode()
    return parts


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as a file; the same parts always give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            # The kind of an OpenDocument file is read without unpacking anything.
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, kind)
    return out.getvalue()
