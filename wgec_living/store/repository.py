"""The bare repository that holds the record: made, completed, and its settings checked."""

from __future__ import annotations

from configparser import Error as Unparsable
from pathlib import Path

from git import GitConfigParser

from wgec_living.domain.errors import CorruptRecord

from . import git_process
from .locks import clear_stale_locks
from .objects import fsync_file, fsync_folder

REQUIRED_SETTINGS = {
    "core.bare": "true",
    "core.fsync": "committed",
    "gc.auto": "0",
    "receive.autogc": "false",
}
"""Written at the founding, and checked at each start."""
DEFAULTS = {"core.fsyncmethod": "fsync"}
"""Checked at each start, and right where nothing is set."""


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each name on disk when this returns."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        fsync_folder(each.parent)


def make_repository(git_dir: Path) -> None:
    """Make `git_dir` a bare repository on disk, whatever an earlier try left there.

    Call it only while holding the writer lock, and only where nothing is on record yet.
    """
    clear_stale_locks(git_dir)
    for name in ("HEAD", "config", "HEAD.lock", "config.lock"):
        (git_dir / name).unlink(missing_ok=True)
    # Not GitPython's `init`: it hands the server's whole environment to Git, another repository's name included.
    git_process.run(git_dir, ["init", "--quiet", "--bare", "--initial-branch=main", "--template="])
    for name, value in REQUIRED_SETTINGS.items():
        git_process.run(git_dir, ["config", "--local", name, value])
    for folder in ("refs/heads/contributions", "refs/tags/edition", "objects"):
        (git_dir / folder).mkdir(parents=True, exist_ok=True)
        fsync_folder(git_dir / folder)
    for name in ("HEAD", "config"):
        fsync_file(git_dir / name)
    for folder in ("refs/heads", "refs/tags", "refs", "."):
        fsync_folder(git_dir / folder)


def check_settings(git_dir: Path) -> None:
    """Raise `CorruptRecord` when a setting of the repository could lose acknowledged work."""
    try:
        # The file alone, without a `Repo`: that one heeds the environment, and another's work tree in it.
        with GitConfigParser(str(git_dir / "config"), read_only=True) as settings:
            found = {name: str(_value(settings, name)).lower() for name in (*REQUIRED_SETTINGS, *DEFAULTS)}
    except (Unparsable, UnicodeDecodeError) as trouble:
        raise CorruptRecord(
            "The record's settings cannot be read. Please restore its file config."
        ) from trouble
    for name, wanted in (REQUIRED_SETTINGS | DEFAULTS).items():
        if found[name] != wanted:
            raise CorruptRecord(
                f"The record's setting {name} is {found[name]}; it must be {wanted}, or acknowledged work "
                "could be lost. Nothing is served until it is set right."
            )


def _value(settings: GitConfigParser, name: str) -> object:
    section, _, option = name.rpartition(".")
    return settings.get_value(section, option, default=DEFAULTS.get(name, "unset"))
