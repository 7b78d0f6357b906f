"""The words of the texts, for searching: those in force block by block, and what a block said before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from wgec_living.domain.blocks import Block, Kind
from wgec_living.domain.events import Speaker
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.search_sources import searched
from wgec_living.domain.search_words import folded
from wgec_living.domain.tracing import Fate, Link

from .search_rows import Place, Searched, Words, write

_STANDING = "SELECT id FROM searched WHERE document = ? AND block = ? AND id < ?"
Standing = tuple[Sequence[Block], Sequence[BlockId]]


@dataclass(frozen=True, slots=True)
class Change:
    """A revision: who made it, when, and with which contribution."""

    document: DocumentPath
    number: int
    at: int
    author: Speaker
    contribution: int | None


class SearchedTexts:
    """Follows the words of blocks within one pass over new commits; `flush` writes what was gathered."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._now: dict[tuple[DocumentPath, BlockId], Searched] = {}
        self._gone: list[Searched] = []
        self._taken: list[tuple[int, Words]] = []

    def take(self, change: Change, old: Standing, new: Standing, links: Iterable[Link]) -> None:
        """Take in a revision, given the blocks and ids of the one before, nothing before the first."""
        before, after = _texts(old, new, links)
        for name, block in before.items():
            now = after.get(name)
            if now is not None and (now.text == block.text or words_of(now) == words_of(block)):
                del after[name]
                continue
            self._leave(change, name, block)
        for name, block in after.items():
            self._now[change.document, name] = _entry(Place.TEXT, change, name, block, change.number)

    def _leave(self, change: Change, name: BlockId, block: Block) -> None:
        """Move what a block said to the history, where it is found by who took it out and when."""
        key = change.document, name
        entry = self._now.pop(key, None)
        if entry is None:
            found = self._connection.exec_driver_sql(_STANDING, (*key, Place.TEXT.last)).scalar()
            if found is None:
                return  # Nothing in it can be found: a rule, a definition.
            entry = _entry(Place.HISTORY, change, name, block, change.number - 1)
            self._taken.append((found, entry.words))
        entry = _entry(Place.HISTORY, change, name, block, change.number - 1, entry.words)
        entry.source = block.text
        self._gone.append(entry)

    def flush(self) -> None:
        """Write what was noted since the last time."""
        write(self._connection, [*self._now.values(), *self._gone], self._taken)
        self._now, self._gone, self._taken = {}, [], []


def words_of(block: Block) -> Words:
    """Return what of a block is searched; a heading counts as a title."""
    words = folded(searched(block.text, block.kind))
    return (words, "", "") if block.kind is Kind.HEADING else ("", words, "")


def _texts(
    old: Standing, new: Standing, links: Iterable[Link]
) -> tuple[dict[BlockId, Block], dict[BlockId, Block]]:
    """Return the blocks, before and after, that are not in both word for word, by their ids."""
    (blocks, ids), (new_blocks, new_ids) = old, new
    if not ids:
        return {}, dict(zip(new_ids, new_blocks, strict=True))
    before: dict[BlockId, Block] = {}
    after: dict[BlockId, Block] = {}
    for link in links:
        if link.fate is not Fate.SAME:
            before.update((ids[place], blocks[place]) for place in link.olds)
            after.update((new_ids[place], new_blocks[place]) for place in link.news)
    return before, after


def _entry(
    place: Place, change: Change, name: BlockId, block: Block, number: int, words: Words | None = None
) -> Searched:
    return Searched(
        place,
        change.at,
        change.document,
        words_of(block) if words is None else words,
        change.author.handle,
        change.author.group,
        block.kind.value,
        block=name,
        number=number,
        contribution=change.contribution,
    )
