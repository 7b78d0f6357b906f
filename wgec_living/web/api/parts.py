"""The parts of the API, in the order in which its document tells of them."""

from __future__ import annotations

from . import contributions, deciding, documents, editions, reporting, searching, web_annotations

PARTS = (
    documents.calls,
    contributions.calls,
    reporting.calls,
    web_annotations.calls,
    searching.calls,
    deciding.calls,
    editions.calls,
)
