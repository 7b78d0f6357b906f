"""The `git` program and its readers: heard to the end, replaced when they die, never believed when cut short."""

from __future__ import annotations

import io
import os
import signal
import stat
import threading
from pathlib import Path

import pytest

from tests.store.administrator import Administrator
from tests.store.conftest import commit_on
from wgec_living.domain.errors import CorruptRecord
from wgec_living.store import git_process
from wgec_living.store.git_process import GitMissing, ObjectReader, check_version, read_batch_answer, run
from wgec_living.store.record import MAIN, Record

ALLOWED = ("HOME", "XDG_CONFIG_HOME")


def test_a_reader_that_was_killed_is_replaced_unnoticed(record: Record, admin: Administrator) -> None:
    tips = [commit_on(record, MAIN, record.tip(), str(n)).id for n in range(8)]
    record.pack()
    for tip in tips:
        assert record.commit(tip).id == tip
        for reader in record._readers._idle:
            os.kill(reader._process.pid, signal.SIGKILL)
            reader._process.wait()


def test_many_threads_read_each_its_own_object(record: Record) -> None:
    tips = [commit_on(record, MAIN, record.tip(), str(n)).id for n in range(30)]
    record.pack()
    wrong: list[object] = []

    def read() -> None:
        try:
            for turn in range(60):
                name = tips[turn % len(tips)]
                if record.commit(name).message.split("\n")[0] != f"An event {turn % len(tips)}":
                    wrong.append(name)
        except BaseException as trouble:
            wrong.append(trouble)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(record._readers._idle) <= 4


def test_an_object_packed_after_the_reader_started_is_found(record: Record, admin: Administrator) -> None:
    record.pack()
    assert record.commit(record.tip())
    new = commit_on(record, MAIN, record.tip(), "later").id
    record.pack()
    assert not (record.git_dir / "objects" / new[:2] / new[2:]).exists()
    assert record.commit(new).id == new
    admin("repack", "-a", "-d", "-q")
    assert record.commit(record.tip()).id == new


@pytest.mark.parametrize("answer", [b"", b"abc", b"ab blob 5\n", b"ab blob 5\nabc", b"ab blob 3\nabc"])
def test_an_answer_cut_short_is_an_error(answer: bytes) -> None:
    with pytest.raises(CorruptRecord):
        read_batch_answer(io.BytesIO(answer))


def test_a_missing_object_is_none_and_the_reader_goes_on(record: Record) -> None:
    reader = ObjectReader(record.git_dir)
    assert reader.read("1" * 40) is None
    found = reader.read(record.tip())
    assert found is not None and found[0] == "commit"
    reader.close()


def test_a_failure_says_git_s_first_complaint(record: Record) -> None:
    with pytest.raises(CorruptRecord, match="git cat-file failed: fatal"):
        run(record.git_dir, ["cat-file", "blob", "1" * 40])


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (None, "not installed"),
        ("echo git version 2.37.9", "2.38 or later is needed; this is git version 2.37.9"),
        ("echo something else", "2.38 or later is needed"),
    ],
)
def test_a_git_that_is_missing_or_too_old_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, told: str
) -> None:
    if script is not None:
        program = tmp_path / "git"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissing, match=told):
        check_version()


def test_this_git_is_new_enough() -> None:
    assert tuple(int(part) for part in check_version().split(".")[:2]) >= git_process.LEAST_VERSION
