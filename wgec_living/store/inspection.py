"""A record read for checking, by GitPython and `git fsck`: independent of the program's own reading of objects."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import cast

from git import Commit, Repo, Tree

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.errors import CorruptRecord, Invalid, NotFound
from wgec_living.domain.identifiers import CommitId, ObjectId

from . import git_process
from .objects import Signature, StoredCommit, TreeEntry

TRANSPORTS = ("file", "https", "http")
CLONE_BRANCHES = (
    "+refs/remotes/origin/main:refs/heads/main",
    "+refs/remotes/origin/contributions/*:refs/heads/contributions/*",
)


@dataclass(frozen=True, slots=True)
class Inspected:
    """A commit as GitPython reads it."""

    commit: StoredCommit
    header: str
    """Everything before the message, as it stands in the object."""


@dataclass(frozen=True, slots=True)
class TaggedAs:
    """What a ref below `refs/tags` points to itself: an annotated tag, or anything else."""

    name: ObjectId
    kind: str
    content: bytes


class _Objects:
    """The objects as GitPython asks for them, from a `git` in the neutral environment.

    GitPython's own reading process would obey the settings of whoever runs it, and replaced objects.
    """

    def __init__(self, root: str) -> None:
        self._reader = git_process.ObjectReader(Path(root).parent)

    def stream(self, binsha: bytes) -> BytesIO:
        """Return an object; raise `CorruptRecord` when it is missing."""
        found = self._reader.read(binsha.hex())
        if found is None:
            raise CorruptRecord("An object that the record names is missing.", binsha.hex())
        return BytesIO(found[1])

    def close(self) -> None:
        """End the reading process."""
        self._reader.close()


class Inspection:
    """A bare repository opened for checking; use it in one thread, and close it."""

    def __init__(self, git_dir: Path) -> None:
        self._git_dir = git_dir
        self._repository = Repo(git_dir, odbt=_Objects, expand_vars=False)
        self._objects = cast(_Objects, self._repository.odb)
        self._folders: dict[ObjectId, dict[str, TreeEntry]] = {}
        self._blobs: BoundedCache[ObjectId, bytes] = BoundedCache(16 << 20, len)

    def __enter__(self) -> Inspection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._objects.close()
        self._repository.close()

    def refs(self) -> dict[str, CommitId]:
        """Return every ref with the commit it stands for, that of an annotated tag included."""
        layout = "--format=%(refname) %(objectname) %(*objectname)"
        lines = git_process.run(self._git_dir, ["for-each-ref", layout]).decode("utf-8", "replace")
        parts = [line.split(" ") for line in lines.splitlines()]
        return {ref: CommitId(peeled or plain) for ref, plain, peeled in parts}

    def tags(self) -> dict[str, TaggedAs]:
        """Return what every ref below `refs/tags` points to, not what a tag is on."""
        layout = "--format=%(refname) %(objectname) %(objecttype)"
        lines = git_process.run(self._git_dir, ["for-each-ref", layout, "refs/tags"])
        parts = [line.split(" ") for line in lines.decode("utf-8", "replace").splitlines()]
        return {
            ref: TaggedAs(ObjectId(name), kind, self._objects.stream(bytes.fromhex(name)).read())
            for ref, name, kind in parts
        }

    def complaints(self) -> list[str]:
        """Return what `git fsck` finds wrong; objects that nothing refers to are fine."""
        wanted = ["fsck", "--strict", "--full", "--no-dangling", "--no-progress"]
        lines = git_process.complaints(self._git_dir, wanted)
        return [line for line in lines if not line.startswith("notice:")]

    def history(self, tips: Iterable[CommitId]) -> list[CommitId]:
        """Return every commit reachable from `tips`, parents before children."""
        wanted = "".join(f"{tip}\n" for tip in tips).encode("ascii")
        listing = ["rev-list", "--topo-order", "--reverse", "--stdin"]
        return [
            CommitId(line) for line in git_process.run(self._git_dir, listing, stdin=wanted).decode().split()
        ]

    def commits(self, names: Sequence[CommitId]) -> Iterator[Inspected]:
        """Yield these commits in order; raise `CorruptRecord` at one that cannot be read."""
        with tempfile.TemporaryFile() as wanted:
            wanted.write("".join(f"{name}\n" for name in names).encode("ascii"))
            wanted.seek(0)
            listing = ("cat-file", "--batch", "--buffer")
            with git_process.streaming(self._git_dir, listing, stdin=wanted) as answers:
                for name in names:
                    found = git_process.read_batch_answer(answers)
                    if found is None or found[0] != "commit":
                        raise CorruptRecord("A commit that the record names is missing.", name)
                    yield self._inspected(name, found[1])

    def commit(self, name: CommitId) -> Inspected:
        """Return a commit; raise `CorruptRecord` when it cannot be read."""
        return self._inspected(name, self._objects.stream(bytes.fromhex(name)).read())

    def _inspected(self, name: CommitId, content: bytes) -> Inspected:
        try:
            commit = Commit(self._repository, bytes.fromhex(name))._deserialize(BytesIO(content))
            stored = StoredCommit(
                name,
                ObjectId(commit.tree.hexsha),
                tuple(CommitId(parent.hexsha) for parent in commit.parents),
                Signature(commit.author.name or "", commit.author.email or "", commit.authored_date),
                Signature(commit.committer.name or "", commit.committer.email or "", commit.committed_date),
                str(commit.message),
            )
        except (ValueError, IndexError, AttributeError) as trouble:
            raise CorruptRecord("The commit cannot be read.", name) from trouble
        return Inspected(stored, content.partition(b"\n\n")[0].decode("utf-8", "replace"))

    def folder(self, name: ObjectId) -> dict[str, TreeEntry]:
        """Return the names in a tree; raise `CorruptRecord` when it cannot be read or has a harmful name."""
        if name not in self._folders:
            try:
                tree = Tree(self._repository, bytes.fromhex(name))
                self._folders[name] = {
                    entry: TreeEntry(f"{mode:o}", ObjectId(binsha.hex()))
                    for binsha, mode, entry in tree._cache
                }
            except ValueError as trouble:
                raise CorruptRecord(f"The folder {name} cannot be read: {trouble}.", name) from trouble
        return self._folders[name]

    def entry(self, tree: ObjectId, path: str) -> TreeEntry | None:
        """Return what stands at `path` in a tree, or None."""
        entry = TreeEntry("40000", tree)
        for segment in path.split("/"):
            found = self.folder(entry.id).get(segment) if entry.mode == "40000" else None
            if found is None:
                return None
            entry = found
        return entry

    def changes(self, old: ObjectId | None, new: ObjectId | None, at: str = "") -> Iterator[str]:
        """Yield the path of every file that differs between two trees; None stands for an empty one."""
        if old == new:
            return
        before: Mapping[str, TreeEntry] = self.folder(old) if old else {}
        after: Mapping[str, TreeEntry] = self.folder(new) if new else {}
        for name in sorted(before.keys() | after.keys()):
            left, right = before.get(name), after.get(name)
            if left == right:
                continue
            folders = [e.id if e is not None and e.mode == "40000" else None for e in (left, right)]
            if any(folders):
                yield from self.changes(folders[0], folders[1], f"{at}{name}/")
            if any(e is not None and e.mode != "40000" for e in (left, right)):
                yield f"{at}{name}"

    def blob(self, name: ObjectId) -> bytes:
        """Return the content of a file."""
        content = self._blobs.get(name)
        if content is None:
            content = self._objects.stream(bytes.fromhex(name)).read()
            self._blobs.put(name, content)
        return content


@contextmanager
def inspecting(git_dir: Path) -> Iterator[Inspection]:
    """Open a bare repository for checking; raise `NotFound` where there is none."""
    if not (git_dir / "HEAD").is_file():
        raise NotFound(f"There is no record at {git_dir}.")
    with Inspection(git_dir) as inspection:
        yield inspection


@contextmanager
def inspecting_clone(repository: str) -> Iterator[Inspection]:
    """Clone a repository, by path or address, into a temporary folder and open it for checking.

    Takes over nothing but objects, branches and tags: no hook, setting or replaced object of the other side counts.
    A clone made by plain `git clone` is taken with the branches it remembers. Raises `Invalid` when it cannot be had.
    """
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        target = Path(folder) / "clone.git"
        wanted = ["clone", "--bare", "--no-local", "--quiet", "--end-of-options", repository, str(target)]
        try:
            git_process.run(None, wanted, allow=TRANSPORTS)
            names = git_process.run(target, ["for-each-ref", "--format=%(refname)"]).decode().split()
            if not any(name.startswith("refs/heads/contributions/") for name in names):
                fetch = ["fetch", "--quiet", "--no-tags", "--update-head-ok", "origin"]
                known = git_process.run(target, ["ls-remote", "--quiet", "origin"], allow=TRANSPORTS).decode()
                if "\trefs/remotes/origin/main\n" in known:
                    git_process.run(target, [*fetch, *CLONE_BRANCHES], allow=TRANSPORTS)
        except CorruptRecord as trouble:
            raise Invalid(f"The record at {repository} cannot be cloned. {trouble}") from None
        with inspecting(target) as inspection:
            yield inspection
