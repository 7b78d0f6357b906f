"""Rows put into tables by the thousand: the statement is made once per table, each row costs what SQLite takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import sqlite


def put(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, object]], *, anew: bool = False
) -> None:
    """Insert rows that each name every column of `table`, in plain Python types; other names are passed over.

    With `anew` they take the place of those with the same key.
    """
    if rows:
        values = itemgetter(*table.columns.keys())
        connection.exec_driver_sql(_insertion(table, anew), list(map(values, rows)))


@cache
def _insertion(table: Table, anew: bool) -> str:
    made = insert(table).prefix_with("OR REPLACE") if anew else insert(table)
    return str(made.compile(dialect=sqlite.dialect()))
