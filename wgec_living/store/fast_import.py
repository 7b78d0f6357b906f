"""Many commits at once, through `git fast-import`: for samples and trials, byte for byte as the writer makes them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NewType

from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.events import Event
from wgec_living.domain.identifiers import CommitId
from wgec_living.domain.message import address_of, compose
from wgec_living.domain.people import SERVER

from . import git_process
from .record import MAIN, Record

SCRATCH = "refs/scratch/import"
Mark = NewType("Mark", int)
"""A number by which one import knows a commit or file it made."""


class Importer:
    """A stream of commits into one record; nobody else may write meanwhile, and refs move only at the end."""

    def __init__(self, site: str, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self._site = site
        self._stdin = stdin
        self._stdout = stdout
        self._last = 0
        self.tips: dict[str, Mark] = {}
        """The last commit made on each ref."""

    def file(self, content: bytes) -> Mark:
        """Add the content of a file, to be named by commits."""
        mark = self._next()
        self._stdin.write(b"blob\nmark :%d\ndata %d\n" % (mark, len(content)))
        self._stdin.write(content)
        self._stdin.write(b"\n")
        return mark

    def commit(
        self,
        ref: str,
        event: Event,
        parents: tuple[Mark | CommitId, ...],
        files: Mapping[str, Mark] | None = None,
    ) -> Mark:
        """Commit `event` on `ref`: the tree of the first parent with these files put in."""
        mark = self._next()
        author = f"{event.speaker.name} <{address_of(event.speaker.handle, self._site)}>"
        server = f"{SERVER.name} <{address_of(SERVER.handle, self._site)}>"
        message = compose(event, self._site).encode()
        self.tips[ref] = mark
        head = f"commit {SCRATCH}\nmark :{mark}\nauthor {author} {event.at} +0000\n"
        head += f"committer {server} {event.at} +0000\ndata {len(message)}\n"
        tail = "".join(
            f"{word} {parent if isinstance(parent, str) else f':{parent}'}\n"
            for word, parent in zip(("from", "merge"), parents, strict=False)
        )
        tail += "".join(f"M 100644 :{blob} {path}\n" for path, blob in (files or {}).items())
        self._stdin.write(head.encode() + message + b"\n" + tail.encode() + b"\n")
        return mark

    def name_of(self, mark: Mark) -> CommitId:
        """Return the id of a commit made in this import."""
        self._stdin.write(b"get-mark :%d\n" % mark)
        self._stdin.flush()
        answer = self._stdout.readline().decode("ascii").strip()
        if len(answer) != 40:
            raise CorruptRecord("git fast-import stopped in the middle.")
        return CommitId(answer)

    def _next(self) -> Mark:
        self._last += 1
        return Mark(self._last)


@contextmanager
def importing(record: Record) -> Iterator[Importer]:
    """Open a stream into a record; when this ends, every commit is on disk and every ref points to its last one.

    The refs are written as one packed file: made one by one, 20,000 take a minute.
    """
    command = ("fast-import", "--quiet", "--done", "--force")
    with record.writing(), tempfile.TemporaryDirectory() as folder:
        marks = Path(folder) / "marks"
        with git_process.conversing(record.git_dir, (*command, f"--export-marks={marks}")) as (stdin, stdout):
            importer = Importer(record.site, stdin, stdout)
            yield importer
            stdin.write(b"done\n")
        names = dict(line.split(" ") for line in marks.read_text("ascii").splitlines())
        tips = {ref: CommitId(names[f":{mark}"]) for ref, mark in importer.tips.items()}
        git_process.run(record.git_dir, ["update-ref", "-d", SCRATCH])
        main = tips.pop(MAIN, None)
        record.refs.add_packed(tips)
        if main is not None:
            record.refs.move(MAIN, main, record.refs.get(MAIN))
