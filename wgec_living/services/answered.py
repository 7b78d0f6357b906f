"""The comments that a change answers, as far as the record shows it, and what the link rests on.

The record has no line that says “this change answers that comment”. It shows three things: that a proposal takes a
comment up again, that the proposal or the decision names one, and that one made before was about the very words that
the change touched. Each is told as what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.summaries import ContributionSummary, RevisionSummary

from .site import Site

MOST_NAMED = 20
"""Numbers heeded in one reason."""
_NAMED = re.compile(
    r"\b(?:comment|contribution)s?\s+#?([0-9]{1,9}(?:(?:,\s*|\s+and\s+|,\s+and\s+)#?[0-9]{1,9})*)\b",
    re.IGNORECASE,
)
_LINKED = re.compile(r"/contributions/([1-9][0-9]{0,8})\b")
_NUMBER = re.compile(r"[0-9]+")


class Basis(StrEnum):
    """What a link between a change and a comment rests on, the strongest first."""

    TAKEN_UP = "taken-up"
    """The proposal is recorded as taking the comment up again (`Supersedes`)."""
    NAMED = "named"
    """The reason of the proposal or of the decision names it."""
    PASSAGE = "passage"
    """It was about words that the change touched, and had been made before."""


@dataclass(frozen=True)
class Answered:
    """A comment that stands to a change in one of these ways."""

    comment: ContributionSummary
    basis: Basis
    waited: bool
    """Whether it waited for a decision when the change was decided."""
    blocks: frozenset[BlockId]
    """Every block that it is or was on."""

    def concerns(self, names: Iterable[BlockId]) -> bool:
        """Say whether it belongs to a change of these blocks; one that is named belongs to all that changed."""
        return self.basis is not Basis.PASSAGE or not self.blocks.isdisjoint(names)


@dataclass(frozen=True)
class Background:
    """What the record has about why one revision came."""

    why: str
    """The words with which its contribution began: the contributor's own reason."""
    replies: int
    """On the contribution, before it was decided."""
    comments: tuple[Answered, ...]


def backgrounds(
    site: Site, path: DocumentPath, revisions: Iterable[RevisionSummary]
) -> Mapping[int, Background]:
    """Return what is behind some revisions, by number; few questions, whatever is asked. A founding has nothing."""
    changes = {one.number: one for one in revisions if one.contribution is not None}
    if not changes:
        return {}
    proposals = {number: one.contribution for number, one in changes.items() if one.contribution is not None}
    reasons = site.index.register.openings(set(proposals.values()))
    replies = site.index.comments.replies({name: changes[n].at for n, name in proposals.items()})
    comments = _answered(site, path, changes, reasons)
    return {
        number: Background(reasons.get(name, ""), replies.get(name, 0), comments.get(number, ()))
        for number, name in proposals.items()
    }


def _answered(
    site: Site, path: DocumentPath, changes: Mapping[int, RevisionSummary], reasons: Mapping[int, str]
) -> Mapping[int, tuple[Answered, ...]]:
    """Return by the number of a revision the comments that its change answers."""
    bases = _bases(site, path, changes, reasons)
    asked, wanted = site.index.comments, {number for found in bases.values() for number in found}
    comments = asked.comments(wanted)
    ends, blocks, places = asked.ends(comments), asked.blocks(comments), asked.places(path, changes)
    result: dict[int, tuple[Answered, ...]] = {}
    for number, found in bases.items():
        told = []
        for name, basis in sorted(found.items()):
            end = ends.get(name)
            gone = end is not None and end.withdrawn_at is not None and end.withdrawn_at <= changes[number].at
            if name not in comments or comments[name].created_at > changes[number].at or gone:
                continue
            waited = end is None or end.position is None or end.position > places[number]
            told.append(Answered(comments[name], basis, waited, blocks.get(name, frozenset())))
        if told:
            result[number] = tuple(told)
    return result


def _bases(
    site: Site, path: DocumentPath, changes: Mapping[int, RevisionSummary], reasons: Mapping[int, str]
) -> Mapping[int, dict[int, Basis]]:
    """Return by revision the contributions linked to it, each with the strongest basis."""
    found: dict[int, dict[int, Basis]] = {number: {} for number in changes}
    proposals = {number: one.contribution for number, one in changes.items() if one.contribution is not None}
    for number, comments in site.index.comments.touched(path, changes).items():
        found[number] |= dict.fromkeys(comments, Basis.PASSAGE)
    for number, proposal in proposals.items():
        words = f"{reasons.get(proposal, '')}\n{changes[number].reason}"
        found[number] |= dict.fromkeys(named_in(words), Basis.NAMED)
    earlier = site.index.comments.taken_up(set(proposals.values()))
    for number, proposal in proposals.items():
        if proposal in earlier:
            found[number][earlier[proposal]] = Basis.TAKEN_UP
    return found


def named_in(words: str) -> list[int]:
    """Return the numbers of contributions that a reason names, as “comments 3 and 7” or by their addresses."""
    listed = [number for match in _NAMED.finditer(words) for number in _NUMBER.findall(match[1])]
    return [int(number) for number in [*listed, *_LINKED.findall(words)][:MOST_NAMED] if int(number)]
