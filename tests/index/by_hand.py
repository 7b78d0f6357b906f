"""What an administrator may do to a record with plain Git, behind the server's back."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.conftest import Server
from wgec_living.domain.identifiers import CommitId
from wgec_living.store import git_process
from wgec_living.store.record import MAIN

ADMIN = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "An Administrator"), ("EMAIL", "admin@test-group.invalid"))
}


def git(git_dir: Path, *arguments: str, stdin: str = "", index: Path | None = None) -> str:
    """Run plain `git` on a record and return its output."""
    environment = git_process.environment(git_dir) | ADMIN
    if index is not None:
        environment["GIT_INDEX_FILE"] = str(index)
    done = subprocess.run(
        ["git", *arguments], input=stdin.encode(), capture_output=True, env=environment, check=True
    )
    return done.stdout.decode()


def push(
    server: Server,
    message: str,
    files: dict[str, str | None] | None = None,
    *,
    ref: str = MAIN,
    base: str | None = None,
    author: str = "",
) -> CommitId:
    """Put a commit with this message on `ref` (new: from `base`) as a push would; a file that is None goes.

    `author` (`Name <address>`) says who wrote it, if not the administrator.
    """
    git_dir, index = server.site.record.git_dir, server.data / "by-hand.index"
    tip = git(git_dir, "rev-parse", base or ref).strip()
    git(git_dir, "read-tree", tip, index=index)
    for path, content in (files or {}).items():
        blob = "0" * 40
        if content is not None:
            blob = git(git_dir, "hash-object", "-w", "--stdin", stdin=content).strip()
        mode = "0" if content is None else "100644"
        git(git_dir, "update-index", "--index-info", stdin=f"{mode} {blob}\t{path}\n", index=index)
    tree = git(git_dir, "write-tree", index=index).strip()
    made = git(git_dir, "commit-tree", tree, "-p", tip, stdin=message).strip()
    content = git(git_dir, "cat-file", "commit", made)
    if author:
        content = re.sub(r"(?m)^author .*>", f"author {author}", content, count=1)
    commit = git(git_dir, "hash-object", "-t", "commit", "-w", "--stdin", stdin=content).strip()
    git(git_dir, "update-ref", ref, commit)
    return CommitId(commit)
