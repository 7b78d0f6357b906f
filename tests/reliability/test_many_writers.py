"""Many writers at once, in threads and processes: nothing acknowledged is lost, doubled, or put elsewhere."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.reliability.conftest import ROUNDS
from tests.reliability.journal import read_journals
from tests.reliability.oracle import check_index, check_record, leftovers
from tests.reliability.real_server import RealServer, clients_of
from tests.reliability.writing import Writer

ROOT = Path(__file__).parents[2]
PROCESSES, THREADS, SECONDS = 4, 8, 10 * ROUNDS


@pytest.mark.slow
@pytest.mark.timeout(120 + 3 * SECONDS)
def test_thirty_two_writers_through_the_services(data: Path, tmp_path: Path) -> None:
    journals = tmp_path / "journals"
    journals.mkdir()
    program = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "tests.reliability.service_door",
        str(data),
        str(journals),
    ]
    writers = [
        subprocess.Popen(
            [*program, f"process-{number}", str(THREADS), str(SECONDS)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    ends = [(writer.communicate(timeout=60 + SECONDS)[1], writer.returncode) for writer in writers]
    assert [trouble for trouble, code in ends if code] == []
    told = read_journals(journals)
    assert told.troubles == []
    for act in ("comment", "reply", "proposal", "acceptance"):
        assert told.count(act) > 0, f"no {act} was acknowledged: nothing is shown"
    by_process = {n: sum(1 for _ in (journals).glob(f"process-{n}-*.journal")) for n in range(PROCESSES)}
    assert by_process == dict.fromkeys(range(PROCESSES), THREADS)
    assert any(line.looks > 1 for line in told.acknowledged), (
        "no decision met a text that had moved meanwhile"
    )
    check_record(data, told)
    check_index(data, told)
    assert leftovers(data) == []


@pytest.mark.slow
@pytest.mark.timeout(180 + 3 * SECONDS)
def test_eight_clients_over_http_at_the_real_server(data: Path, tmp_path: Path) -> None:
    journals = tmp_path / "journals"
    journals.mkdir()
    clients = clients_of(data)
    server = RealServer(data, tmp_path / "server.log")
    server.start()
    stumbled: list[BaseException] = []
    try:
        server.wait_ready()
        end = time.monotonic() + SECONDS / 2

        def work(number: int) -> None:
            door = clients.door(server.port, number)
            try:
                Writer(f"client-{number}", door, journals, number).write(lambda: time.monotonic() > end)
            except BaseException as trouble:
                stumbled.append(trouble)
            finally:
                door.close()

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        server.stop()
    assert stumbled == []
    told = read_journals(journals)
    assert told.troubles == []
    for act in ("comment", "reply", "proposal"):
        assert told.count(act) > 0, f"no {act} was acknowledged: nothing is shown"
    check_record(data, told)
    check_index(data, told)
    assert leftovers(data) == []
    assert "Traceback" not in server.words(), server.words()[-4000:]
