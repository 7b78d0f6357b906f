"""An index made anew with the help of other processes is the same, also when they die before their time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Server
from tests.index.random_acts import RandomActs
from tests.index.test_index_grown import fingerprint
from wgec_living.index import ahead
from wgec_living.index.ahead import Ahead

HEAR = Ahead.hear
SILENT = "import time; time.sleep(600)"
OTHERWISE = ahead._START.replace(
    "\nmain()",
    "\nfrom wgec_living.index import ahead_child"
    "\nahead_child.tell = lambda *_: [1]"
    "\nahead_child.words_of = lambda _, asked: ((one, [1]) for one in asked)"
    "\nmain()",
)


@pytest.fixture
def helped(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Ahead, Any]]:
    """Have processes started for the smallest record; return, as it grows, which of them told what."""
    told: list[tuple[Ahead, Any]] = []

    def hear(self: Ahead, *about: Any) -> Any:
        told.append((self, HEAR(self, *about)))
        return told[-1][1]

    monkeypatch.setattr(ahead, "ENOUGH", 1)
    monkeypatch.setattr(Ahead, "hear", hear)
    return told


def test_it_is_the_same_with_help(server: Server, tmp_path: Path, helped: list[tuple[Ahead, Any]]) -> None:
    acts = RandomActs(server, 3, tmp_path)
    for _ in range(30):
        acts.step()
    assert fingerprint(tmp_path / "anew.sqlite", server) == server.site.index.database.fingerprint()
    assert {type(said) for _, said in helped} == {tuple, str}, "one process traces, one reads proposals"
    assert all(process._process.returncode is not None for process, _ in helped)


@pytest.mark.parametrize("lived", [0, 2])
def test_a_helper_that_dies_is_done_without(
    server: Server, monkeypatch: pytest.MonkeyPatch, helped: list[tuple[Ahead, Any]], lived: int
) -> None:
    number = server.propose(server.ana, "first paragraph", "The first paragraph says more.").number or 0
    server.dispose(server.cora, number, "accepted")
    server.propose(server.boris, "second paragraph", "The second paragraph says less.")
    grown = server.site.index.database.fingerprint()
    heard = Ahead.hear

    def dying(self: Ahead, *about: Any) -> Any:
        if sum(process is self for process, _ in helped) == lived:
            self._process.kill()
            self._said.read()
            self._lines.clear()
            self._lines.append(b"")
        return heard(self, *about)

    monkeypatch.setattr(Ahead, "hear", dying)
    server.site.index.keeping.rebuild()
    assert server.site.index.database.fingerprint() == grown
    assert [said for _, said in helped].count(None) == (2 if lived == 0 else 1)
    server.propose(server.ana, "second paragraph", "It goes on from there.")
    server.site.index.keeping.look()


@pytest.mark.parametrize(("start", "patience"), [(SILENT, 50), (OTHERWISE, 60_000)])
def test_a_helper_that_says_nothing_or_speaks_otherwise_is_done_without(
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    helped: list[tuple[Ahead, Any]],
    start: str,
    patience: int,
) -> None:
    server.propose(server.ana, "first paragraph", "The first paragraph says more.")
    grown = server.site.index.database.fingerprint()
    monkeypatch.setattr(ahead, "_COMMAND", (sys.executable, "-c", start, ahead._COMMAND[-1]))
    monkeypatch.setattr(ahead, "PATIENCE_MS", patience)
    helped.clear()
    server.site.index.keeping.rebuild()
    assert server.site.index.database.fingerprint() == grown
    assert len({process for process, _ in helped}) == 2 and {said for _, said in helped} == {None}


def test_no_helper_is_started_from_code_that_was_changed_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_OURS", {})
    with ahead.ahead(tmp_path, "trees", [None] * ahead.ENOUGH) as process:
        assert process is None
