"""Rows put into tables by the thousand: the statement is made once per table, each row costs what SQLite takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import sqlite


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that each name every column of `table`, in plain Python types; other names are passed over."""
    if rows:
        values = itemgetter(*table.columns.keys())
        connection.exec_driver_sql(_insertion(table), [values(row) for row in rows])


@cache
def _insertion(table: Table) -> str:
    return str(insert(table).compile(dialect=sqlite.dialect()))
