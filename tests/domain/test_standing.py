"""Where a contribution stands, from its events and decisions: against a slow reading of the rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.events import BRANCH_KINDS, Disposition, Kind
from wgec_living.domain.standing import UNDECIDED, Status, standing_of

OPEN, LATER = {Kind.PROPOSAL}, {Kind.PROPOSAL, Kind.REPLY, Kind.REVISED_TEXT}
DEFER, NOTE = Disposition.DEFERRED, Disposition.NOTED


@pytest.mark.parametrize(
    ("branch", "decisions", "status"),
    [
        (OPEN, [], Status.OPEN),
        (LATER, [], Status.OPEN),
        (set(), [], Status.OPEN),
        (OPEN, [DEFER], Status.DEFERRED),
        (OPEN, [DEFER, DEFER], Status.DEFERRED),
        (LATER, [DEFER, NOTE], Status.NOTED),
        (OPEN | {Kind.WITHDRAWAL}, [], Status.WITHDRAWN),
        (OPEN | {Kind.WITHDRAWAL}, [DEFER], Status.WITHDRAWN),
        # The server lets neither follow the other; from outside, the decision stands.
        (OPEN | {Kind.WITHDRAWAL}, [NOTE], Status.NOTED),
        (OPEN | {Kind.REMOVAL}, [NOTE], Status.REMOVED),
        (OPEN | {Kind.REMOVAL, Kind.WITHDRAWAL}, [], Status.REMOVED),
        # The first final decision stands.
        (OPEN, [NOTE, Disposition.ACCEPTED], Status.NOTED),
        (OPEN, [Disposition.DECLINED, DEFER], Status.DECLINED),
    ],
)
def test_examples(branch: set[Kind], decisions: list[Disposition], status: Status) -> None:
    assert standing_of(branch, decisions) is status


@pytest.mark.parametrize("disposition", Disposition)
def test_every_decision_has_its_state(disposition: Disposition) -> None:
    status = standing_of(OPEN, [disposition])
    assert status.value == disposition.value
    assert (status in UNDECIDED) == (disposition is DEFER)


@given(st.sets(st.sampled_from(sorted(BRANCH_KINDS))), st.lists(st.sampled_from(Disposition), max_size=5))
@settings(deadline=None)
def test_against_the_rule(branch: set[Kind], decisions: list[Disposition]) -> None:
    final = [decision.value for decision in decisions if decision is not DEFER]
    expected = "open"
    if decisions:
        expected = "deferred"
    if Kind.WITHDRAWAL in branch:
        expected = "withdrawn"
    if final:
        expected = final[0]
    if Kind.REMOVAL in branch:
        expected = "removed"
    assert standing_of(branch, decisions) == expected
