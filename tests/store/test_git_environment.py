"""A hostile environment of the server changes nothing in what its `git` does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.store.administrator import Administrator
from tests.store.conftest import TEXT, commit_on, founding
from wgec_living.domain.identifiers import branch_of
from wgec_living.store import git_process
from wgec_living.store.record import MAIN, Record, found

CONFIG = """
[core]
    hooksPath = {hooks}
    fsync = none
    bare = false
    worktree = {elsewhere}
[gc]
    auto = 1
[init]
    templateDir = {template}
    defaultBranch = evil
[i18n]
    commitEncoding = latin-1
    logOutputEncoding = latin-1
[user]
    name = Somebody Else
[alias]
    cat-file = !touch {elsewhere}/alias
[safe]
    bareRepository = explicit
"""


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make everything around the process speak against the record; return the folder it points to."""
    folder = tmp_path / "elsewhere"
    hooks, template = tmp_path / "hooks", tmp_path / "template"
    for made in (folder, hooks, template / "hooks"):
        made.mkdir(parents=True)
    for name in ("post-update", "reference-transaction", "pre-auto-gc"):
        for hook in (hooks / name, template / "hooks" / name):
            hook.write_text(f"#!/bin/sh\ntouch '{folder}/hook'\nexit 1\n")
            hook.chmod(0o755)
    config = tmp_path / "hostile.gitconfig"
    config.write_text(CONFIG.format(hooks=hooks, elsewhere=folder, template=template))
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / ".gitconfig").write_text(config.read_text())
    hostile = {
        "HOME": tmp_path / "home",
        "XDG_CONFIG_HOME": tmp_path / "home",
        "GIT_CONFIG_GLOBAL": config,
        "GIT_CONFIG_SYSTEM": config,
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "core.fsync",
        "GIT_CONFIG_VALUE_0": "none",
        "GIT_CONFIG_KEY_1": "core.hooksPath",
        "GIT_CONFIG_VALUE_1": hooks,
        "GIT_CONFIG_PARAMETERS": "'core.fsync=none'",
        "GIT_DIR": folder / "other.git",
        "GIT_WORK_TREE": folder,
        "GIT_INDEX_FILE": folder / "index",
        "GIT_OBJECT_DIRECTORY": folder / "objects",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": folder / "objects",
        "GIT_COMMON_DIR": folder,
        "GIT_NAMESPACE": "evil",
        "GIT_TEMPLATE_DIR": template,
        "GIT_CEILING_DIRECTORIES": "/",
        "GIT_TRACE": folder / "trace",
        "GIT_EXEC_PATH": folder,
        "GIT_SSH_COMMAND": f"touch {folder}/ssh",
        "GIT_DEFAULT_HASH": "sha256",
        "GIT_AUTHOR_DATE": "never",
        "LC_ALL": "tr_TR.UTF-8",
    }
    for name, value in hostile.items():
        monkeypatch.setenv(name, str(value))
    return folder


def test_founding_writing_reading_and_packing_are_untouched(elsewhere: Path, tmp_path: Path) -> None:
    record = found(tmp_path / "data" / "record.git", "test", {"documents/short.md": TEXT}, founding())
    record.check()
    tip = commit_on(record, MAIN, record.tip()).id
    branch = commit_on(record, branch_of(1), None).id
    record.pack()
    assert record.commit(tip).parents
    assert {commit.id for commit in record.walk([tip, branch], [])} >= {tip, branch}
    assert record.refs.all() == {MAIN: tip, branch_of(1): branch}
    record.clear_leftovers()
    record.close()
    assert list(elsewhere.iterdir()) == [], "something was written where the environment pointed"
    hooks = record.git_dir / "hooks"
    assert not hooks.exists() or not any(hooks.iterdir()), "a template of somebody's came along"
    admin = Administrator(record.git_dir, tmp_path / "clean")
    admin.fsck()
    assert admin("symbolic-ref", "HEAD") == MAIN
    assert admin("rev-parse", "--show-object-format") == "sha1"
    assert admin("config", "--get", "core.fsync") == "committed"
    assert admin("count-objects", "-v").startswith("count: 0"), "the record's own objects were not packed"


def test_an_existing_record_is_read_as_it_is(record: Record, elsewhere: Path) -> None:
    fresh = Record(record.git_dir)
    fresh.check()
    assert fresh.tip() == record.tip()
    fresh.close()
    assert list(elsewhere.iterdir()) == []


def test_only_named_variables_reach_git(elsewhere: Path, tmp_path: Path) -> None:
    handed = git_process.environment(tmp_path / "record.git")
    assert handed["GIT_DIR"] == str(tmp_path / "record.git")
    assert handed["GIT_CONFIG_GLOBAL"] == os.devnull
    assert not {"HOME", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"} & handed.keys()
    assert not [
        name for name in handed if name.startswith("GIT_CONFIG_") and name[11:] not in ("NOSYSTEM", "GLOBAL")
    ]
