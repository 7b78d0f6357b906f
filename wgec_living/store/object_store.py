"""The objects of a repository as they are read: commits, folders, documents, remembered within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.identifiers import CommitId, DocumentPath, ObjectId, is_document_path

from . import git_process
from .objects import FOLDER, StoredCommit, TreeEntry, object_id, parse_commit, parse_tree, read_loose
from .tags import StoredTag, parse_tag

EMPTY_TREE = object_id("tree", b"")


class ObjectStore:
    """Reads objects by name, free of locks; safe to share between threads."""

    def __init__(self, git_dir: Path) -> None:
        self.git_dir = git_dir
        self._readers = git_process.ObjectReaders(git_dir)
        self._blobs: BoundedCache[str, bytes] = BoundedCache(16 << 20, len)
        self._commits: BoundedCache[str, StoredCommit] = BoundedCache(
            4 << 20, lambda kept: 1_300 + len(kept.message)
        )
        self._trees: BoundedCache[str, dict[str, TreeEntry]] = BoundedCache(2_000)

    def _read(self, name: str, kind: str) -> bytes:
        try:
            found = read_loose(self.git_dir / "objects", name) or self._readers.read(name)
        except CorruptRecord:
            found = self._readers.read(name)  # A pack may hold it whole.
        if found is None or found[0] != kind:
            raise CorruptRecord(f"The record lacks a {kind} that it names.", name)
        return found[1]

    def commit(self, commit: CommitId) -> StoredCommit:
        """Return a commit; raise `CorruptRecord` when the record lacks it."""
        found = self._commits.get(commit)
        if found is None:
            found = parse_commit(commit, self._read(commit, "commit"))
            self._commits.put(commit, found)
        return found

    def tag(self, name: ObjectId) -> StoredTag:
        """Return an annotated tag; raise `CorruptRecord` where there is none of that name."""
        return parse_tag(name, self._read(name, "tag"))

    def blob(self, name: ObjectId, *, keep: bool = True) -> bytes:
        """Return the content of a file; without `keep` it is not remembered, nor pushes others out of memory."""
        content = self._blobs.get(name)
        if content is None:
            content = self._read(name, "blob")
            if keep:
                self._blobs.put(name, content)
        return content

    def tree(self, name: ObjectId) -> dict[str, TreeEntry]:
        """Return the names in a folder; not to be changed by the caller."""
        entries = self._trees.get(name)
        if entries is None:
            entries = {} if name == EMPTY_TREE else parse_tree(self._read(name, "tree"))
            self._trees.put(name, entries)
        return entries

    def entry_in(self, tree: ObjectId, path: str) -> TreeEntry | None:
        """Return what stands at `path` in a tree, or None."""
        entries, entry = self.tree(tree), None
        for segment in path.split("/"):
            if entry is not None:
                if entry.mode != FOLDER:
                    return None
                entries = self.tree(entry.id)
            entry = entries.get(segment)
            if entry is None:
                return None
        return entry

    def documents_in(self, tree: ObjectId) -> dict[DocumentPath, ObjectId]:
        """Return the blob of every document in a tree by its path."""
        return {
            DocumentPath(path.removesuffix(".md")): blob
            for path, blob in self.files_in(tree, "documents")
            if path.endswith(".md") and is_document_path(path.removesuffix(".md"))
        }

    def changed_documents(
        self, old: ObjectId | None, new: ObjectId
    ) -> tuple[list[tuple[DocumentPath, ObjectId]], set[DocumentPath]]:
        """Return the documents of tree `new` whose blob is another than in `old`, and those that are gone."""
        if old is None:
            return sorted(self.documents_in(new).items()), set()
        if old == new or self.entry_in(old, "documents") == self.entry_in(new, "documents"):
            return [], set()
        before, after = self.documents_in(old), self.documents_in(new)
        changed = [(path, blob) for path, blob in after.items() if before.get(path) != blob]
        return sorted(changed), before.keys() - after.keys()

    def read_ahead(self, trees: Sequence[ObjectId], *, texts: bool = True) -> None:
        """Read together what following the documents through these trees, in order, will ask for.

        Without `texts` only the folders are read.
        """
        folders = list(trees)
        while folders:
            for name, content in self._together(folders, "tree", self._trees.get):
                self._trees.put(name, parse_tree(content))
            folders = [
                entry.id
                for folder in dict.fromkeys(folders)
                for entry in (self._trees.get(folder) or {}).values()
                if entry.mode == FOLDER and self._trees.get(entry.id) is None
            ]
        if not texts:
            return
        blobs = [blob for old, new in pairwise(trees) for _, blob in self.changed_documents(old, new)[0]]
        for name, content in self._together(blobs, "blob", self._blobs.get):
            self._blobs.put(name, content)

    def _together(
        self, names: Iterable[ObjectId], kind: str, known: Callable[[ObjectId], object]
    ) -> Iterator[tuple[ObjectId, bytes]]:
        """Yield those of these objects that are not known and can be read; what is missing is found out later.

        Where they lie loose there is nothing to gain: each is read from its file when it is asked for.
        """
        wanted = [name for name in dict.fromkeys(names) if known(name) is None]
        if not wanted or (self.git_dir / "objects" / wanted[0][:2] / wanted[0][2:]).exists():
            return
        for name, found in zip(wanted, self._readers.read_many(wanted), strict=False):
            if found is not None and found[0] == kind:
                yield name, found[1]

    def files_in(self, tree: ObjectId, folder: str) -> Iterator[tuple[str, ObjectId]]:
        """Yield path (below `folder`) and blob of every file in a folder of a tree."""
        top = self.entry_in(tree, folder)
        pending = [("", top.id)] if top is not None and top.mode == FOLDER else []
        while pending:
            prefix, current = pending.pop()
            for name, entry in self.tree(current).items():
                if entry.mode == FOLDER:
                    pending.append((f"{prefix}{name}/", entry.id))
                else:
                    yield prefix + name, entry.id

    def close(self) -> None:
        """End the reading processes."""
        self._readers.close()
