"""The parts of one server, put together by the factory and handed to every use case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wgec_living.domain.people import DEFAULT_GROUPS, Group
from wgec_living.exporting import Exporter
from wgec_living.index.facade import Index
from wgec_living.rendering import Renderer
from wgec_living.store.record import Record


@dataclass(frozen=True)
class SiteSettings:
    """What of the settings the use cases and pages need."""

    name: str
    base_url: str
    groups: tuple[Group, ...] = DEFAULT_GROUPS
    sign_in_limit: str = "20 per minute"
    """Sign-in attempts taken from one address."""
    write_limit: str = "120 per minute"
    """Writing requests taken from one person."""
    clones: int = 4
    """How many may clone the record at the same time; 0: nobody may."""
    contact: str = ""
    """E-mail address or web address where people reach the coordinators; empty: none is told."""
    source_url: str = ""
    """Web address where the program can be had; empty: the coordinators are named instead."""

    def group_name(self, given: str) -> str:
        """Return the name of the stakeholder group of this slug; anything else stands as it is."""
        return next((group.name for group in self.groups if group.slug == given), given)


@dataclass(frozen=True)
class Site:
    """One server: its record, index, renderer and clock (seconds since 1970)."""

    settings: SiteSettings
    record: Record
    index: Index
    renderer: Renderer
    exporter: Exporter
    clock: Callable[[], int]

    def close(self) -> None:
        """End child processes and close files."""
        self.renderer.close()
        self.index.close()
        self.record.close()
