"""The examples of the calls about editions: the story of the other examples, published."""

from __future__ import annotations

from .examples import COMMIT, CORA, MERGED, REVISIONS, Example

EDITION_ROW: Example = {
    "number": 1,
    "title": "Text for the second meeting",
    "note": "As agreed on 23 November.",
    "at": "2026-11-24T09:00:00Z",
    "by": CORA,
    "document": None,
    "commit": MERGED,
    "tag": "4b6d8f0a1c3e5f7092b4d6f8a1c3e5f7092b4d6f",
    "url": "http://127.0.0.1:8000/editions/1",
}
EDITIONS: Example = {"items": [EDITION_ROW], "total": 1, "next": None}
TEXT: Example = {
    "path": "mapping",
    "title": "Mapping",
    "language": "en",
    "revision": 3,
    "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "before": None,
    "changed": 3,
    "changes": REVISIONS["items"],
}
EDITION: Example = {**EDITION_ROW, "texts": [TEXT]}
PROSPECT: Example = {"number": 1, "seen_main": COMMIT, "document": None, "texts": [TEXT]}
EDITION_SENT: Example = {
    "title": "Text for the second meeting",
    "note": "As agreed on 23 November.",
    "number": 1,
    "seen_main": COMMIT,
}
