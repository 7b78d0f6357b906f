"""The record: founded whole or completed, refused when its settings could lose work, touched nowhere else."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.administrator import Administrator
from tests.store.conftest import SERVER, TEXT, commit_on, founding
from wgec_living.domain.errors import CorruptRecord, NotFound
from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import CommitId, DocumentPath, ObjectId, branch_of
from wgec_living.store.record import MAIN, Record, found
from wgec_living.store.repository import REQUIRED_SETTINGS

SHORT = DocumentPath("short")


def test_a_founded_record_is_a_bare_repository_with_one_commit(record: Record, admin: Administrator) -> None:
    record.check()
    assert admin("rev-parse", "--is-bare-repository") == "true"
    assert admin("symbolic-ref", "HEAD") == MAIN
    assert admin("rev-list", "--count", "--all") == "1"
    assert admin("ls-tree", "-r", "--name-only", "main").splitlines() == ["documents/short.md", "record.json"]
    for name, value in REQUIRED_SETTINGS.items():
        assert admin("config", "--get", name) == value
    assert record.site == "test"
    assert record.text(record.tip(), SHORT) == TEXT.decode()
    admin.fsck()


@pytest.mark.parametrize("name", ["", "Test", "a b", "a--b", "-a", "ä", "a.b", "a/b"])
def test_a_name_that_cannot_stand_in_addresses_is_refused_before_anything_is_made(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(ValueError):
        found(tmp_path / "record.git", name, {}, founding())
    assert list(tmp_path.iterdir()) == []


def _wrong(setting: str) -> list[str]:
    return {"core.bare": ["false"], "gc.auto": ["6700"], "receive.autogc": ["true"]}.get(
        setting, ["none", "added", "committed,-loose-object", "loose-object"]
    )


@pytest.mark.parametrize(
    ("setting", "value"),
    [(name, value) for name in REQUIRED_SETTINGS for value in [None, *_wrong(name)]]
    + [("core.fsyncmethod", "writeout-only"), ("core.fsyncMethod", "batch")],
)
def test_each_setting_that_could_lose_work_is_refused(
    record: Record, admin: Administrator, setting: str, value: str | None
) -> None:
    if value is None:
        admin("config", "--unset", setting)
    else:
        admin("config", setting, value)
    fresh = Record(record.git_dir)
    with pytest.raises(CorruptRecord, match=rf"(?i){setting} .*must be"):
        fresh.check()
    fresh.close()


@pytest.mark.parametrize("content", ["[core\n", "\0\0\0", "", "core.bare = true\n"])
def test_settings_that_cannot_be_read_are_refused_plainly(record: Record, content: str) -> None:
    (record.git_dir / "config").write_text(content)
    with pytest.raises(CorruptRecord, match="setting"):
        record.check()


def test_no_record_is_said_to_be_none(tmp_path: Path) -> None:
    missing = Record(tmp_path / "none.git")
    with pytest.raises(NotFound, match="flask found"):
        missing.check()
    missing.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b'{"format": 1}', b"not json", b"\xff"])
def test_a_record_without_description_is_refused(tmp_path: Path, content: bytes | None) -> None:
    record = found(tmp_path / "record.git", "test", {}, founding())
    old = record.tip()
    with record.writing() as writer:
        files = {"x.md": b""} if content is None else {"record.json": content}
        empty = ObjectId("4b825dc642cb6eb9a060e54bf8d69288fbee4904")
        writer.commit(MAIN, old, founding(), writer.tree_with(empty, files), (old,), "test")
    with pytest.raises(CorruptRecord, match=r"record\.json"):
        record.check()
    record.close()


def test_a_record_of_a_later_format_is_refused(record: Record) -> None:
    with record.writing() as writer:
        tree = writer.tree_with(
            record.commit(record.tip()).tree, {"record.json": b'{"format":2,"site":"test"}'}
        )
        writer.commit(MAIN, record.tip(), founding(), tree, (record.tip(),))
    with pytest.raises(CorruptRecord, match="later format"):
        record.check()


def _without(*names: str) -> Callable[[Path], None]:
    def take_away(git_dir: Path) -> None:
        for name in names:
            path = git_dir / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return take_away


def _only_folder(git_dir: Path) -> None:
    shutil.rmtree(git_dir)
    git_dir.mkdir()


def _empty_head(git_dir: Path) -> None:
    (git_dir / "HEAD").write_text("")
    (git_dir / MAIN).unlink()


def _stale(name: str) -> Callable[[Path], None]:
    def leave(git_dir: Path) -> None:
        (git_dir / MAIN).unlink()
        (git_dir / name).write_text("half")
        os.utime(git_dir / name, (1, 1))

    return leave


HALVES = {
    "an empty folder": _only_folder,
    "no head": _without("HEAD", MAIN),
    "an empty head": _empty_head,
    "no settings": _without("config", MAIN),
    "no refs": _without("refs"),
    "no objects": _without("objects", MAIN),
    "no first commit": _without(MAIN),
    "settings locked by the dead": _stale("config.lock"),
    "head locked by the dead": _stale("HEAD.lock"),
    "main locked by the dead": _stale(f"{MAIN}.lock"),
}


@pytest.mark.parametrize("half", HALVES)
def test_a_half_made_founding_is_completed(tmp_path: Path, half: str) -> None:
    git_dir = tmp_path / "deep" / "er" / "record.git"
    found(git_dir, "test", {"documents/short.md": TEXT}, founding()).close()
    HALVES[half](git_dir)
    record = found(git_dir, "test", {"documents/short.md": TEXT}, founding())
    record.check()
    assert record.text(record.tip(), SHORT) == TEXT.decode()
    admin = Administrator(git_dir, tmp_path / "home")
    assert admin("rev-list", "--count", "--all") == "1"
    assert [path.name for path in git_dir.rglob("*.lock")] == ["wgec.lock"]
    admin.fsck()
    record.close()


def test_a_founding_of_two_at_once_makes_one_record(tmp_path: Path) -> None:
    git_dir, troubles = tmp_path / "record.git", []

    def make() -> None:
        try:
            found(git_dir, "test", {"documents/short.md": TEXT}, founding()).close()
        except BaseException as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert Administrator(git_dir, tmp_path / "home")("rev-list", "--count", "--all") == "1"


def test_a_record_that_lost_its_text_is_not_founded_over(record: Record) -> None:
    commit_on(record, branch_of(1), None)
    (record.git_dir / MAIN).unlink()
    with pytest.raises(CorruptRecord, match=r"no text.*backup"):
        found(record.git_dir, "test", {"documents/short.md": TEXT}, founding())
    assert not (record.git_dir / MAIN).exists()


def test_founding_where_there_is_a_record_changes_nothing(record: Record) -> None:
    tip = commit_on(record, MAIN, record.tip()).id
    again = found(record.git_dir, "other", {"documents/short.md": b"other\n"}, founding())
    assert (again.tip(), again.site) == (tip, "test")
    again.close()


def test_nothing_outside_objects_refs_and_locks_is_ever_written(record: Record, tmp_path: Path) -> None:
    def outside() -> dict[str, tuple[float, bytes]]:
        return {
            str(path.relative_to(tmp_path)): (path.stat().st_mtime_ns, path.read_bytes())
            for path in tmp_path.rglob("*")
            if path.is_file() and path.relative_to(record.git_dir).parts[0] not in ("objects", "refs")
        }

    before = outside()
    assert {name.removeprefix("record.git/") for name in before} <= {
        "HEAD",
        "config",
        "description",
        "wgec.lock",
    }
    first = commit_on(record, branch_of(1), None)
    commit_on(record, branch_of(1), first.id)
    commit_on(record, MAIN, record.tip())
    list(record.walk(record.refs.all().values(), []))
    record.check()
    record.clear_leftovers()
    assert outside() == before
    record.pack()
    assert {*outside()} - {*before} <= {"record.git/packed-refs", "record.git/info/refs"}
    assert not (record.git_dir / "index").exists() and not list(record.git_dir.rglob("COMMIT_EDITMSG"))
    assert [path.name for path in tmp_path.iterdir()] == ["record.git"]


def test_files_are_put_into_folders_and_what_else_stands_there_stays(
    record: Record, admin: Administrator
) -> None:
    files = {
        "documents/annex/one.md": b"one\n",
        "people/ana.yml": b"name: Ana\n",
        "documents/short.md": b"new\n",
    }
    with record.writing() as writer:
        tree = writer.tree_with(record.commit(record.tip()).tree, files)
        commit = writer.commit(MAIN, record.tip(), founding(), tree, (record.tip(),))
    listing = admin("ls-tree", "-r", "--name-only", "main").splitlines()
    assert listing == sorted([*files, "record.json"])
    assert {n: admin("show", f"main:{n}") + "\n" for n in files} == {n: c.decode() for n, c in files.items()}
    assert record.documents_in(commit.tree).keys() == {"annex/one", "short"}
    admin.fsck()


def test_walking_yields_each_once_and_only_what_is_new(record: Record, admin: Administrator) -> None:
    root = record.tip()
    line = [root]
    for number in range(5):
        line.append(commit_on(record, MAIN, line[-1], str(number)).id)
    branch = commit_on(record, branch_of(1), None).id
    walked = [commit.id for commit in record.walk([line[-1], branch], [])]
    assert sorted(walked) == sorted([*line, branch])
    assert {commit.id for commit in record.walk([line[-1]], [line[2]])} == set(line[3:])
    assert list(record.walk([line[2]], [line[-1]])) == []
    record.pack()
    assert sorted(commit.id for commit in record.walk([line[-1], branch], [])) == sorted(walked)


def test_walking_over_a_lost_commit_is_an_error_and_no_shorter_history(record: Record) -> None:
    line = [record.tip()]
    for number in range(4):
        line.append(commit_on(record, MAIN, line[-1], str(number)).id)
    (record.git_dir / "objects" / line[2][:2] / line[2][2:]).unlink()
    with pytest.raises(CorruptRecord):
        list(record.walk([line[-1]], []))
    with pytest.raises(CorruptRecord):
        list(record.walk([CommitId("1" * 40)], []))


def test_what_the_record_lacks_is_named(record: Record) -> None:
    with pytest.raises(CorruptRecord) as trouble:
        record.commit(CommitId("1" * 40))
    assert trouble.value.commit == "1" * 40
    with pytest.raises(CorruptRecord):
        record.blob(ObjectId(record.tip()))
    with pytest.raises(NotFound):
        record.tip(branch_of(9))


def test_a_damaged_loose_copy_of_a_packed_object_hides_nothing(record: Record) -> None:
    commit = record.tip()
    path = record.git_dir / "objects" / commit[:2] / commit[2:]
    content = path.read_bytes()
    record.pack()
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(content[:10])
    assert record.commit(commit).id == commit


def test_events_come_back_with_their_speaker(record: Record) -> None:
    event = Event(Kind.FOUNDING, "Ünïcode title", "A body – نص.", SERVER, 1_790_000_000)
    with record.writing() as writer:
        stored = writer.commit(MAIN, record.tip(), event, record.commit(record.tip()).tree, (record.tip(),))
    assert (stored.author.name, stored.author.address) == ("Test server", "server@test.invalid")
    assert stored.message.startswith("Ünïcode title\n\nA body – نص.\n\nRecord-Version: 1\n")
