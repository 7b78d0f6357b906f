"""Who may do what, cell by cell, against a table of its own: role, act, state, own or another's contribution."""

from __future__ import annotations

from itertools import product

import pytest

from wgec_living.domain.errors import NotAllowed, SignInNeeded
from wgec_living.domain.identifiers import Handle
from wgec_living.domain.people import Person, Role
from wgec_living.domain.permissions import Act, permitted, require, require_role
from wgec_living.domain.standing import Status

STATES = "open deferred accepted accepted-with-changes noted declined withdrawn removed".split()  # noqa: SIM905
# Whether it is allowed in each of STATES, in that order; "-" where the act is on no contribution: then always or never.
TABLE = {
    # act                                contributor: own, another's   coordinator: own, another's
    "reply":                             ("yyyyyyyn", "yyyyyyyn",      "yyyyyyyn", "yyyyyyyn"),
    "state a position on a contribution": ("yynnnnnn", "yynnnnnn",     "yynnnnnn", "yynnnnnn"),
    "say where a contribution belongs":  ("yynnnnnn", "nnnnnnnn",      "yynnnnnn", "yynnnnnn"),
    "revise the text of a proposal":     ("yynnnnnn", "nnnnnnnn",      "yynnnnnn", "nnnnnnnn"),
    "withdraw a contribution":           ("yynnnnnn", "nnnnnnnn",      "yynnnnnn", "nnnnnnnn"),
    "propose to take a change back":     ("nnyynnnn", "nnyynnnn",      "nnyynnnn", "nnyynnnn"),
    "decide on a contribution":          ("nnnnnnnn", "nnnnnnnn",      "yynnnnnn", "yynnnnnn"),
    "comment":                           ("y-", "y-",                  "y-", "y-"),
    "propose":                           ("y-", "y-",                  "y-", "y-"),
    "state a position":                  ("y-", "y-",                  "y-", "y-"),
    "invite people":                     ("n-", "n-",                  "y-", "y-"),
    "publish an edition":                ("n-", "n-",                  "y-", "y-"),
}  # fmt: skip
COLUMNS = [
    (Role.CONTRIBUTOR, True),
    (Role.CONTRIBUTOR, False),
    (Role.COORDINATOR, True),
    (Role.COORDINATOR, False),
]
CELLS = [
    (act, role, own, state, cells[0] if cells[1] == "-" else cells[place])
    for act, row in TABLE.items()
    for (role, own), cells in zip(COLUMNS, row, strict=True)
    for place, state in enumerate(STATES)
]


def test_the_table_covers_everything() -> None:
    assert {act for act, *_ in CELLS} == {act.value for act in Act}
    assert set(STATES) == {status.value for status in Status}
    assert len(CELLS) == len(set(CELLS)) == len(Act) * len(Role) * 2 * len(Status)


def person(role: Role) -> Person:
    """Return somebody of this role."""
    return Person(Handle("ana-example"), "Ana Example", "Network", "Civil society", role)


@pytest.mark.parametrize(("act", "role", "own", "state", "allowed"), CELLS)
def test_each_cell(act: str, role: Role, own: bool, state: str, allowed: str) -> None:
    who, author = person(role), "ana-example" if own else "boris-example"
    assert permitted(who, Act(act), status=Status(state), author=author) == (allowed == "y")
    if allowed == "y":
        assert require(who, Act(act), status=Status(state), author=author) is who
    else:
        with pytest.raises(NotAllowed) as refused:
            require(who, Act(act), status=Status(state), author=author)
        assert str(refused.value)[0].isupper() and str(refused.value)[-1] == "."


@pytest.mark.parametrize("act", Act)
def test_a_visitor_is_asked_to_sign_in(act: Act) -> None:
    for check in (require, require_role):
        with pytest.raises(SignInNeeded, match=act.value):
            check(None, act)


@pytest.mark.parametrize(("act", "role"), list(product(Act, Role)))
def test_a_role_alone_rules_out_only_what_it_never_may(act: Act, role: Role) -> None:
    ever = any(allowed == "y" for a, r, _, _, allowed in CELLS if (a, r) == (act, role))
    if ever:
        assert require_role(person(role), act).role is role
    else:
        with pytest.raises(NotAllowed, match="coordinator"):
            require_role(person(role), act)


def test_nobody_is_the_author_of_what_has_none() -> None:
    assert not permitted(person(Role.COORDINATOR), Act.WITHDRAW, status=Status.OPEN, author=None)
    assert not permitted(person(Role.COORDINATOR), Act.WITHDRAW, status=Status.OPEN, author="")


def test_a_closed_contribution_says_that_a_reply_is_possible() -> None:
    with pytest.raises(NotAllowed, match=r"accepted with changes.*reply"):
        require(person(Role.COORDINATOR), Act.DISPOSE, status=Status.ACCEPTED_WITH_CHANGES)
    with pytest.raises(NotAllowed) as refused:
        require(person(Role.COORDINATOR), Act.REPLY, status=Status.REMOVED)
    assert "and reply" not in str(refused.value)
