"""The index as the services see it."""

from __future__ import annotations

from pathlib import Path

from wgec_living.store.record import Record

from .catching_up import CatchingUp
from .database import Database
from .people_queries import PeopleQueries
from .register import Register
from .text_queries import TextQueries


class Index:
    """Everything derived from one record: questions by noun, and the means to keep it level."""

    def __init__(self, path: Path, record: Record) -> None:
        self.database = Database(path)
        self.keeping = CatchingUp(self.database, record)
        self.texts = TextQueries(self.database)
        self.register = Register(self.database)
        self.people = PeopleQueries(self.database)

    def close(self) -> None:
        """Close the index; nothing in it is lost that the record does not hold."""
        self.database.close()
