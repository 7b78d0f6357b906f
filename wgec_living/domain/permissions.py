"""Who may do what, and in which state of a contribution: one table, readable by a lawyer."""

from __future__ import annotations

from enum import StrEnum

from .errors import NotAllowed, SignInNeeded
from .people import Person, Role
from .standing import UNDECIDED, Status


class Act(StrEnum):
    """Something a signed-in person asks the server to do."""

    COMMENT = "comment"
    PROPOSE = "propose"
    STATE_POSITION = "state a position"
    REPLY = "reply"
    REVISE = "revise the text of a proposal"
    WITHDRAW = "withdraw a contribution"
    TAKE_BACK = "propose to take a change back"
    DISPOSE = "decide on a contribution"
    INVITE = "invite people"


ANY_STATE = frozenset(Status)
NEVER_REMOVED = ANY_STATE - {Status.REMOVED}
OWN = "own"

RULES: dict[Act, tuple[frozenset[Role], frozenset[Status] | None, str]] = {
    # act: (roles, states of the contribution or None where there is none yet, "own" or "")
    Act.COMMENT: (frozenset(Role), None, ""),
    Act.PROPOSE: (frozenset(Role), None, ""),
    Act.STATE_POSITION: (frozenset(Role), None, ""),
    Act.REPLY: (frozenset(Role), NEVER_REMOVED, ""),
    Act.REVISE: (frozenset(Role), UNDECIDED, OWN),
    Act.WITHDRAW: (frozenset(Role), UNDECIDED, OWN),
    Act.TAKE_BACK: (frozenset(Role), frozenset({Status.ACCEPTED, Status.ACCEPTED_WITH_CHANGES}), ""),
    Act.DISPOSE: (frozenset({Role.COORDINATOR}), UNDECIDED, ""),
    Act.INVITE: (frozenset({Role.COORDINATOR}), None, ""),
}


def permitted(person: Person, act: Act, *, status: Status | None = None, author: str | None = None) -> bool:
    """Say whether `person` may do `act` on a contribution in `status` begun by the handle `author`."""
    roles, states, whose = RULES[act]
    return (
        person.role in roles
        and (states is None or status in states)
        and (whose != OWN or author == person.handle)
    )


def require_role(person: Person | None, act: Act) -> Person:
    """Return `person` if anybody of their role may ever do `act`, or raise the error that says why not."""
    if person is None:
        raise SignInNeeded(f"Please sign in to {act.value}. What you wrote is kept on this page.")
    if person.role not in RULES[act][0]:
        raise NotAllowed(f"Only a coordinator may {act.value}.")
    return person


def require(
    person: Person | None, act: Act, *, status: Status | None = None, author: str | None = None
) -> Person:
    """Return `person`, or raise the error that says why they may not do `act`."""
    person = require_role(person, act)
    _, states, whose = RULES[act]
    if whose == OWN and author != person.handle:
        raise NotAllowed(f"Only the person who made a contribution may {act.value}.")
    if states is not None and status not in states:
        word = status.value.replace("-", " ") if status else "unknown"
        raise NotAllowed(
            f"This contribution is {word}, so it is not possible to {act.value}. You can still read it"
            + (", and reply." if status in NEVER_REMOVED else ".")
        )
    return person
