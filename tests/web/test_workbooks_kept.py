"""A workbook is made in a child, and once as long as nothing changes."""

from __future__ import annotations

import sys

import pytest

from tests.conftest import Server
from wgec_living.exporting import Exporter


def test_a_workbook_is_made_once_and_outside_the_server(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.comment(server.ana, "privacy", "A word.")
    visitor = server.visitor()
    made: list[object] = []
    before = {address: visitor.get(address).get_data() for address in ("/report.xlsx", "/contributions.xlsx")}
    assert "xlsxwriter" not in sys.modules and len(set(before.values())) == 2
    monkeypatch.setattr(Exporter, "xlsx", lambda *what: made.append(what) or b"anew")
    assert {address: visitor.get(address).get_data() for address in before} == before and not made
    server.comment(server.ana, "privacy", "One more.")
    assert visitor.get("/report.xlsx").get_data() == b"anew"
