"""What stands beside the text: which contributions are shown there, and at which of its paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import request

from wgec_living.domain.events import OPENING_KINDS, Kind
from wgec_living.domain.places import Place
from wgec_living.domain.standing import UNDECIDED, Then
from wgec_living.domain.summaries import MarkedFilter, PlacedContribution
from wgec_living.services.present_places import PresentPlace
from wgec_living.services.views import BlockView

from .current import site
from .marking import Marks, words_in
from .words import kind_choices

FIRST = 3
"""So many cards of one passage are seen at once; the others unfold."""
ROWS = 12
"""A table or list is tall enough for one card a row, up to so many."""


@dataclass(frozen=True)
class Shown:
    """What the reader chose to see beside the text, as the query string says it."""

    said: str
    """`undecided`, `all` or `none`."""
    kind: str
    group: str
    """The group's slug."""

    @property
    def narrowed(self) -> bool:
        """Whether it is other than what everybody sees at first."""
        return (self.said, self.kind, self.group) != ("undecided", "", "")


def asked() -> Shown:
    """Return what the query string asks for; what it names that does not exist counts as not asked."""
    said, kind, group = (request.args.get(name, "") for name in ("said", "kind", "group"))
    return Shown(
        said if said in ("all", "none") else "undecided",
        kind if kind in OPENING_KINDS else "",
        group if group in {one.slug for one in site().settings.groups} else "",
    )


def as_filter(shown: Shown, then: Then | None = None) -> MarkedFilter | None:
    """Return the choice as the index is asked for it, at a moment; None where nothing is to be shown."""
    if shown.said == "none":
        return None
    return MarkedFilter(
        shown.said == "undecided", shown.kind, site().settings.group_name(shown.group), then=then
    )


def choices() -> dict[str, list[tuple[str, str]]]:
    """Return what the reader can choose from, by field."""
    return {
        "said": [("undecided", "Waiting for a decision"), ("all", "All"), ("none", "None")],
        "kind": [("", "Every kind"), *kind_choices()],
        "group": [("", "Every group"), *((group.slug, group.name) for group in site().settings.groups)],
    }


@dataclass(frozen=True)
class Card:
    """A contribution beside a paragraph."""

    item: PlacedContribution[PresentPlace]
    block: BlockView
    proposals: int = 1
    """How many proposals wait on the same block, it included if it is one of them."""

    @property
    def waits(self) -> bool:
        """Whether it is a proposal that waits for a decision."""
        return self.item.kind == Kind.PROPOSAL and self.item.status in UNDECIDED

    @property
    def told(self) -> str:
        """What became of the words since, in short; empty while they stand as they were."""
        since = f" in revision {self.item.at.changed_in}" if self.item.at.changed_in else ""
        if self.item.at.place is Place.GONE:
            return f"text gone{since}"
        return f"text changed{since}" if self.item.at.place is Place.CHANGED else ""

    @property
    def by(self) -> int | None:
        """The contribution whose acceptance changed the words or took them out."""
        return self.item.at.changed_by if self.told else None


class Beside:
    """Contributions laid at the blocks of a text."""

    def __init__(
        self, blocks: Sequence[BlockView | None], placed: Sequence[PlacedContribution[PresentPlace]]
    ) -> None:
        places = {view.id: place for place, view in enumerate(blocks) if view is not None}
        spans: dict[int, list[tuple[int, int, int, bool]]] = {}
        self._cards: dict[int, list[Card]] = {}
        for item in placed:
            here = [place for block in item.at.blocks if (place := places.get(block)) is not None]
            view = blocks[here[-1]] if here else None
            if view is not None:
                self._cards.setdefault(here[-1], []).append(Card(item, view))
            changed = item.at.place is Place.CHANGED
            for piece in item.at.pieces:
                if piece.start is None or piece.end is None or piece.block not in places:
                    continue
                span = (item.number, piece.start, piece.end, changed)
                spans.setdefault(places[piece.block], []).append(span)
        self._cards = {place: _together(cards) for place, cards in self._cards.items()}
        self.words: dict[int, Marks] = {
            place: words_in(view, found) for place, found in spans.items() if (view := blocks[place])
        }

    @property
    def count(self) -> int:
        """How many have a place in the text."""
        return sum(map(len, self._cards.values()))

    def cards(self, blocks: Sequence[int]) -> tuple[Card, ...]:
        """Return the cards of some blocks, in reading order; of one block as `_together` puts them."""
        return tuple(card for block in blocks for card in self._cards.get(block, ()))


def _together(cards: Sequence[Card]) -> list[Card]:
    """Return the cards of one block: positions, then the proposals that wait side by side, then what else was said."""
    proposals = sum(card.waits for card in cards)
    ordered = sorted(
        cards, key=lambda card: (card.item.kind != Kind.POSITION, not card.waits, card.item.number)
    )
    return [replace(card, proposals=proposals) for card in ordered]
