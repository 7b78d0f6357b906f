"""Git objects as bytes: commits and trees encoded and parsed, loose objects written so that they stay.

Written here rather than through `git` because a process per object costs more than the whole request may
(one comment: 11 ms with `git` plumbing, 3 ms in process, both with fsync).
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.identifiers import CommitId, ObjectId

FILE = "100644"
FOLDER = "40000"
LAST_SECOND = 253_402_300_799
"""The end of the year 9999: what is later has no date that could be shown."""


class Signature(NamedTuple):
    """Git's author or committer: name, address and time in seconds since 1970 (written as UTC)."""

    name: str
    address: str
    at: int


class StoredCommit(NamedTuple):
    """A commit as it stands in the record."""

    id: CommitId
    tree: ObjectId
    parents: tuple[CommitId, ...]
    author: Signature
    committer: Signature
    message: str


def object_id(kind: str, content: bytes) -> ObjectId:
    """Return the name Git gives to this object."""
    return ObjectId(hashlib.sha1(b"%s %d\0" % (kind.encode(), len(content)) + content).hexdigest())  # noqa: S324


def encode_commit(
    tree: ObjectId, parents: tuple[CommitId, ...], author: Signature, committer: Signature, message: str
) -> bytes:
    """Return the content of a commit object in UTF-8."""
    lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents)]
    for word, who in (("author", author), ("committer", committer)):
        if re.search("[<>\0\n]", who.name + who.address) or not who.name.strip():
            raise ValueError(f"{word} name cannot stand in a commit")
        lines.append(f"{word} {who.name} <{who.address}> {who.at} +0000")
    return ("\n".join(lines) + "\n\n" + message).encode()


_PERSON = re.compile(rb"(.*?) ?<([^<>\n]*)> (-?\d{1,18}) [+-]\d{4}")
_SECONDS = re.compile(rb" ?(-?\d{1,18})(?![^ +-])")
_USUAL = re.compile(
    rb"tree ([0-9a-f]{40})\n(?:parent ([0-9a-f]{40})\n)?(?:parent ([0-9a-f]{40})\n)?"
    rb"author %(person)b\ncommitter %(person)b\n\n" % {b"person": _PERSON.pattern}
)
"""What nearly every commit begins with: at most two parents, no signature, no encoding of its own."""


def signature(name: bytes = b"", address: bytes | None = None, at: bytes | None = None) -> Signature:
    """Return who stands in an object; what is missing is empty.

    A time before 1970, after 9999 or that is none counts as the beginning of 1970, as which Git shows the last, too:
    one strange commit must not keep anybody from reading the others.
    """
    second = int(at or 0)
    return Signature(
        name.decode("utf-8", "replace"),
        (address or b"").decode("utf-8", "replace"),
        second if 0 <= second <= LAST_SECOND else 0,
    )


def parse_commit(commit: CommitId, content: bytes) -> StoredCommit:
    """Return the commit in `content`; raise `CorruptRecord` when it is not one.

    Bytes that are not UTF-8 become replacement characters, and who or when may be missing: shown, not refused.
    """
    if usual := _USUAL.match(content):
        tree_id, first, second, *said = usual.groups()
        parents = [CommitId(parent.decode("ascii")) for parent in (first, second) if parent]
        author, committer = signature(*said[:3]), signature(*said[3:])
        message = content[usual.end() :].decode("utf-8", "replace")
        return StoredCommit(
            commit, ObjectId(tree_id.decode("ascii")), tuple(parents), author, committer, message
        )
    return _parse_any_commit(commit, content)


def _parse_any_commit(commit: CommitId, content: bytes) -> StoredCommit:
    head, gap, message = content.partition(b"\n\n")
    tree, parents, people = "", [], {}
    for line in head.split(b"\n"):
        word, _, rest = line.partition(b" ")
        if word == b"tree":
            tree = rest.decode("ascii", "replace")
        elif word == b"parent":
            parents.append(CommitId(rest.decode("ascii", "replace")))
        elif word in (b"author", b"committer"):
            usual = _PERSON.fullmatch(rest)
            people[word] = signature(*usual.groups()) if usual else _anybody(rest)
    if not gap or not re.fullmatch("[0-9a-f]{40}", tree):
        raise CorruptRecord("A commit of the record cannot be read.", commit)
    author, committer = (people.get(word, signature()) for word in (b"author", b"committer"))
    return StoredCommit(
        commit, ObjectId(tree), tuple(parents), author, committer, message.decode("utf-8", "replace")
    )


def _anybody(line: bytes) -> Signature:
    """Return who stands in a line that no Git of ours wrote: a name, perhaps an address, perhaps a time."""
    # Cut, not matched: a pattern with three parts left open takes minutes for a line of 60 kB.
    who, closed, when = line.rpartition(b">")
    name, _, address = (who if closed else line).partition(b"<")
    seconds = _SECONDS.match(when) if closed else None
    return signature(name.removesuffix(b" "), address, seconds and seconds[1])


class TreeEntry(NamedTuple):
    """One name in a folder of the record."""

    mode: str
    id: ObjectId


def parse_tree(content: bytes) -> dict[str, TreeEntry]:
    """Return the entries of a tree object by name."""
    entries, at = {}, 0
    while at < len(content):
        gap, nul = content.index(b" ", at), content.index(b"\0", at)
        name = content[gap + 1 : nul].decode("utf-8", "surrogateescape")
        entries[name] = TreeEntry(
            content[at:gap].decode("ascii"), ObjectId(content[nul + 1 : nul + 21].hex())
        )
        at = nul + 21
    return entries


def encode_tree(entries: Mapping[str, TreeEntry]) -> bytes:
    """Return the content of a tree object, in Git's order (folders sort as if they ended with a slash)."""
    ordered = sorted(entries.items(), key=lambda e: (e[0] + "/" if e[1].mode == FOLDER else e[0]).encode())
    return b"".join(
        entry.mode.encode() + b" " + name.encode() + b"\0" + bytes.fromhex(entry.id)
        for name, entry in ordered
    )


def fsync_folder(folder: Path) -> None:
    """Put the names in a folder on disk: without it a new file may be gone after a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def fsync_file(file: Path) -> None:
    """Put the content of a file on disk."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def write_loose(objects: Path, kind: str, content: bytes) -> ObjectId:
    """Write a loose object below the folder `objects` and return its name; on disk when this returns.

    The name of its subfolder may not be there yet: whoever moves a ref to it synchronises `objects` before.
    An object that is there already is synchronised again: whoever wrote it may have died before doing so. One that
    a power cut left empty or cut short is written anew.
    """
    name = object_id(kind, content)
    folder = objects / name[:2]
    path = folder / name[2:]
    if _stands(objects, name, kind, content):
        fsync_file(path)
        fsync_folder(folder)
        return name
    folder.mkdir(exist_ok=True)
    draft = folder / f"tmp_obj_{secrets.token_hex(8)}"
    packed = zlib.compress(b"%s %d\0" % (kind.encode(), len(content)) + content, 1)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(packed)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    fsync_folder(folder)
    return name


def _stands(objects: Path, name: ObjectId, kind: str, content: bytes) -> bool:
    try:
        return read_loose(objects, name) == (kind, content)
    except CorruptRecord:
        return False


def read_loose(objects: Path, name: str) -> tuple[str, bytes] | None:
    """Return type and content of a loose object, or None when there is no loose one of that name."""
    try:
        # A path object for each would cost more than looking.
        with open(f"{objects}/{name[:2]}/{name[2:]}", "rb") as file:  # noqa: PTH123
            packed = file.read()
    except FileNotFoundError:
        return None
    try:
        head, _, content = zlib.decompress(packed).partition(b"\0")
        return head.split(b" ")[0].decode(), content
    except (zlib.error, UnicodeDecodeError, IndexError):
        raise CorruptRecord(f"The stored object {name} is damaged.") from None
