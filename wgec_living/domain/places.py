"""What can become of the passage that a contribution is about."""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
    """What became of a passage since it was written about."""

    EXACT = "exact"
    MOVED = "moved"
    CHANGED = "text changed"
    GONE = "text gone"
