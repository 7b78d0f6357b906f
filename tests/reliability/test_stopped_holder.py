"""The holder of the record's lock stopped for longer than others wait: they are told “later”, nothing is lost."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.reliability.journal import Journals, Line, digest, read_journals
from tests.reliability.oracle import check_index, check_record, leftovers
from tests.reliability.real_server import Clients, RealServer, clients_of
from wgec_living.domain.errors import Busy
from wgec_living.store.locks import WRITER_LOCK

ROOT = Path(__file__).parents[2]
WRITING, WAITERS, WITHIN = 15, 4, 11.0

pytestmark = pytest.mark.slow


def stop_while_holding(writer: subprocess.Popen[str], lock: Path) -> None:
    """Stop `writer` at a moment when it holds the lock."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert writer.poll() is None, "the writer ended"
        os.kill(writer.pid, signal.SIGSTOP)
        os.waitpid(writer.pid, os.WUNTRACED)
        if held(lock):
            return
        os.kill(writer.pid, signal.SIGCONT)
        time.sleep(0.003)
    raise AssertionError("the writer was never met with the lock")


def held(lock: Path) -> bool:
    """Say whether anybody holds the lock."""
    if not lock.exists():
        return False
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def send(clients: Clients, port: int, number: int) -> tuple[float, Line | None]:
    """Comment once over HTTP; return how long the answer took, and what was told: None for “later”."""
    door, body, begin = clients.door(port, number), f"Words of waiter {number}.", time.monotonic()
    try:
        said = door.comment("ana-example", body, f"waiter-{number}")
        return time.monotonic() - begin, Line("comment", "ana-example", digest(body), said.ref, said.commit)
    except Busy:
        return time.monotonic() - begin, None
    finally:
        door.close()


def test_others_are_told_later_and_nothing_is_lost_or_doubled(data: Path, tmp_path: Path) -> None:
    journals = tmp_path / "journals"
    journals.mkdir()
    server, clients = RealServer(data, tmp_path / "log"), clients_of(data)
    server.start()
    server.wait_ready()
    program = [sys.executable, "-m", "tests.reliability.service_door"]
    with subprocess.Popen(
        [*program, str(data), str(journals), "holder", "1", str(WRITING)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as writer:
        try:
            stop_while_holding(writer, data / "record.git" / WRITER_LOCK)
            with ThreadPoolExecutor(WAITERS) as pool:
                refused = list(pool.map(lambda n: send(clients, server.port, n), range(WAITERS)))
            assert [told for _, told in refused] == [None] * WAITERS
            assert max(seconds for seconds, _ in refused) < WITHIN
            os.kill(writer.pid, signal.SIGCONT)
            trouble = writer.communicate(timeout=60)[1]
            assert (writer.returncode, trouble) == (0, "")
            sent = [send(clients, server.port, number)[1] for number in range(WAITERS)]
        finally:
            writer.kill()
            server.stop()
    told = read_journals(journals)
    assert told.troubles == []
    assert None not in sent
    everything = Journals((*told.lines, *(line for line in sent if line is not None)))
    assert len(everything.acknowledged) > WAITERS, "the holder wrote nothing"
    check_record(data, everything)
    check_index(data, everything)
    assert leftovers(data) == []
