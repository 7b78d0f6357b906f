"""The record: one bare Git repository, opened, checked, read and written."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from wgec_living.domain.editions import edition_ref
from wgec_living.domain.errors import CorruptRecord, NotFound
from wgec_living.domain.events import Event
from wgec_living.domain.identifiers import CommitId, DocumentPath, ObjectId

from . import git_process
from .event_commits import commit_content
from .locks import WRITER_LOCK, WriterLock, clear_stale_locks
from .object_store import EMPTY_TREE, ObjectStore
from .objects import (
    FILE,
    FOLDER,
    StoredCommit,
    TreeEntry,
    encode_tree,
    fsync_folder,
    parse_commit,
    write_loose,
)
from .refs import Refs
from .repository import check_settings, make_folder, make_repository
from .tags import StoredTag, parse_tag, tag_content

MAIN = "refs/heads/main"
FORMAT = 1
MANY_REFS, MANY_OBJECTS = 500, 10_000
DOCUMENTS = "documents/"


class Record(ObjectStore):
    """A record on this machine; safe to share between threads.

    Reading is free of locks. Writing goes through `writing()`, which one writer at a time may hold.
    """

    def __init__(self, git_dir: Path) -> None:
        super().__init__(git_dir)
        self.refs = Refs(git_dir)
        self._lock = WriterLock(git_dir / WRITER_LOCK)
        self._site: str | None = None

    @property
    def site(self) -> str:
        """The name in everybody's address in this record, fixed at the founding."""
        if self._site is None:
            self._site = str(self._description()["site"])
        return self._site

    def check(self) -> None:
        """Refuse a record that is missing, of another format, or whose settings could lose work."""
        if not (self.git_dir / "HEAD").is_file():
            raise NotFound(f"There is no record at {self.git_dir}; `flask found` makes one.")
        check_settings(self.git_dir)
        if self._description()["format"] != FORMAT:
            raise CorruptRecord("The record is of a later format than this program understands.")

    def _description(self) -> dict[str, object]:
        entry = self.entry(self.tip(), "record.json")
        try:
            description = json.loads(self.blob(entry.id)) if entry else None
        except ValueError:
            description = None
        if not isinstance(description, dict) or not {"format", "site"} <= description.keys():
            raise CorruptRecord("The record has no readable record.json.")
        return description

    # Reading

    def tip(self, ref: str = MAIN) -> CommitId:
        """Return the commit a ref points to; raise `NotFound` where there is none."""
        tip = self.refs.get(ref)
        if tip is None:
            raise NotFound("The record has no such line of history.")
        return tip

    def entry(self, commit: CommitId, path: str) -> TreeEntry | None:
        """Return what stands at `path` in a commit's tree, or None."""
        return self.entry_in(self.commit(commit).tree, path)

    def text(self, commit: CommitId, document: DocumentPath) -> str | None:
        """Return the source of a document in a commit, or None when it has no such document."""
        entry = self.entry(commit, document_file(document))
        return None if entry is None else self.blob(entry.id).decode("utf-8", "replace")

    def walk(self, new: Iterable[CommitId], known: Iterable[CommitId]) -> Iterator[StoredCommit]:
        """Yield every commit reachable from `new` and not from `known`, in no order to rely on."""
        with tempfile.TemporaryFile() as wanted:
            wanted.write("".join([*(f"{c}\n" for c in new), *(f"^{c}\n" for c in known)]).encode("ascii"))
            wanted.seek(0)
            # In an order of its own choice Git names the first ones before it has met the last.
            listing = ("rev-list", "--stdin")
            with (
                git_process.streaming(self.git_dir, listing, stdin=wanted) as ids,
                git_process.streaming(
                    self.git_dir, ("cat-file", "--batch", "--buffer"), stdin=ids
                ) as objects,
            ):
                while header := objects.readline().split():
                    # With the line feed after it, which is no part of it.
                    content = objects.read(int(header[2]) + 1)[:-1] if len(header) == 3 else b""
                    yield parse_commit(CommitId(header[0].decode("ascii")), content)

    # Writing

    @contextmanager
    def writing(self, deadline: float = 10.0) -> Iterator[Writer]:
        """Hold the writer's lock and yield the writer; raise `Busy` when others hold it too long."""
        with self._lock.held(deadline):
            yield Writer(self)

    def clear_leftovers(self) -> list[str]:
        """Remove stale locks and unfinished objects that a killed process left; return what was removed."""
        with self._lock.held():
            return clear_stale_locks(self.git_dir)

    def pack(self) -> None:
        """Gather loose refs and objects into packs, losing nothing; others wait meanwhile.

        The packs' folders are put on disk before what they replace is taken away, which Git alone leaves to chance.
        """
        with self._lock.held():
            git_process.run(self.git_dir, ["pack-refs", "--all", "--no-prune"])
            fsync_folder(self.git_dir)
            git_process.run(self.git_dir, ["pack-refs", "--all"])
            git_process.run(self.git_dir, ["repack", "-q"])
            fsync_folder(self.git_dir / "objects" / "pack")
            git_process.run(self.git_dir, ["prune-packed", "-q"])

    def scattered(self) -> bool:
        """Say whether so many refs or objects lie loose that packing pays: looking at all refs reads each loose one."""
        refs = self.git_dir / "refs" / "heads" / "contributions"
        some = self.git_dir / "objects" / "17"  # Names are evenly spread: one folder in 256 tells of all.
        loose_refs = sum(1 for _ in refs.iterdir()) if refs.is_dir() else 0
        return loose_refs > MANY_REFS or (
            some.is_dir() and 256 * sum(1 for _ in some.iterdir()) > MANY_OBJECTS
        )


class Writer:
    """The holder of the writer's lock: makes objects, then one commit on one ref."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._objects = record.git_dir / "objects"

    def tree_with(self, tree: ObjectId, files: Mapping[str, bytes]) -> ObjectId:
        """Return `tree` with these files put in or replaced (paths with slashes); written and on disk."""
        entries = dict(self._record.tree(tree))
        folders: dict[str, dict[str, bytes]] = {}
        for path, content in files.items():
            name, slash, rest = path.partition("/")
            if slash:
                folders.setdefault(name, {})[rest] = content
            else:
                entries[name] = TreeEntry(FILE, write_loose(self._objects, "blob", content))
        for name, below in folders.items():
            old = entries[name].id if name in entries and entries[name].mode == FOLDER else EMPTY_TREE
            entries[name] = TreeEntry(FOLDER, self.tree_with(old, below))
        return write_loose(self._objects, "tree", encode_tree(entries))

    def commit(
        self,
        ref: str,
        old: CommitId | None,
        event: Event,
        tree: ObjectId,
        parents: tuple[CommitId, ...],
        site: str | None = None,
    ) -> StoredCommit:
        """Put `event` on record: write its commit and move `ref` from `old` to it.

        When this returns the commit, its ref and the ref's folder are on disk. Raises `Stale` when the ref
        points elsewhere than `old`; then nothing but an unreachable object is left behind.
        """
        commit = self.prepare(event, tree, parents, site)
        self.move(ref, old, commit.id)
        return commit

    def prepare(
        self, event: Event, tree: ObjectId, parents: tuple[CommitId, ...], site: str | None = None
    ) -> StoredCommit:
        """Write a commit that no ref leads to yet; until `move` it is on nobody's record."""
        content = commit_content(event, site or self._record.site, tree, parents)
        return parse_commit(CommitId(write_loose(self._objects, "commit", content)), content)

    def edition(self, number: int, event: Event, commit: CommitId) -> StoredTag:
        """Put an edition on record: write its tag on a commit of `main`, and the ref that names it.

        On disk when this returns, as a commit is. Raises `Stale` when the number was given already.
        """
        content = tag_content(event, number, self._record.site, commit)
        tag = parse_tag(write_loose(self._objects, "tag", content), content)
        self.move(edition_ref(number), None, CommitId(tag.id))
        return tag

    def move(self, ref: str, old: CommitId | None, new: CommitId) -> None:
        """Move `ref` from `old` to a prepared commit: it and all it was prepared upon come on record at once."""
        # Subfolders were made for this, or by a process that was killed before it came to this.
        fsync_folder(self._objects)
        self._record.refs.move(ref, new, old)


def document_file(document: DocumentPath) -> str:
    """Return the path of a document's file in the record."""
    return f"{DOCUMENTS}{document}.md"


def found(git_dir: Path, site: str, files: Mapping[str, bytes], event: Event) -> Record:
    """Make a record with these files as its first commit; a half-made one of an earlier try is completed.

    `site` stands in everybody's address for ever: lower-case letters, digits and hyphens. Raises `CorruptRecord`
    where there are contributions but no text: what was lost there must not be papered over.
    """
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", site, re.ASCII):
        raise ValueError("the site's name in addresses must be lower-case letters, digits and hyphens")
    make_folder(git_dir)
    description = json.dumps({"format": FORMAT, "site": site}, indent=2) + "\n"
    record = Record(git_dir)
    with record.writing() as writer:
        standing = record.refs.all()
        if standing and MAIN not in standing:
            raise CorruptRecord(
                "The record has contributions but no text. Please restore it from the backup."
            )
        if not standing:
            make_repository(git_dir)
            tree = writer.tree_with(EMPTY_TREE, {"record.json": description.encode(), **files})
            writer.commit(MAIN, None, event, tree, (), site)
    record.check()
    return record
