"""The index as the services see it."""

from __future__ import annotations

from pathlib import Path

from wgec_living.store.record import Record

from .anchor_queries import AnchorQueries
from .catching_up import CatchingUp
from .comment_queries import CommentQueries
from .database import Database
from .edition_queries import EditionQueries
from .ordering import Ordering
from .origin_queries import OriginQueries
from .people_queries import PeopleQueries
from .position_queries import PositionQueries
from .register import Register
from .report_queries import ReportQueries
from .search_queries import SearchQueries
from .standing_queries import StandingQueries
from .text_queries import TextQueries
from .timeline_queries import TimelineQueries


class Index:
    """Everything derived from one record: questions by noun, and the means to keep it level."""

    def __init__(self, path: Path, record: Record) -> None:
        self.database = Database(path)
        self.keeping = CatchingUp(self.database, record)
        self.texts = TextQueries(self.database)
        self.register = Register(self.database)
        self.ordering = Ordering(self.database)
        self.reports = ReportQueries(self.database)
        self.comments = CommentQueries(self.database, self.register)
        self.people = PeopleQueries(self.database)
        self.anchors = AnchorQueries(self.database)
        self.positions = PositionQueries(self.database)
        self.origins = OriginQueries(self.database)
        self.search = SearchQueries(self.database)
        self.timeline = TimelineQueries(self.database)
        self.standing = StandingQueries(self.database)
        self.editions = EditionQueries(self.database)

    def close(self) -> None:
        """Close the index; nothing in it is lost that the record does not hold."""
        self.database.close()
