"""One writer at a time, over threads and processes, and a lock that dies with its holder."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from tests.store.conftest import commit_on
from wgec_living.domain.errors import Busy
from wgec_living.domain.identifiers import branch_of
from wgec_living.store.record import Record

WRITING = textwrap.dedent("""
    import sys, pathlib
    from wgec_living.store.record import Record
    record = Record(pathlib.Path(sys.argv[1]))
    with record.writing():
        print("holding", flush=True)
        sys.stdin.read()
    record.close()
""")


def test_one_writer_at_a_time_over_processes_and_the_lock_dies_with_its_holder(record: Record) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", WRITING, str(record.git_dir)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdin and holder.stdout
    assert holder.stdout.readline() == b"holding\n"
    begin = time.monotonic()
    with pytest.raises(Busy) as trouble, record.writing(deadline=0.3):
        pass
    assert 0.2 < time.monotonic() - begin < 3
    assert trouble.value.retry_after > 0
    holder.kill()
    holder.wait()
    with record.writing(deadline=1):
        pass
    holder.stdin.close()
    holder.stdout.close()


def test_one_writer_at_a_time_over_threads(record: Record) -> None:
    inside, most, refused = 0, 0, []

    def write() -> None:
        nonlocal inside, most
        try:
            with record.writing(deadline=5):
                inside += 1
                most = max(most, inside)
                time.sleep(0.01)
                inside -= 1
        except Busy:
            refused.append(1)

    threads = [threading.Thread(target=write) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, refused) == (1, [])


def test_a_waiting_thread_is_refused_in_time_and_the_lock_stays_usable(record: Record) -> None:
    with record.writing():
        waited = []

        def wait() -> None:
            with pytest.raises(Busy), record.writing(deadline=0.2):
                pass
            waited.append(1)

        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()
        assert waited == [1]
    with pytest.raises(ZeroDivisionError), record.writing():
        _ = 1 // 0
    commit_on(record, branch_of(1), None)
