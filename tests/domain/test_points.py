"""Points of a document as they are written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgec_living.domain.points import AtDay, AtEdition, AtRevision, Now, Point, parse_point

POINTS = st.one_of(
    st.just(Now()),
    st.builds(AtRevision, st.integers(1, 999_999_999)),
    st.builds(AtEdition, st.integers(1, 999_999)),
    st.builds(AtDay, st.dates()),
)


@given(POINTS)
def test_what_is_written_is_read_back(point: Point) -> None:
    assert parse_point(str(point)) == point


@given(st.text())
def test_what_is_read_is_written_the_one_way(text: str) -> None:
    point = parse_point(text)
    assert point is None or str(point) == text


@pytest.mark.parametrize(
    "text",
    ["", "0", "01", "+1", "١", "1 ", "edition-0", "edition-", "Edition-1", "2026-13-01", "2026-1-1", "NOW"],
)
def test_what_is_no_point_is_none(text: str) -> None:
    assert parse_point(text) is None


def test_a_day_ends_with_its_last_second_in_utc() -> None:
    assert AtDay(date(2026, 11, 24)).end == datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC).timestamp()
    assert AtDay(date.max).end == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp()
