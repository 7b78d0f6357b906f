"""The references for writing: the same commits by plain `git` commands with fsync, and by bare writes in process."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from wgec_living.store.objects import fsync_folder, write_loose

PEOPLE = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Bench"), ("EMAIL", "bench@sample.invalid"))
}


def git(git_dir: Path, *arguments: str, stdin: bytes = b"", allow: tuple[int, ...] = (0,)) -> str:
    """Run plain `git` with what it writes put on disk."""
    environment = os.environ | PEOPLE | {"GIT_DIR": str(git_dir), "GIT_CONFIG_GLOBAL": os.devnull}
    words = ["git", "-c", "core.fsync=committed", *arguments]
    done = subprocess.run(words, input=stdin, capture_output=True, env=environment, check=False)
    if done.returncode not in allow:
        raise RuntimeError(done.stderr.decode())
    return done.stdout.decode().strip()


def commit_by_git(git_dir: Path, ref: str, base: str, message: bytes) -> None:
    """Begin a branch with a commit on the tree of `base`."""
    name = git(git_dir, "commit-tree", f"{base}^{{tree}}", "-p", base, stdin=message)
    git(git_dir, "update-ref", ref, name)


def commit_in_process(git_dir: Path, ref: str, content: bytes) -> None:
    """Write a commit object and a ref, each synchronised with its folder, and nothing else."""
    name = write_loose(git_dir / "objects", "commit", content)
    fsync_folder(git_dir / "objects")
    path = git_dir / ref
    draft = path.with_name(path.name + ".lock")
    with draft.open("w") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    fsync_folder(path.parent)


def accept_by_git(git_dir: Path, tip: str, message: bytes) -> bool:
    """Merge a branch into `main` as Git does; say whether Git found it clean."""
    tree = git(git_dir, "merge-tree", "--write-tree", "main", tip, allow=(0, 1)).split("\n")
    if len(tree) > 1:
        return False
    name = git(git_dir, "commit-tree", tree[0], "-p", "main", "-p", tip, stdin=message)
    git(git_dir, "update-ref", "refs/heads/main", name)
    return True
