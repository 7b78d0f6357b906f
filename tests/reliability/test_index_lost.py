"""The index deleted, replaced or damaged while the server serves: made anew, and nothing wrong said meanwhile."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server
from wgec_living.domain.errors import Busy
from wgec_living.domain.identifiers import CommitId
from wgec_living.index import catching_up
from wgec_living.index.catching_up import CatchingUp
from wgec_living.index.database import Database
from wgec_living.store.record import MAIN, Record

PAGE = "/contributions/1"


def _index(server: Server) -> Path:
    return server.data / "index.sqlite"


def _asked(client: FlaskClient, path: str = PAGE) -> str:
    """Ask for a page as a person would, once more where the server says “later”; any other answer is wrong."""
    for _ in range(3):
        answer = client.get(path)
        if answer.status_code == 503:
            assert int(answer.headers["Retry-After"]) > 0
            continue
        assert answer.status_code == 200, answer.text
        return str(answer.text)
    raise AssertionError("three times “later”")


@pytest.mark.parametrize("with_log", [True, False], ids=["all its files", "the main file alone"])
def test_a_deleted_index_is_made_anew_at_the_next_question(server: Server, with_log: bool) -> None:
    server.comment(server.ana, "first paragraph", "Words that stay.")
    assert "Words that stay." in _asked(server.visitor())
    for suffix in ("", "-wal", "-shm") if with_log else ("",):
        Path(f"{_index(server)}{suffix}").unlink(missing_ok=True)
    assert "Words that stay." in _asked(server.visitor())
    assert server.comment(server.boris, "second paragraph").number == 2


def test_the_first_to_ask_after_a_deletion_may_be_a_service_that_looks_at_nothing(server: Server) -> None:
    server.comment(server.ana, "first paragraph")
    _index(server).unlink()
    assert server.site.index.register.newest_number() == 1
    assert server.site.index.people.person("ana-example") == server.ana


def test_readers_during_the_remaking_wait_or_are_told_later_and_never_see_half(server: Server) -> None:
    for number in range(12):
        server.comment(server.ana, "first paragraph", f"Comment {number}.")
    wrong: list[object] = []
    over = threading.Event()

    def read() -> None:
        try:
            while not over.is_set():
                with contextlib.suppress(Busy):  # its file was taken away while it read
                    if (found := server.site.index.register.newest_number()) != 12:
                        wrong.append(found)
        except BaseException as trouble:
            wrong.append(trouble)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(4):
        _index(server).unlink()
        assert server.site.index.register.newest_number() == 12
    over.set()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("log_left", [True, False], ids=["beside today's log", "alone"])
def test_yesterday_s_copy_is_brought_up_to_date(server: Server, tmp_path: Path, log_left: bool) -> None:
    """Beside the write-ahead log of another file it would be read as a mixture of both."""
    server.comment(server.ana, "first paragraph", "Of yesterday.")
    yesterday = tmp_path / "yesterday.sqlite"
    server.site.index.close()  # its log goes into the file
    shutil.copyfile(_index(server), yesterday)
    server.comment(server.boris, "second paragraph", "Of today.")
    server.propose(server.ana, "second paragraph", "Quite other words.")
    server.dispose(server.cora, 3, "accepted")
    page = _asked(server.visitor(), "/contributions")
    wal = Path(f"{_index(server)}-wal")
    assert wal.stat().st_size > 0
    if not log_left:
        wal.unlink()
        Path(f"{_index(server)}-shm").unlink()
    os.replace(yesterday, _index(server))
    assert _asked(server.visitor(), "/contributions") == page
    assert "Of today." in _asked(server.visitor(), "/contributions/2")
    assert server.comment(server.boris, "first paragraph").number == 4


@pytest.mark.parametrize("place", ["head", "pages", "everything", "cut"])
def test_damaged_bytes_are_noticed_and_the_file_thrown_away(server: Server, place: str) -> None:
    for number in range(20):
        server.comment(server.ana, "first paragraph", f"Comment {number}. " * 40)
    page = _asked(server.visitor())
    server.site.index.close()
    content = bytearray(_index(server).read_bytes())
    if place == "cut":
        del content[len(content) // 3 :]
    else:
        begin, end = {"head": (0, 100), "pages": (4096, len(content)), "everything": (0, len(content))}[place]
        content[begin:end] = b"\xa5" * (end - begin)
    _index(server).write_bytes(bytes(content))
    assert _asked(server.visitor()) == page
    assert server.comment(server.boris, "second paragraph").number == 21


def test_two_processes_that_find_no_file_make_one(server: Server) -> None:
    """Each with its own connections, as a server and a command have."""
    path = server.data / "other.sqlite"
    told: list[str] = []
    for _ in range(8):
        told.clear()
        databases = [Database(path) for _ in range(4)]
        for database in databases:
            CatchingUp(database, Record(server.site.record.git_dir))
        threads = [
            threading.Thread(target=lambda d=database: told.append(d.state())) for database in databases
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with databases[0].writing():
            pass
        assert len({database.state() for database in databases}) == 1, "they work on different files"
        assert len(told) == 4 and "" not in told
        for database in databases:
            database.close()
        path.unlink()


def test_a_writer_coming_between_is_no_rewinding(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refs are read before the index: what came in between stands in the index alone, for a moment."""
    keeping, record = server.site.index.keeping, server.site.record
    keeping.level()
    real, first = record.refs.all, []

    def slow() -> dict[str, CommitId]:
        found = real()
        if not first:
            first.append(1)
            server.comment(server.ana, "first paragraph")
        return found

    monkeypatch.setattr(record.refs, "all", slow)
    monkeypatch.setattr(CatchingUp, "rebuild", lambda *_: pytest.fail("made anew for nothing"))
    keeping.level()
    assert first and record.refs.get(MAIN)
    assert catching_up.LOOK_EVERY <= 1
    monkeypatch.undo()
