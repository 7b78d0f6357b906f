"""Who was taken out of the list of people by an administrator cannot come back by confirming again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Server
from wgec_living.accounts import members
from wgec_living.domain.errors import NotAllowed
from wgec_living.services import inviting


def test_confirming_again_does_not_undo_being_taken_out(server: Server, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git = ["git", "-C", str(clone), "-c", "user.name=Admin", "-c", "user.email=admin@test-group.invalid"]
    subprocess.run(["git", "clone", "-q", str(server.site.record.git_dir), str(clone)], check=True)
    subprocess.run([*git, "rm", "-q", "people/cora-example.yml"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "Take Cora out"], check=True)
    subprocess.run([*git, "push", "-q", "origin", "HEAD:main"], check=True)
    shutil.rmtree(clone)
    server.site.index.keeping.level()
    with server.app.app_context():
        account = members.account_by_address("cora@people.example")
        assert account is not None
        with pytest.raises(NotAllowed, match="taken out"):
            inviting.confirm(server.site, account.id, "Cora Example", "Secretariat")
        with pytest.raises(NotAllowed):
            inviting.issue_token(server.site, "cora@people.example", "again")


def test_an_edition_tag_is_no_reason_to_make_the_index_anew(server: Server) -> None:
    git = ["git", "-C", str(server.site.record.git_dir)]
    subprocess.run([*git, "update-ref", "refs/tags/edition/1", server.site.record.tip()], check=True)
    server.site.index.keeping.rebuild()
    assert server.site.index.keeping.level() == 0
