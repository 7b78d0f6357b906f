"""What waits for a decision, as a condition on the table of contributions."""

from __future__ import annotations

from sqlalchemy import and_, not_

from wgec_living.domain.events import Kind
from wgec_living.domain.standing import UNDECIDED, Status

from .schema import contributions

_STATED = and_(contributions.c.status == Status.OPEN.value, contributions.c.kind == Kind.POSITION.value)
NOT_MERELY_STATED = not_(_STATED)
"""A position that nobody put off has been stated; it is owed no decision."""
WAITS = and_(contributions.c.status.in_([status.value for status in UNDECIDED]), NOT_MERELY_STATED)
