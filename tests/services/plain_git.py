"""Reading a record with plain `git`, as anybody who cloned it would."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from wgec_living.store import git_process


def git(git_dir: Path, *arguments: str) -> str:
    """Run plain `git` on a record and return what it says."""
    done = subprocess.run(
        ["git", *arguments], capture_output=True, env=git_process.environment(git_dir), check=True
    )
    return done.stdout.decode()


def blame(git_dir: Path, file: str = "documents/short.md", at: str = "main") -> dict[str, str]:
    """Return for each line of a file in force whom `git blame` names."""
    found = git(git_dir, "blame", "--line-porcelain", at, "--", file)
    lines: dict[str, str] = {}
    author = ""
    for line in found.split("\n"):
        if match := re.match(r"author (.*)", line):
            author = match[1]
        elif line.startswith("\t"):
            lines[line[1:]] = author
    return lines


def parents(git_dir: Path, commit: str) -> list[str]:
    """Return the parents of a commit."""
    return git(git_dir, "log", "-1", "--format=%P", commit).split()
