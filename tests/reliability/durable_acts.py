"""Acts whose every step on disk is watched from outside; run under `strace` by test_durability.py.

Arguments: a data folder with people. After each act one line goes to file descriptor 1: `ON RECORD <ref> <commit>`.
`WGEC_TEST_WITHOUT` takes one care away, so that the proof can be shown to notice.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from wgec_living import create_app
from wgec_living.domain.editions import edition_ref
from wgec_living.domain.events import Disposition, Kind
from wgec_living.domain.identifiers import CommitId, DocumentPath, branch_of
from wgec_living.services import contributing, deciding, publishing
from wgec_living.services.passages import block_views
from wgec_living.services.site import Site
from wgec_living.settings import Settings
from wgec_living.store import git_process, objects, record, refs

MAIN = "refs/heads/main"


def take_away(care: str) -> None:
    """Leave out one care for durability."""
    if care == "folders":
        for module in (objects, refs, record):
            module.fsync_folder = lambda folder: None
    elif care == "parent-folder":
        real = refs.fsync_folder
        refs.fsync_folder = lambda folder: None if folder.name == "heads" else real(folder)
    elif care == "files":
        objects.os = refs.os = Blunted()
        for module in (objects, refs, record):
            module.fsync_folder = _sync_folder
    elif care == "order":
        move = refs.Refs.move

        def told_early(self: refs.Refs, ref: str, new: CommitId, old: CommitId | None) -> None:
            os.write(1, f"ON RECORD {ref} {new}\n".encode())
            move(self, ref, new, old)

        refs.Refs.move = told_early
    elif care:
        raise SystemExit(f"unknown care: {care}")


class Blunted:
    """The module `os`, but that it synchronises nothing."""

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)

    @staticmethod
    def fsync(_: int) -> None:
        """Do nothing."""


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def acts(site: Site) -> Iterator[tuple[str, CommitId]]:
    """Comment, reply, propose, accept and publish; then pack everything and do it once more."""
    ana, cora = (site.index.people.person(f"{word}-example") for word in ("ana", "cora"))
    for turn in ("first", "second"):
        said = _submit(site, ana, Kind.COMMENT, "The first paragraph", f"A comment, {turn}.")
        yield branch_of(said.number), said.commit
        yield branch_of(said.number), contributing.reply(site, cora, said.number, f"A reply, {turn}.")
        meant = _submit(
            site,
            ana,
            Kind.PROPOSAL,
            "The second paragraph",
            f"Why, {turn}.",
            f"The second paragraph, {turn}.",
        )
        yield branch_of(meant.number), meant.commit
        seen = deciding.preview(site, meant.number)
        decision = deciding.Decision(Disposition.ACCEPTED, "", seen.seen_main, seen.seen_tip)
        yield MAIN, deciding.dispose(site, cora, meant.number, decision).commit
        yield _edition(site, cora, f"Edition, {turn}")
        # Packing takes the loose objects, refs and their empty folders away: all must be made and kept anew.
        site.record.pack()
        git_process.run(site.record.git_dir, ["pack-refs", "--all", "--prune"])


def _edition(site, person, title):
    seen = publishing.prospect(site)
    made = publishing.publish(site, person, publishing.Publication(title, "", seen.number, seen.main))
    return edition_ref(made.number), made.tag


def _submit(site, person, kind, words, body, replacement=None):
    document = site.index.texts.document(DocumentPath("short"))
    revision = site.index.texts.revision(document.path, document.revision)
    views = block_views(site, revision, counted=False)
    block = next(view.id for view in views if view is not None and words in view.text)
    sent = contributing.Submission(
        kind, document.path, document.commit, body, (block,), replacement=replacement
    )
    return contributing.submit(site, person, sent)


def main() -> None:
    """Do the acts, telling each as soon as the service returned."""
    take_away(os.environ.get("WGEC_TEST_WITHOUT", ""))
    site: Site = create_app(Settings(data=Path(sys.argv[1]), site_name="Test group")).extensions["site"]
    for ref, commit in acts(site):
        os.write(1, f"ON RECORD {ref} {commit}\n".encode())
    site.close()


if __name__ == "__main__":
    main()
