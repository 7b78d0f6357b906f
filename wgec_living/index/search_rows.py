"""What can be found, as rows and as words: numbered by place, so that each place is searched by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from sqlalchemy import Connection, select

from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath

from .rows import put
from .schema import searched

SHIFT = 40
_LAST = "SELECT max(id) FROM searched WHERE id < ?"
_ADD_WORDS = "INSERT INTO searched_words(rowid, title, body, proposed) VALUES (?, ?, ?, ?)"
_TAKE_WORDS = (
    "INSERT INTO searched_words(searched_words, rowid, title, body, proposed) VALUES ('delete', ?, ?, ?, ?)"
)
_VOCABULARY = "CREATE VIRTUAL TABLE temp.searched_vocabulary USING fts5vocab(main, searched_words, instance)"

Words = tuple[str, str, str]
"""What is searched: the title, what is said, and the words proposed for a text."""


class Place(IntEnum):
    """Where something can be found; words come into the table in this order, which costs least."""

    TEXT = 1
    HISTORY = 2
    CONTRIBUTION = 3
    REASON = 4

    @property
    def first(self) -> int:
        """The number below all numbers of this place."""
        return self << SHIFT

    @property
    def last(self) -> int:
        """The number above all numbers of this place."""
        return (self + 1) << SHIFT


@dataclass(slots=True)
class Searched:
    """One thing that can be found."""

    place: Place
    at: int
    document: DocumentPath | str
    words: Words
    handle: str
    group: str
    kind: str
    """The kind of block, or of event."""
    block: BlockId | None = None
    number: int | None = None
    contribution: int | None = None
    event: CommitId | None = None
    source: str | None = field(default=None, repr=False)

    def row(self, number: int) -> dict[str, object]:
        """Return its row."""
        return {
            "id": number,
            "at": self.at,
            "document": self.document,
            "block": self.block,
            "number": self.number,
            "contribution": self.contribution,
            "event": self.event,
            "handle": self.handle,
            "group": self.group,
            "kind": self.kind,
            "source": self.source,
        }


def write(
    connection: Connection, entries: Iterable[Searched], taken: Sequence[tuple[int, Words]] = ()
) -> None:
    """Put in what can be found, in the order of time, after taking out what no longer can, given with its words."""
    if taken:
        ordered = sorted(taken)
        connection.exec_driver_sql("DELETE FROM searched WHERE id = ?", [(number,) for number, _ in ordered])
        connection.exec_driver_sql(_TAKE_WORDS, [(number, *words) for number, words in ordered])
    by_place: defaultdict[Place, list[Searched]] = defaultdict(list)
    for entry in entries:
        if any(entry.words):
            by_place[entry.place].append(entry)
    for place in sorted(by_place):
        last = connection.exec_driver_sql(_LAST, (place.last,)).scalar() or 0
        # In the order of time, so that the newest are found first, however many came at once.
        found = sorted(by_place[place], key=lambda entry: entry.at)
        numbered = list(enumerate(found, max(last, place.first) + 1))
        put(connection, searched, [entry.row(number) for number, entry in numbered])
        connection.exec_driver_sql(_ADD_WORDS, [(number, *entry.words) for number, entry in numbered])


def told(connection: Connection) -> list[str]:
    """Return everything that can be found with its words, in an order and under names that owe nothing to numbers."""
    names: dict[int, str] = {}
    words: defaultdict[int, list[tuple[object, ...]]] = defaultdict(list)
    for number, *rest in connection.execute(select(searched)):
        names[number] = repr((number >> SHIFT, *rest))
    connection.exec_driver_sql(_VOCABULARY)
    try:
        rows = connection.exec_driver_sql('SELECT doc, col, "offset", term FROM temp.searched_vocabulary')
        for number, *rest in rows:
            words[number].append(tuple(rest))
    finally:
        connection.exec_driver_sql("DROP TABLE temp.searched_vocabulary")
    numbers = names.keys() | words.keys()
    return sorted(f"{names.get(number)} {sorted(words[number])}" for number in numbers)
