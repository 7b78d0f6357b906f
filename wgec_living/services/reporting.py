"""What a record adds up to: contributions by group and outcome, and when they came and were decided."""

from __future__ import annotations

from dataclasses import dataclass

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.identifiers import CommitId
from wgec_living.domain.periods import Period, periods
from wgec_living.domain.reporting import Totals, totals
from wgec_living.domain.summaries import ContributionFilter

from .site import Site

_KNOWN: BoundedCache[tuple[str, tuple[str, ...], ContributionFilter], Report] = BoundedCache(64)


@dataclass(frozen=True)
class Report:
    """The figures on some contributions."""

    main: CommitId
    """The commit of `main` up to which the record was read."""
    totals: Totals
    periods: tuple[Period, ...]
    unreadable: int
    """Contributions that cannot be read: they are in no figure."""


def report(site: Site, wanted: ContributionFilter) -> Report:
    """Return the figures on the contributions wanted; kept until anything on record changes."""
    state = site.index.database.state()
    groups = tuple(group.name for group in site.settings.groups)
    found = _KNOWN.get((state, groups, wanted))
    if found is None:
        reports = site.index.reports
        found = Report(
            site.index.texts.main(),
            totals(reports.tallies(wanted), groups),
            periods(reports.days(wanted)),
            reports.unreadable(wanted),
        )
        if site.index.database.state() == state:
            _KNOWN.put((state, groups, wanted), found)
    return found
