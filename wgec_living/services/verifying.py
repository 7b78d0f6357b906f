"""Checking a record: this server's, or any clone, by anybody."""

from __future__ import annotations

from wgec_living.domain.summaries import Finding
from wgec_living.index.ingest import Progress

from .site import Site


def verify_site(site: Site, progress: Progress | None = None) -> list[Finding]:
    """Return everything in this server's record and index that is not as it should be."""
    raise NotImplementedError


def verify_clone(repository: str, progress: Progress | None = None) -> list[Finding]:
    """Return everything in a clone, by path or address, that is not as the format says."""
    raise NotImplementedError
