"""The server killed at any moment: everything acknowledged stands, and the next start needs no hand."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reliability.conftest import ROUNDS
from tests.reliability.http_door import HttpDoor
from tests.reliability.journal import read_journals
from tests.reliability.oracle import check_index, check_record, leftovers
from tests.reliability.real_server import Clients, RealServer, clients_of
from tests.reliability.writing import COORDINATOR, MAIN, Said, Unanswered, Writer
from wgec_living.domain.errors import Busy
from wgec_living.store.record import Record

KILLS, WRITERS = 20 * ROUNDS, 7
FIRST_WRITE = 15.0
OLD, FRESH = "old", "fresh"

pytestmark = pytest.mark.slow


class Load:
    """Writers over HTTP in threads, which pause while the gate is shut."""

    def __init__(self, port: int, clients: Clients, journals: Path) -> None:
        journals.mkdir()
        self.journals = journals
        self.gate = threading.Event()
        self._over = threading.Event()
        self._port, self._clients = port, clients
        self._stumbled: list[BaseException] = []
        self._threads = [threading.Thread(target=self._work, args=(number,)) for number in range(WRITERS)]

    def _work(self, number: int) -> None:
        door = self._clients.door(self._port, number)
        try:
            Writer(f"client-{number}", door, self.journals, number, self.gate).write(self._over.is_set)
        except BaseException as trouble:
            self._stumbled.append(trouble)
        finally:
            door.close()

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Let the writers finish what they are at."""
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def check(self) -> None:
        """Fail when a writer met anything but a broken line or a plain “later”."""
        assert self._stumbled == []


@pytest.fixture
def server(data: Path, tmp_path: Path) -> Iterator[RealServer]:
    """Return a server that runs no longer than the test."""
    server = RealServer(data, tmp_path / "server.log")
    yield server
    if server.process is not None and server.process.poll() is None:
        server.kill()


def first_write(door: HttpDoor, name: str) -> float:
    """Propose and decide, trying again as a person would; return the seconds until both were on record."""
    begin = time.monotonic()
    proposal = _patiently(lambda: door.propose("ana-example", f"Why {name}.", f"{name}-p", f"Words {name}."))
    _patiently(lambda: door.accept(COORDINATOR, proposal.number, f"Reason {name}.", f"{name}-a"))
    return time.monotonic() - begin


def _patiently(act: Callable[[], Said]) -> Said:
    until = time.monotonic() + 2 * FIRST_WRITE
    while True:
        try:
            return act()
        except (Busy, Unanswered):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def plant(data: Path, age: str) -> None:
    """Leave a lock on `main` as a killed process would have."""
    lock = data / "record.git" / f"{MAIN}.lock"
    lock.touch(exist_ok=True)
    if age == OLD:
        os.utime(lock, (time.time() - 3600,) * 2)


@pytest.mark.timeout(300 + 30 * KILLS)
def test_everything_acknowledged_survives_being_killed(
    data: Path, server: RealServer, tmp_path: Path
) -> None:
    dice = random.Random(7)
    clients = clients_of(data)
    planted = {3: OLD, 8: OLD, 13: OLD, 16: FRESH}
    firsts = []
    with Load(server.port, clients, tmp_path / "journals") as load:
        for turn in range(KILLS):
            if turn % 20 in planted:
                plant(data, planted[turn % 20])
            server.start()
            if turn % 5 == 4:  # killed while it starts
                time.sleep(dice.uniform(0.1, 1.5))
                server.kill()
                server.start()
            told = read_journals(load.journals)
            check_record(data, told)  # while the server starts: nobody writes yet
            server.wait_ready()
            door = clients.door(server.port, turn)
            firsts.append(first_write(door, f"turn-{turn}"))
            door.close()
            assert firsts[-1] < FIRST_WRITE, f"turn {turn}: the first write took {firsts[-1]:.1f} s"
            load.gate.set()
            time.sleep(dice.uniform(0.1, 1.0))
            server.kill()
            load.gate.clear()
            load.check()
        load.end()
        load.check()
    told = read_journals(load.journals)
    assert told.troubles == []
    assert len(told.acknowledged) > KILLS, "hardly anything was written: nothing is shown"
    check_record(data, told)
    check_index(data, told)
    _later(data)
    assert leftovers(data) == []


def _later(data: Path) -> None:
    """Clear what the last kill left as the next start does once it is old enough."""
    for name in leftovers(data):
        os.utime(data / "record.git" / name, (time.time() - 60,) * 2)
    record = Record(data / "record.git")
    record.clear_leftovers()
    record.close()


@pytest.mark.timeout(240)
def test_a_server_asked_to_stop_finishes_or_refuses(data: Path, server: RealServer, tmp_path: Path) -> None:
    clients = clients_of(data)
    with Load(server.port, clients, tmp_path / "journals") as load:
        for turn in range(3 * ROUNDS):
            server.start()
            server.wait_ready()
            load.gate.set()
            time.sleep(1.0 + turn % 2)
            took = server.stop()
            assert server.process is not None
            assert server.process.returncode in (0, -15) and took < 10, server.words()[-2000:]
            load.gate.clear()
            load.check()
            # Nothing was left half done: there is nothing to clear.
            assert leftovers(data) == []
        load.end()
        load.check()
    told = read_journals(load.journals)
    assert len(told.acknowledged) > 10
    check_record(data, told)
    check_index(data, told)
    assert "Traceback" not in server.words(), server.words()[-4000:]
