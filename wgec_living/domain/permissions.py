"""Who may do what, and in which state of a contribution: one table, readable by a lawyer."""

from __future__ import annotations

from enum import StrEnum

from .errors import NotAllowed, NotNow, SignInNeeded
from .people import Person, Role
from .standing import UNDECIDED, Status


class Act(StrEnum):
    """Something a signed-in person asks the server to do."""

    COMMENT = "comment"
    PROPOSE = "propose"
    STATE_POSITION = "state a position"
    REPLY = "reply"
    TAKE_POSITION = "state a position on a contribution"
    ANCHOR = "say where a contribution belongs"
    REVISE = "revise the text of a proposal"
    WITHDRAW = "withdraw a contribution"
    TAKE_BACK = "propose to take a change back"
    DISPOSE = "decide on a contribution"
    INVITE = "invite people"
    PUBLISH = "publish an edition"


ANY_STATE = frozenset(Status)
NEVER_REMOVED = ANY_STATE - {Status.REMOVED}
OWN = "own"
OWN_OR_COORDINATOR = "own, or a coordinator"

RULES: dict[Act, tuple[frozenset[Role], frozenset[Status] | None, str]] = {
    # act: (roles, states of the contribution or None where there is none yet, whose contribution)
    Act.COMMENT: (frozenset(Role), None, ""),
    Act.PROPOSE: (frozenset(Role), None, ""),
    Act.STATE_POSITION: (frozenset(Role), None, ""),
    Act.REPLY: (frozenset(Role), NEVER_REMOVED, ""),
    Act.TAKE_POSITION: (frozenset(Role), UNDECIDED, ""),
    Act.ANCHOR: (frozenset(Role), UNDECIDED, OWN_OR_COORDINATOR),
    Act.REVISE: (frozenset(Role), UNDECIDED, OWN),
    Act.WITHDRAW: (frozenset(Role), UNDECIDED, OWN),
    Act.TAKE_BACK: (frozenset(Role), frozenset({Status.ACCEPTED, Status.ACCEPTED_WITH_CHANGES}), ""),
    Act.DISPOSE: (frozenset({Role.COORDINATOR}), UNDECIDED, ""),
    Act.INVITE: (frozenset({Role.COORDINATOR}), None, ""),
    Act.PUBLISH: (frozenset({Role.COORDINATOR}), None, ""),
}


def permitted(person: Person, act: Act, *, status: Status | None = None, author: str | None = None) -> bool:
    """Say whether `person` may do `act` on a contribution in `status` begun by the handle `author`."""
    roles, states, whose = RULES[act]
    return person.role in roles and (states is None or status in states) and _is_theirs(person, whose, author)


def _is_theirs(person: Person, whose: str, author: str | None) -> bool:
    by_role = whose == OWN_OR_COORDINATOR and person.role is Role.COORDINATOR
    return not whose or by_role or author == person.handle


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
    if not _is_theirs(person, whose, author):
        others = " or a coordinator" if whose == OWN_OR_COORDINATOR else ""
        raise NotAllowed(f"Only the person who made a contribution{others} may {act.value}.")
    if states is not None and status not in states:
        raise NotNow(_too_late(act, status))
    return person


def _too_late(act: Act, status: Status | None) -> str:
    word = status.value.replace("-", " ") if status else "unknown"
    if act is Act.TAKE_BACK:
        return f"This contribution is {word}; only a change that was accepted can be taken back."
    what = act.value.replace("a contribution", "it").replace("the text of a proposal", "its text")
    still = "You can still read it, and reply." if status in NEVER_REMOVED else "You can still read it."
    if act is Act.WITHDRAW and status is Status.WITHDRAWN:
        return f"This contribution is withdrawn already. {still}"
    return f"This contribution is {word}, so it is too late to {what}. {still}"
