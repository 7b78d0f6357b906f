"""What is asked for in a search box: as it is read, as SQLite is asked, and as it is found again in a text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgec_living.domain.errors import Invalid
from wgec_living.domain.search_query import LONGEST_QUERY, expression, meets, places_in, read_query
from wgec_living.domain.search_words import folded
from wgec_living.index.schema import SEARCHED_WORDS


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(SEARCHED_WORDS)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("access unev", '"access" AND ("unev" OR "unev" *)'),
        ("access uneven ", '"access" AND "uneven"'),
        ('"Digital  divide" -gap', '("digital divide") NOT ("gap")'),
        ("«цифровой разрыв»", '"цифровой разрыв"'),
        ("“a b", '"a b"'),
        ("互联网", '"互 联 网"'),
        ("网", '"网"'),
        ("well-known", '("well known" OR "well known" *)'),
        ("a - b --c", '"a" AND "b" AND "c"'),
        ("NEAR(a b) title:x^2 OR *", '"near a" AND "b" AND "title x 2" AND "or"'),
        ("a a a", '"a"'),
        ("", ""),
        ('"" - "\0" *', ""),
    ],
)
def test_a_query_is_read_and_nothing_of_it_is_taken_for_sqlite(text: str, asked: str) -> None:
    query = read_query(text)
    assert expression(query) == asked
    assert bool(query) == bool(asked)


@pytest.mark.parametrize("text", ["a" * (LONGEST_QUERY + 1), '"' * 10_000, "-only -without"])
def test_what_cannot_be_looked_for_is_refused_in_words(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_query(text)
    assert refused.value.fields["q"].endswith(".")


SIGNS = st.sampled_from(
    [*'abé "-*():^+', "\0", "ال", "互", "ة", "網", "NOT ", "AND ", "-a", '"b', "ab ", "ba"]
)
TEXTS = st.lists(SIGNS, max_size=14).map("".join)


@given(TEXTS | st.text(max_size=LONGEST_QUERY), st.lists(TEXTS, min_size=1, max_size=4))
def test_sqlite_finds_what_the_query_meets(table: sqlite3.Connection, asked: str, texts: list[str]) -> None:
    try:
        query = read_query(asked)
    except Invalid:
        return
    if not query:
        return
    table.execute("BEGIN")
    try:
        rows = [(number, folded(text)) for number, text in enumerate(texts)]
        table.executemany("INSERT INTO searched_words(rowid, body) VALUES (?, ?)", rows)
        found = table.execute(
            "SELECT rowid FROM searched_words WHERE searched_words MATCH ?", (expression(query),)
        )
        numbers = {row[0] for row in found}
    finally:
        table.execute("ROLLBACK")
    assert numbers == {number for number, text in enumerate(texts) if meets(text, query)}
    for number in numbers:
        assert places_in(texts[number], query)


def test_places_are_those_of_the_text_as_it_was_written() -> None:
    text = "L’ACCÈS inégal; l’accès inégal à 互联网治理."
    for asked, words in (
        ('"acces inegal"', ["ACCÈS inégal", "accès inégal"]),
        ("联网", ["联网"]),
        ("inég", ["inégal", "inégal"]),
        ("inég ", []),
    ):
        assert [text[start:end] for start, end in places_in(text, read_query(asked))] == words
