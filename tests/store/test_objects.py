"""Objects written here are Git's own, byte for byte, and stay."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.administrator import Administrator
from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.identifiers import CommitId, ObjectId
from wgec_living.store import objects
from wgec_living.store.objects import (
    FILE,
    FOLDER,
    Signature,
    TreeEntry,
    encode_commit,
    encode_tree,
    object_id,
    parse_commit,
    parse_tree,
    read_loose,
    write_loose,
)
from wgec_living.store.record import Record

ANA = Signature("Ana Example", "ana@test.invalid", 1_790_000_000)
BORIS = Signature("Борис Example", "boris@test.invalid", 1_790_000_001)
CONTENTS = [b"", b"a", b"one\ntwo\n", b"\0\xff" * 40, "نص عربي 中文\n".encode(), os.urandom(200_000)]


@pytest.fixture
def loose(record: Record) -> Path:
    return record.git_dir / "objects"


@pytest.mark.parametrize("content", CONTENTS, ids=len)
def test_a_file_gets_the_name_git_gives_it_and_git_reads_it_back(
    loose: Path, admin: Administrator, content: bytes
) -> None:
    name = write_loose(loose, "blob", content)
    assert name == admin("hash-object", "--stdin", stdin=content)
    assert admin.run("cat-file", "blob", name).stdout == content
    assert read_loose(loose, name) == ("blob", content)
    admin.fsck()


def test_git_reads_what_we_write_and_we_read_what_git_writes(loose: Path, admin: Administrator) -> None:
    ours = write_loose(loose, "blob", b"ours\n")
    theirs = admin("hash-object", "-w", "--stdin", stdin=b"theirs\n")
    assert admin("cat-file", "blob", ours) == "ours"
    assert read_loose(loose, theirs) == ("blob", b"theirs\n")


NAMES = st.text(
    st.characters(exclude_characters="/\0\n", exclude_categories=["Cs"]), min_size=1, max_size=12
).filter(lambda name: name.lower() not in (".", "..", ".git"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, st.sampled_from([FILE, FOLDER]), max_size=12))
def test_a_folder_is_what_mktree_makes(loose: Path, admin: Administrator, names: dict[str, str]) -> None:
    blob, empty = write_loose(loose, "blob", b"x\n"), write_loose(loose, "tree", b"")
    entries = {name: TreeEntry(mode, blob if mode == FILE else empty) for name, mode in names.items()}
    ours = write_loose(loose, "tree", encode_tree(entries))
    lines = [
        f"{entry.mode.zfill(6)} {'blob' if entry.mode == FILE else 'tree'} {entry.id}\t{name}\0"
        for name, entry in entries.items()
    ]
    assert ours == admin("mktree", "-z", stdin="".join(lines).encode())
    assert parse_tree(admin.run("cat-file", "tree", ours).stdout) == entries


def test_folders_sort_as_git_sorts_them(loose: Path, admin: Administrator) -> None:
    blob, empty = write_loose(loose, "blob", b""), write_loose(loose, "tree", b"")
    entries = {
        "annex": TreeEntry(FOLDER, empty),
        "annex.md": TreeEntry(FILE, blob),
        "annex-2.md": TreeEntry(FILE, blob),
        "annex0": TreeEntry(FILE, blob),
    }
    write_loose(loose, "tree", encode_tree(entries))
    admin.fsck()
    assert list(parse_tree(encode_tree(entries))) == ["annex-2.md", "annex.md", "annex", "annex0"]


@pytest.mark.parametrize("parents", [0, 1, 2])
@pytest.mark.parametrize("message", ["Title\n", "Title\n\nBody, ünïcödé, نص\n\nA: b\n", "no line end"])
def test_a_commit_is_what_commit_tree_makes(
    record: Record, admin: Administrator, parents: int, message: str
) -> None:
    main = record.tip()
    tree = record.commit(main).tree
    second = CommitId(admin("commit-tree", tree, "-p", main, "-m", "another"))
    above = (main, second)[:parents]
    ours = write_loose(record.git_dir / "objects", "commit", encode_commit(tree, above, ANA, BORIS, message))
    names = {
        "GIT_AUTHOR_NAME": ANA.name,
        "GIT_AUTHOR_EMAIL": ANA.address,
        "GIT_AUTHOR_DATE": f"{ANA.at} +0000",
        "GIT_COMMITTER_NAME": BORIS.name,
        "GIT_COMMITTER_EMAIL": BORIS.address,
        "GIT_COMMITTER_DATE": f"{BORIS.at} +0000",
    }
    who = Administrator(admin.git_dir, admin.home, names)
    flags = [part for parent in above for part in ("-p", parent)]
    assert ours == who("commit-tree", tree, *flags, stdin=message.encode())
    stored = record.commit(CommitId(ours))
    assert (stored.tree, stored.parents, stored.author, stored.committer) == (tree, above, ANA, BORIS)
    assert stored.message == message
    admin.fsck()


@pytest.mark.parametrize("name", ["", " ", "a<b", "a>b", "a\nb", "a\0b"])
def test_a_name_that_would_break_the_commit_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        encode_commit(ObjectId("0" * 40), (), Signature(name, "a@b.invalid", 0), BORIS, "x\n")


@pytest.mark.parametrize(
    "content",
    [b"", b"tree \n\nx", b"tree 00\nauthor a <b> 1 +0000\n\nx", b"no gap", b"\xff\xfe\n\n"],
)
def test_what_is_no_commit_is_reported_with_its_name(content: bytes) -> None:
    with pytest.raises(CorruptRecord) as trouble:
        parse_commit(CommitId("1" * 40), content)
    assert trouble.value.commit == "1" * 40


def test_writing_the_same_twice_leaves_one_object(loose: Path) -> None:
    name = write_loose(loose, "blob", b"once\n")
    before = (loose / name[:2] / name[2:]).stat()
    assert write_loose(loose, "blob", b"once\n") == name
    after = (loose / name[:2] / name[2:]).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert not list(loose.glob("*/tmp_obj_*"))


def _half(packed: bytes) -> bytes:
    return packed[: len(packed) // 2]


DAMAGES = {
    "emptied": lambda packed: b"",
    "cut": _half,
    "nulls": lambda packed: bytes(len(packed)),
    "other": lambda packed: zlib.compress(b"blob 4\0oth\n"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_object_of_an_earlier_crash_is_written_anew(
    loose: Path, admin: Administrator, damage: str
) -> None:
    """A power cut on a file system without order can leave a named but empty file; it is not ours to trust."""
    content = b"what was said\n" * 20
    name = write_loose(loose, "blob", content)
    path = loose / name[:2] / name[2:]
    damaged = DAMAGES[damage](path.read_bytes())
    path.unlink()
    path.write_bytes(damaged)
    assert write_loose(loose, "blob", content) == name
    assert read_loose(loose, name) == ("blob", content)
    admin.fsck()


@pytest.mark.parametrize("damage", ["emptied", "cut", "nulls"])
def test_a_damaged_object_is_never_read_as_if_it_were_whole(loose: Path, damage: str) -> None:
    name = write_loose(loose, "blob", b"what was said\n" * 20)
    path = loose / name[:2] / name[2:]
    damaged = DAMAGES[damage](path.read_bytes())
    path.unlink()
    path.write_bytes(damaged)
    with pytest.raises(CorruptRecord, match=name):
        read_loose(loose, name)


def test_a_failed_synchronisation_leaves_neither_object_nor_draft(
    loose: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(objects.os, "fsync", fails)
    name = object_id("blob", b"lost\n")
    (loose / name[:2]).mkdir(exist_ok=True)
    with pytest.raises(OSError, match="Input/output"):
        write_loose(loose, "blob", b"lost\n")
    assert read_loose(loose, name) is None
    assert not list(loose.glob("*/tmp_obj_*"))


@given(
    st.lists(st.sampled_from("0123456789abcdef"), min_size=0, max_size=3),
    st.text(max_size=8),
    st.text(alphabet="ab@.<> é", max_size=8),
    st.integers(-(10**6), 10**20),
    st.sampled_from(["", "gpgsig x\n y\n", "encoding latin-1\n"]),
    st.text(max_size=30),
)
def test_a_usual_commit_reads_as_any_other(
    parents: list[str], name: str, address: str, at: int, further: str, message: str
) -> None:
    lines = [f"tree {'a' * 40}\n", *(f"parent {digit * 40}\n" for digit in parents)]
    lines += [f"{word} {name} <{address}> {at} +0000\n" for word in ("author", "committer")]
    content = "".join([*lines, further, "\n", message]).encode("utf-8", "replace")
    readings = []
    for read in (objects.parse_commit, objects._parse_any_commit):
        try:
            readings.append(read(CommitId("c" * 40), content))
        except CorruptRecord as trouble:
            readings.append(str(trouble))
    assert readings[0] == readings[1]
