"""How the proposals that wait meet each other: who changes the same passage, and whether both can stand.

Only proposals that touch one block are put side by side, and only in that block; what they were written on and what
they propose never changes, so the answer is kept for good.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from wgec_living.domain.blocks import Kind
from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.events import Kind as Event
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.merging import Result
from wgec_living.domain.merging_words import combine
from wgec_living.domain.summaries import ContributionSummary

from .dry_run import rewritten_lines, side, text_of, written
from .site import Site
from .views_deciding import Meeting

ALIKE = "alike"
"""Both propose the same words."""
_RANK = (ALIKE, Result.COMBINES.value, Result.CLASHES.value)
MOST_ON_A_PASSAGE = 60
"""Beyond so many proposals on one passage, each is put beside the nearest others only."""


@dataclass(frozen=True, slots=True)
class Rewording:
    """What a proposal makes of one block; empty words: removed."""

    kind: Kind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Touched:
    """What a proposal touches: blocks by their ids, and places below blocks where it puts something in."""

    rewordings: Mapping[BlockId, Rewording]
    put_in: Mapping[BlockId | None, str]
    moved: frozenset[BlockId]

    @property
    def places(self) -> Iterable[tuple[str, BlockId | None]]:
        """Every place, told apart by what is done there."""
        yield from (("in", block) for block in self.rewordings.keys() | self.moved)
        yield from (("below", block) for block in self.put_in)


Ids = dict[tuple[DocumentPath, CommitId], Sequence[BlockId]]
"""The ids of the blocks of texts that proposals were written on, asked for once for all of them."""
_TOUCHED: BoundedCache[CommitId, Touched] = BoundedCache(20_000)
_MEETINGS: BoundedCache[tuple[CommitId, CommitId], str] = BoundedCache(100_000)


def meetings(site: Site, proposals: Iterable[ContributionSummary]) -> dict[int, tuple[Meeting, ...]]:
    """Return for each proposal the others that meet it, by number; those that meet none are left out."""
    by_place: defaultdict[tuple[str, str, BlockId | None], list[ContributionSummary]] = defaultdict(list)
    touched: dict[int, Touched] = {}
    ids: Ids = {}
    for summary in proposals:
        found = _touched(site, summary, ids)
        if found is not None:
            touched[summary.number] = found
            for what, block in found.places:
                by_place[summary.document, what, block].append(summary)
    result: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for together in by_place.values():
        for first, second in _pairs(together):
            how = _meet(first, second, touched)
            if how:
                result[first.number][second.number] = result[second.number][first.number] = how
    return {
        number: tuple(Meeting(other, how) for other, how in sorted(others.items()))
        for number, others in result.items()
    }


def met_by(site: Site, summary: ContributionSummary, others: Sequence[ContributionSummary]) -> dict[int, str]:
    """Return by number how other proposals meet one contribution; empty where they do not."""
    met = {one.number: "" for one in others}
    if others and summary.kind == Event.PROPOSAL:
        found = meetings(site, [summary, *others]).get(summary.number, ())
        met |= {one.number: one.how for one in found}
    return met


def _pairs(
    together: list[ContributionSummary],
) -> Iterable[tuple[ContributionSummary, ContributionSummary]]:
    if len(together) <= MOST_ON_A_PASSAGE:
        return combinations(together, 2)
    near = MOST_ON_A_PASSAGE // 2
    return ((one, two) for at, one in enumerate(together) for two in together[at + 1 : at + 1 + near])


def _meet(first: ContributionSummary, second: ContributionSummary, touched: Mapping[int, Touched]) -> str:
    key = (first.tip, second.tip)
    known = _MEETINGS.get(key)
    if known is None:
        known = how_they_meet(touched[first.number], touched[second.number])
        _MEETINGS.put(key, known)
    return known


def how_they_meet(one: Touched, two: Touched) -> str:
    """Return `alike`, `combines` or `clashes`, the worst of all places; empty where they do not meet."""
    found = {Result.COMBINES.value for block in one.moved & two.moved}
    for block in one.rewordings.keys() & two.rewordings.keys():
        found.add(_reword(one.rewordings[block], two.rewordings[block]))
    for place in one.put_in.keys() & two.put_in.keys():
        found.add(ALIKE if one.put_in[place] == two.put_in[place] else Result.COMBINES.value)
    return max(found, key=_RANK.index, default="")


def _reword(one: Rewording, two: Rewording) -> str:
    if one.after == two.after:
        return ALIKE
    if not one.after or not two.after or one.before != two.before:
        return Result.CLASHES.value
    runs = combine(one.kind, one.before, one.after, two.after)
    return Result.CLASHES.value if runs is None else Result.COMBINES.value


def _touched(site: Site, summary: ContributionSummary, ids: Ids) -> Touched | None:
    known = _TOUCHED.get(summary.tip)
    if known is None:
        known = _look(site, summary, ids)
        if known is not None:
            _TOUCHED.put(summary.tip, known)
    return known


def _look(site: Site, summary: ContributionSummary, known: Ids) -> Touched | None:
    found = written(site, summary, summary.tip)
    if found is None:
        return None
    before, after = text_of(site, found.before), text_of(site, found.after, found.before)
    changes = side(site, found.before, found.after)
    rewritten_lines(site, found.before, found.after)  # Wanted next, while the texts are at hand.
    text = summary.document, found.base
    if text not in known:
        revision = site.index.texts.revision_of_commit(*text)
        known[text] = site.index.texts.block_ids(summary.document, revision.number)
    ids = known[text]
    rewordings = {}
    for at in sorted(changes.touched):
        words = after.words(changes.kept[at])
        if words != before.blocks[at].text:
            rewordings[ids[at]] = Rewording(before.blocks[at].kind, before.blocks[at].text, words)
    put_in = {}
    for at, elements in changes.put_in.items():
        new = [element for element in elements if isinstance(element, int)]
        if new:
            put_in[ids[at - 1] if at else None] = after.words(new)
    return Touched(rewordings, put_in, frozenset(ids[at] for at in changes.moved))
