"""How people stand on the contributions of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wgec_living.domain.positions import Stood, tally
from wgec_living.domain.summaries import ContributionSummary

from .site import Site


def stood(site: Site, summaries: Iterable[ContributionSummary]) -> Mapping[int, tuple[Stood, ...]]:
    """Return by number who stands how on each contribution; one question to the index for 500 of them."""
    taken = site.index.positions.on([summary.number for summary in summaries])
    return {number: tally(events) for number, events in taken.items()}
