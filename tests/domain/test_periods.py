"""Days gathered into periods."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wgec_living.domain.periods import MOST, periods
from wgec_living.domain.reporting import Day

days = st.dictionaries(st.integers(7, 40_000), st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30)


@given(days)
def test_nothing_is_lost_and_no_period_left_out(found: dict[int, tuple[int, int]]) -> None:
    result = periods([Day(day, came, decided) for day, (came, decided) in sorted(found.items())])
    assert sum(one.contributions for one in result) == sum(came for came, _ in found.values())
    assert sum(one.decisions for one in result) == sum(decided for _, decided in found.values())
    for before, after in pairwise(result):
        assert (after.first - before.last).days == 1
        assert after.unit == before.unit
    assert len(result) <= MOST or result[0].unit == "year"


def test_the_shortest_unit_that_fits_is_taken() -> None:
    expected = {20: "day", 100: "week", 700: "month", 2_000: "quarter", 9_000: "year"}
    for length, unit in expected.items():
        found = periods([Day(16_000, 1, 0), Day(16_000 + length, 0, 1)])
        assert found[0].unit == unit, length
        assert (found[0].contributions, found[-1].decisions) == (1, 1)


def test_one_day_is_shown_among_its_neighbours_and_any_time_is_borne() -> None:
    assert len(periods([Day(20_000, 3, 0)])) == 7
    assert periods([]) == ()
    wild = periods([Day(-5, 1, 0), Day(10**9, 1, 1)])
    assert wild[0].unit == "year" and sum(one.contributions for one in wild) == 2
