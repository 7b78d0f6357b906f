"""The entries of the time line, taken in event by event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, select, update

from wgec_living.domain.events import Event, Kind, Speaker
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.message import Unreadable
from wgec_living.domain.timeline import sort_of
from wgec_living.store.objects import StoredCommit

from .rows import put
from .schema import contributions, moments
from .summing_up import Opening

CHUNK = 500
_DOCUMENTS = select(contributions.c.number, contributions.c.document).where(
    contributions.c.number.in_(bindparam("numbers", expanding=True))
)
_ON_NOTHING = select(moments.c.at, moments.c.position, moments.c.contribution).where(
    moments.c.document == "", moments.c.contribution.is_not(None)
)


class Moments:
    """Gathers the entries of one pass; `flush` writes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[dict[str, object]] = []
        self._without: list[tuple[int, dict[str, object]]] = []
        """Entries on a contribution, with its number: its document is known only in the end."""

    def on_branch(
        self, commit: StoredCommit, event: Event | Unreadable, place: int, number: int, author: Speaker
    ) -> None:
        """Take in an event of a contribution's branch; `author` is who made a commit that cannot be read."""
        known = event if isinstance(event, Event) else None
        row = _row(commit, known, place, known.speaker if known else author)
        self._without.append((number, row | {"line": number, "contribution": number}))

    def on_main(
        self,
        commit: StoredCommit,
        event: Event | Unreadable,
        position: int,
        author: Speaker,
        revised: Sequence[tuple[DocumentPath, int]],
    ) -> None:
        """Take in an event of `main` with the revisions it made; `author` is whose change it is."""
        known = event if isinstance(event, Event) else None
        row = _row(commit, known, position, author)
        if known is not None and known.kind is Kind.DISPOSITION:
            row["contribution"], row["decider"] = known.contribution, known.speaker.handle
        self._rows += [row | {"document": path, "revision": number} for path, number in revised]
        number = known.contribution if known is not None else None
        if not revised and number is not None:
            self._without.append((number, row))
        elif not revised:
            self._rows.append(row | {"document": ""})

    def flush(self, begun: Mapping[int, Opening]) -> None:
        """Write what was gathered; `begun` are the contributions that began in this pass."""
        documents = {number: opening.document or "" for number, opening in begun.items()}
        missing = sorted({number for number, _ in self._without} - documents.keys())
        for start in range(0, len(missing), CHUNK):
            found = self._connection.execute(_DOCUMENTS, {"numbers": missing[start : start + CHUNK]})
            documents.update((row.number, row.document) for row in found)
        for number, row in self._without:
            row["document"] = documents.get(number, "")
            self._rows.append(row)
        put(self._connection, moments, self._rows)
        self._rows, self._without = [], []

    def decided_before(self, begun: Mapping[int, Opening]) -> None:
        """Have the decisions that came before these contributions say what they were on."""
        for row in self._connection.execute(_ON_NOTHING).all() if begun else ():
            event = begun[row.contribution].event if row.contribution in begun else None
            if event is None or event.document is None:
                continue
            who = event.speaker
            here = (moments.c.at == row.at, moments.c.position == row.position, moments.c.document == "")
            said = {"handle": who.handle, "delegation": who.delegation, "group": who.group}
            change = update(moments).where(*here, moments.c.contribution == row.contribution)
            self._connection.execute(change.values(document=event.document, **said))


def _row(commit: StoredCommit, event: Event | None, position: int, speaker: Speaker) -> dict[str, object]:
    return {
        "at": commit.committer.at,
        "commit": commit.id,
        "position": position,
        "line": 0,
        "sort": str(sort_of(event, position)),
        "contribution": None,
        "revision": None,
        "handle": speaker.handle,
        "decider": None,
        "delegation": speaker.delegation,
        "group": speaker.group,
    }
