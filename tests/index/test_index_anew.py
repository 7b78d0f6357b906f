"""The index made anew while the server serves: nobody waits, nothing is lost, and a locked file is no fault."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Server
from wgec_living.domain.errors import Busy, CorruptRecord
from wgec_living.index import database_file
from wgec_living.index.facade import Index
from wgec_living.index.ingest import Ingest


def _index(server: Server) -> Path:
    return server.data / "index.sqlite"


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold SQLite's write lock as another program would."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_people_read_and_write_while_it_is_made_anew(server: Server) -> None:
    server.comment(server.ana, "first paragraph", "Before.")
    met: list[tuple[int, str]] = []

    def meanwhile(_done: int, _total: int) -> None:
        if not met:
            number = server.comment(server.boris, "second paragraph", "Meanwhile.").number or 0
            met.append((number, server.visitor().get(f"/contributions/{number}").text))

    before = server.site.index.database.generation()
    server.site.index.keeping.rebuild(meanwhile)
    assert server.site.index.database.generation() != before
    assert met[0][0] == 2 and "Meanwhile." in met[0][1]
    assert server.site.index.register.newest_number() == 2
    assert "Meanwhile." in server.visitor().get("/contributions/2").text


def test_another_process_goes_over_to_the_new_one(server: Server) -> None:
    server.comment(server.ana, "first paragraph")
    elsewhere = Index(_index(server), server.site.record)
    assert elsewhere.register.newest_number() == 1
    with elsewhere.database.reading() as connection:
        server.site.index.keeping.rebuild()
        server.comment(server.boris, "second paragraph")
        assert connection.exec_driver_sql("SELECT max(number) FROM contributions").scalar() == 1
    assert elsewhere.register.newest_number() == 2
    with elsewhere.database.writing():
        pass
    assert elsewhere.database.state() == server.site.index.database.state()
    elsewhere.close()


def test_one_that_fails_leaves_the_old_one(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.comment(server.ana, "first paragraph")
    state = server.site.index.database.state()

    def fail(*_: object) -> None:
        raise CorruptRecord("An object is missing.")

    with monkeypatch.context() as patch:
        patch.setattr(Ingest, "_write", fail)
        with pytest.raises(CorruptRecord):
            server.site.index.keeping.rebuild()
    assert server.site.index.database.state() == state
    assert server.site.index.register.newest_number() == 1
    assert list(server.data.glob("index.sqlite.shadow")) == []


def test_what_a_killed_one_left_is_in_nobody_s_way(server: Server) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{_index(server)}.shadow{suffix}").write_bytes(b"half a page")
    server.site.index.keeping.rebuild()
    assert server.comment(server.ana, "first paragraph").number == 1
    assert not Path(f"{_index(server)}.shadow").exists()


def test_made_anew_again_and_again_under_readers_and_writers(server: Server) -> None:
    wrong: list[object] = []
    over = threading.Event()

    def act() -> None:
        elsewhere = Index(_index(server), server.site.record)
        try:
            newest = 0
            while not over.is_set():
                with contextlib.suppress(Busy):
                    found = elsewhere.register.newest_number()
                    if found < newest:
                        wrong.append((newest, found))
                    newest = found
        except BaseException as trouble:
            wrong.append(trouble)
        finally:
            elsewhere.close()

    def anew() -> None:
        try:
            while not over.is_set():
                server.site.index.keeping.rebuild()
        except BaseException as trouble:
            wrong.append(trouble)

    threads = [threading.Thread(target=one) for one in (act, act, anew, anew)]
    for thread in threads:
        thread.start()
    try:
        numbers = [server.comment(server.ana, "first paragraph", f"Comment {n}.").number for n in range(15)]
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert numbers == list(range(1, 16))
    assert server.site.index.register.newest_number() == 15


def test_a_locked_index_is_told_as_later(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_file, "WAIT", 0.05)
    server.site.index.close()
    with _locked(_index(server)):
        # On record all the same; the index cannot follow yet, so no page could show it.
        server.comment(server.ana, "first paragraph", "Kept.")
        answer = server.visitor().get("/contributions/1")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "The index of this server is being written just now." in answer.text
        told = server.visitor().get("/api/v1/contributions/1")
        assert told.status_code == 503 and int(told.headers["Retry-After"]) > 0
        with pytest.raises(Busy), server.site.index.database.writing():
            pass
    assert "Kept." in server.visitor().get("/contributions/1").text
