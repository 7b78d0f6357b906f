"""Where everything stands in a picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wgec_living.web.charts import Chart, Part, stacked_bars, up_and_down

KINDS = [("open", "Open"), ("accepted", "Accepted"), ("declined", "Declined")]
numbers = st.integers(0, 50_000)
rows = st.lists(st.tuples(st.text(max_size=90), st.tuples(numbers, numbers, numbers)), max_size=8)


def inside(chart: Chart) -> None:
    """Fail where anything stands outside the picture."""
    for part in (*chart.parts, *[part for part, _ in chart.keys]):
        assert part.x >= 0 and part.x + part.width <= chart.width + 0.05, part
        assert part.y >= 0 and part.y + part.height <= chart.height + 0.05, part
    for words in (*chart.words, *[words for _, words in chart.keys]):
        assert 0 <= words.x <= chart.width and 0 <= words.y <= chart.height, words


def lines(chart: Chart) -> list[list[Part]]:
    return [[part for part in chart.parts if part.y == y] for y in sorted({part.y for part in chart.parts})]


@given(rows)
def test_bars_are_as_long_as_their_numbers_say(given_rows: list[tuple[str, tuple[int, int, int]]]) -> None:
    chart = stacked_bars(given_rows, KINDS)
    inside(chart)
    most = max((sum(values) for _, values in given_rows), default=0)
    drawn = [values for _, values in given_rows if sum(values)]
    assert len(lines(chart)) == len(drawn)
    for bar, values in zip(lines(chart), drawn, strict=True):
        shown = dict(zip([kind for kind, _ in KINDS], values, strict=True))
        assert [part.kind for part in bar] == [kind for kind, number in shown.items() if number]
        at = 0.0
        for part in bar:
            assert abs(part.width - chart.width * shown[part.kind] / most) < 0.02
            assert abs(part.x - at) < 0.05, "each begins where the one before ends"
            at += part.width
            assert part.label is None or part.label.text == f"{shown[part.kind]:,}"


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=40))
def test_columns_are_as_high_as_their_numbers_say(pairs: list[tuple[int, int]]) -> None:
    chart = up_and_down(pairs, (("came", "put forward"), ("decided", "decided")), ("first", "last"))
    inside(chart)
    assert chart.baseline is not None
    most = max(max(pair) for pair in pairs)
    for kind, place in (("came", 0), ("decided", 1)):
        found = [part for part in chart.parts if part.kind == kind]
        values = [pair[place] for pair in pairs if pair[place]]
        assert len(found) == len(values)
        highest = max((part.height for part in chart.parts), default=0.0)
        for part, value in zip(found, values, strict=True):
            assert abs(part.height - highest * value / most) < 0.05
            edge = part.y + part.height if kind == "came" else part.y
            assert abs(edge - chart.baseline) < 0.05
